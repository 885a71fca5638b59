using System.CommandLine;
using System.Globalization;
using Mixtura.Bayesian;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Data;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>The options that say how to fit, and what they make of a command line.</summary>
internal sealed class FitOptions
{
    private const int MostNamed = 5;

    private static readonly GaussianMixtureOptions Defaults = new();

    private readonly EstimationOptions estimation = new();
    private readonly Option<int?> components = NumberOption.Whole("--components", 1, "The number of components K. Required, unless --init file: tells it.", "-k");
    private readonly Option<string?> covariance = new("--covariance")
    {
        Description = "The covariances: full (VVV in mclust's words), tied (EEE), diagonal (VVI), spherical (VII), or another of mclust's fourteen, EII … EVV. Default: full; with --init file: that of the file.",
        HelpName = "S",
    };

    private readonly Option<string?> family = ChoiceOption.Of(
        "--family", "gaussian", "How the columns look within a component: gaussian, or student-t, whose heavier tails outliers move less. Default: gaussian.", "gaussian", "student-t");

    private readonly Option<string?> freedom = new("--t-degrees-of-freedom")
    {
        Description = "Student-t: estimate (one a component), shared, or a number of 0.1 or more. Default: estimate.",
        HelpName = "V",
    };

    private readonly Option<string?> counts = new("--counts")
    {
        Description = "Columns that hold counts, by name or number from 1, separated by commas: each a Poisson distribution in every component, independent of the others. All columns, so far. Default: none.",
        HelpName = "COLS",
    };

    private readonly VariationalPriorOptions variational = new();

    private readonly Option<bool> standardize = new("--standardize") { Description = "Fit on features of mean 0 and standard deviation 1; the model comes back in the data's units. Default: off." };

    public void AddTo(Command command)
    {
        Option[] all = [components, covariance, family, freedom, counts];
        foreach (var option in all)
        {
            command.Add(option);
        }

        variational.AddTo(command);
        estimation.AddTo(command);
        command.Add(standardize);
    }

    /// <summary>What to fit and how.</summary>
    /// <exception cref="InputException">A value is unknown, not in this version, or does not go with another.</exception>
    public FitPlan Read(ParseResult parsed)
    {
        var structure = parsed.GetValue(covariance) is { } name ? CovarianceName.Find(name) : null;
        var start = estimation.Init(parsed) is { } way ? StartOption.Read(way, structure) : new StartOption(Defaults.Initialization, null);
        CheckStart(parsed, start);
        var options = estimation.Read(parsed, structure, start);
        return new FitPlan(Components(parsed, start), parsed.GetValue(standardize), options)
        {
            Variational = variational.IsAsked(parsed) ? VariationalOf(parsed, options) : null,
            Kind = KindOf(parsed, start, options),
        };
    }

    /// <summary>Whether the columns of counts are all there are.</summary>
    /// <exception cref="InputException">A name is none of the columns', or columns that are no counts stand beside them.</exception>
    public void CheckCounts(ParseResult parsed, RowFile rows)
    {
        if (parsed.GetValue(counts) is not { } text)
        {
            return;
        }

        string[] names = [.. rows.FeatureNames];
        var named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => Place(one, names, rows.Columns)).ToHashSet();
        int[] others = [.. Enumerable.Range(0, rows.Columns).Where(j => !named.Contains(j))];
        if (others.Length > 0)
        {
            string which = string.Join(", ", others.Take(MostNamed).Select(j => j < names.Length ? $"'{names[j]}'" : Shown.Count(j + 1)));
            throw new InputException($"--counts leaves out {which}{(others.Length > MostNamed ? $" and {others.Length - MostNamed} more" : string.Empty)}. Counts beside other columns cannot be fitted yet: name all columns, or leave the others out with --ignore.");
        }
    }

    private static int Place(string text, string[] names, int columns) => Array.IndexOf(names, text) is >= 0 and var at ? at
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= columns ? number - 1
        : throw new InputException($"--counts names '{text}', which is none of the columns. Give names from the header, or numbers from 1 to {Shown.Count(columns)}.");

    private ComponentKind? KindOf(ParseResult parsed, StartOption start, GaussianMixtureOptions options)
    {
        bool isStudent = string.Equals(parsed.GetValue(family), "student-t", StringComparison.OrdinalIgnoreCase);
        bool isCounted = parsed.GetValue(counts) is not null;
        if (start.Model is { Family: var of } && !string.Equals(of, isCounted ? "poisson" : isStudent ? "student-t" : "gaussian", StringComparison.Ordinal))
        {
            throw new InputException($"The model of --init is a {of} mixture. {(string.Equals(of, "poisson", StringComparison.Ordinal) ? "Name its columns with --counts" : $"Say --family {of}")}, or start from another model.");
        }

        if (!isStudent && parsed.GetValue(freedom) is not null)
        {
            throw new InputException("--t-degrees-of-freedom is an option of --family student-t. Say that too, or leave it out.");
        }

        if (!isStudent && !isCounted)
        {
            return null;
        }

        CheckGoTogether(parsed, isCounted, isStudent ? "--family student-t" : "--counts", options);
        return isCounted
            ? ComponentKind.Of(new PoissonFamily())
            : StudentTMixture.Kind(options.Covariance, Freedom(parsed.GetValue(freedom)));
    }

    private void CheckGoTogether(ParseResult parsed, bool isCounted, string what, GaussianMixtureOptions options)
    {
        Option[] others = isCounted ? [family, covariance, standardize] : [standardize];
        if (others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw new InputException($"{other.Name} does not go with {what}. Leave one of them out.");
        }

        if (options.Prior is not null || options.Regularization > 0 || variational.IsAsked(parsed))
        {
            throw new InputException($"--prior, --regularization and --method variational do not go with {what}. Leave them out.");
        }
    }

    private static DegreesOfFreedom Freedom(string? text) => text switch
    {
        null or "estimate" => DegreesOfFreedom.Estimated,
        "shared" => DegreesOfFreedom.Shared,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0.1 && double.IsFinite(number)
            ? DegreesOfFreedom.Fixed(number)
            : throw new InputException($"--t-degrees-of-freedom is '{text}'. Give estimate, shared, or a number of 0.1 or more."),
    };

    private VariationalOptions VariationalOf(ParseResult parsed, GaussianMixtureOptions options) => parsed.GetValue(standardize)
        ? throw new InputException("--standardize is not needed with --method variational: its priors follow the data's units. Leave it out.")
        : variational.Read(parsed, options);

    private void CheckStart(ParseResult parsed, StartOption start)
    {
        if (start.Model is null)
        {
            return;
        }

        if (estimation.RestartsAskedFor(parsed) is > 1)
        {
            throw new InputException($"--restarts is {estimation.RestartsAskedFor(parsed)}, but all starts from one file are the same. Leave --restarts out.");
        }

        if (parsed.GetValue(standardize))
        {
            throw new InputException("--standardize does not go with --init file:, whose parameters are in the data's units. Leave one of them out.");
        }
    }

    private int Components(ParseResult parsed, StartOption start)
    {
        int? asked = parsed.GetValue(components);
        if (start.Model is { } model && asked is { } number && number != model.Components)
        {
            throw new InputException($"--components is {number}, but the model of --init has {model.Components}. Leave --components out, or start from another model.");
        }

        return asked ?? start.Model?.Components
            ?? throw new InputException("The number of components is missing. Say -k K, for example -k 3.");
    }
}
