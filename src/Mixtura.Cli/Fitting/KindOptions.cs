using System.CommandLine;
using System.Globalization;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Data;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>The options that say what components look like: shared by <c>fit</c> and <c>select</c>.</summary>
internal sealed class KindOptions
{
    private const int MostNamed = 5;

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

    public void AddTo(Command command)
    {
        command.Add(family);
        command.Add(freedom);
        command.Add(counts);
    }

    /// <summary>What the kind is called in files.</summary>
    public string NameOf(ParseResult parsed) => IsCounted(parsed) ? "poisson" : IsStudent(parsed) ? "student-t" : "gaussian";

    /// <summary>The kind of component.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="structure">The covariance structure; kinds without one ignore it.</param>
    /// <param name="options">Prior and regularization of Gaussians.</param>
    public ComponentKind Of(ParseResult parsed, CovarianceStructure structure, GaussianMixtureOptions options) =>
        IsCounted(parsed) ? ComponentKind.Of(new PoissonFamily())
        : IsStudent(parsed) ? StudentTMixture.Kind(structure, Freedom(parsed.GetValue(freedom)))
        : GaussianMixture.Kind(structure, options.Prior, options.Regularization);

    /// <summary>Whether the other options go with the kind.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Prior and regularization, which Gaussians have.</param>
    /// <param name="isVariational">Whether the Bayesian treatment is asked for, which is of Gaussians.</param>
    /// <param name="covariance">The option of structures, which counts have none of.</param>
    /// <param name="gaussianOnly">Other options of Gaussians.</param>
    /// <exception cref="InputException">One does not.</exception>
    public void Check(ParseResult parsed, GaussianMixtureOptions options, bool isVariational, Option covariance, params Option[] gaussianOnly)
    {
        bool isCounted = IsCounted(parsed);
        bool isStudent = IsStudent(parsed);
        if (!isStudent && parsed.GetValue(freedom) is not null)
        {
            throw new InputException("--t-degrees-of-freedom is an option of --family student-t. Say that too, or leave it out.");
        }

        if (!isStudent && !isCounted)
        {
            return;
        }

        string what = isCounted ? "--counts" : "--family student-t";
        Option[] others = isCounted ? [family, covariance, .. gaussianOnly] : gaussianOnly;
        if (others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw new InputException($"{other.Name} does not go with {what}. Leave one of them out.");
        }

        if (options.Prior is not null || options.Regularization > 0 || isVariational)
        {
            throw new InputException($"--prior, --regularization and --method variational do not go with {what}. Leave them out.");
        }
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
        var named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => FeatureArgument.Place("--counts", one, names)).ToHashSet();
        int[] others = [.. Enumerable.Range(0, rows.Columns).Where(j => !named.Contains(j))];
        if (others.Length > 0)
        {
            string which = string.Join(", ", others.Take(MostNamed).Select(j => j < names.Length ? $"'{names[j]}'" : Shown.Count(j + 1)));
            throw new InputException($"--counts leaves out {which}{(others.Length > MostNamed ? $" and {others.Length - MostNamed} more" : string.Empty)}. Counts beside other columns cannot be fitted yet: name all columns, or leave the others out with --ignore.");
        }
    }

    private bool IsCounted(ParseResult parsed) => parsed.GetValue(counts) is not null;

    private bool IsStudent(ParseResult parsed) => string.Equals(parsed.GetValue(family), "student-t", StringComparison.OrdinalIgnoreCase);

    private static DegreesOfFreedom Freedom(string? text) => text switch
    {
        null or "estimate" => DegreesOfFreedom.Estimated,
        "shared" => DegreesOfFreedom.Shared,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0.1 && double.IsFinite(number)
            ? DegreesOfFreedom.Fixed(number)
            : throw new InputException($"--t-degrees-of-freedom is '{text}'. Give estimate, shared, or a number of 0.1 or more."),
    };
}
