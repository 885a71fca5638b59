using System.CommandLine;
using System.Globalization;
using Mixtura.Cli.Options;
using Mixtura.Data;
using Mixtura.Families.Columns;
using Mixtura.Families.Contaminated;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>The options that say what components look like: shared by <c>fit</c> and <c>select</c>.</summary>
internal sealed class KindOptions
{
    private const string StudentT = "student-t";
    private const string Contaminated = "contaminated-gaussian";

    private readonly Option<string?> family = ChoiceOption.Of(
        "--family", "gaussian", "How the columns look within a component: gaussian; student-t, whose heavier tails outliers move less; or contaminated, of good rows and a few bad ones spread more widely, which predict names. Default: gaussian.",
        "gaussian", StudentT, "contaminated");

    private readonly Option<string?> freedom = new("--t-degrees-of-freedom")
    {
        Description = "Student-t: estimate (one a component), shared, or a number of 0.1 or more. Default: estimate.",
        HelpName = "V",
    };

    private readonly Option<string?> counts = new("--counts")
    {
        Description = "Columns that hold counts, by name or number from 1, separated by commas: each a Poisson distribution in every component, independent of the others. Default: none.",
        HelpName = "COLS",
    };

    private readonly Option<string?> categorical = new("--categorical")
    {
        Description = "Columns that hold categories, text or numbers, by name or number from 1, separated by commas; auto: every column that holds text. Each is independent of the others in a component; all columns: latent classes. Default: none.",
        HelpName = "COLS",
    };

    private readonly Option<double?> smoothing = NumberOption.NotNegative(
        "--smoothing", "Categories: a Dirichlet prior that counts for so many rows in every component and column, spread evenly over its levels; no probability is 0 then. Default: 0, maximum likelihood.");

    private readonly Option<bool> noise = new("--noise") { Description = "A uniform component over the data's volume beside the others, which takes the outliers: predicted as -1. Default: off." };

    private readonly Option<double?> noiseVolume = NumberOption.Positive(
        "--noise-volume", "The volume of the noise, in the product of the features' units. Default: that of the data, the smaller of the boxes along the features and along the principal axes.");

    private readonly Option<double?> noiseDensity = NumberOption.Positive(
        "--noise-density", "In the place of the volume: the density of the noise, the same everywhere, in 1 over the product of the features' units. Default: 1 over the volume.");

    public void AddTo(Command command)
    {
        command.Add(family);
        command.Add(freedom);
        command.Add(counts);
        command.Add(categorical);
        command.Add(smoothing);
        command.Add(noise);
        command.Add(noiseVolume);
        command.Add(noiseDensity);
    }

    /// <summary>Whether noise is asked for, or comes with the model to start from.</summary>
    public bool HasNoise(ParseResult parsed, Mixture? start) => parsed.GetValue(noise) || start?.Noise is not null;

    /// <summary>What the kind is called in files; null where the columns are yet to tell.</summary>
    public string? NameOf(ParseResult parsed) => IsByColumns(parsed) ? null : NameOfNumbers(parsed);

    /// <summary>What <c>--family</c> calls a kind.</summary>
    public static string WordOf(string name) => string.Equals(name, Contaminated, StringComparison.Ordinal) ? "contaminated" : name;

    /// <summary>Whether a mixture is one of numbers alone: of the kinds of <c>--family</c>.</summary>
    public static bool IsOfNumbers(Mixture mixture) => mixture is GaussianMixture or { Family: StudentT or Contaminated };

    /// <summary>The columns that are asked for as categorical.</summary>
    public string[] CategoricalOf(ParseResult parsed) => Split(parsed.GetValue(categorical));

    /// <summary>The kind of component.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="rows">The columns.</param>
    /// <param name="start">The mixture that the fit starts from, which may tell what its columns are; null for none.</param>
    /// <param name="structure">The covariance structure; kinds without one ignore it.</param>
    /// <param name="options">Prior and regularization of Gaussians.</param>
    /// <param name="numericOnly">Options of columns of numbers.</param>
    /// <exception cref="InputException">A name is none of the columns', or options do not go with the columns.</exception>
    public ComponentKind Of(ParseResult parsed, DataColumns rows, Mixture? start, CovarianceStructure structure, GaussianMixtureOptions options, params Option[] numericOnly)
    {
        var kind = OfComponents(parsed, rows, start?.WithoutNoise, structure, options, numericOnly);
        return HasNoise(parsed, start) ? kind.WithNoise(VolumeOf(parsed)) : kind;
    }

    private ComponentKind OfComponents(ParseResult parsed, DataColumns rows, Mixture? start, CovarianceStructure structure, GaussianMixtureOptions options, Option[] numericOnly)
    {
        bool isOfStart = start is not null && !IsOfNumbers(start);
        if (!IsByColumns(parsed) && !isOfStart)
        {
            _ = Smoothing(parsed, []);
            return OfNumbers(parsed, null, structure, options);
        }

        var (categories, counted, numbers) = ColumnsOf(parsed, rows, isOfStart ? start : null);
        if (numbers.Length == 0)
        {
            RefuseWith(parsed, options, [family, freedom, .. numericOnly]);
        }

        return ColumnKinds.Of(rows, categories, counted, numbers, OfNumbers(parsed, start, structure, options), Smoothing(parsed, categories));
    }

    /// <summary>How many columns are numbers: those that covariance structures are of.</summary>
    public int NumbersIn(ParseResult parsed, DataColumns rows) => ColumnsOf(parsed, rows, null).Numbers.Length;

    /// <summary>Whether the other options go with the kind.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Prior and regularization, which Gaussians have.</param>
    /// <param name="isVariational">Whether the Bayesian treatment is asked for, which is of Gaussians.</param>
    /// <param name="gaussianOnly">Other options of Gaussians.</param>
    /// <exception cref="InputException">One does not.</exception>
    public void Check(ParseResult parsed, GaussianMixtureOptions options, bool isVariational, params Option[] gaussianOnly)
    {
        CheckNoise(parsed, isVariational);
        string numbers = NameOfNumbers(parsed);
        bool isGaussian = numbers is not (StudentT or Contaminated);
        if (numbers is not StudentT && parsed.GetValue(freedom) is not null)
        {
            throw new InputException("--t-degrees-of-freedom is an option of --family student-t. Say that too, or leave it out.");
        }

        if (isGaussian && !IsByColumns(parsed))
        {
            return;
        }

        string what = IsByColumns(parsed) ? ByColumns(parsed) : $"--family {WordOf(numbers)}";
        if (gaussianOnly.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw new InputException($"{other.Name} does not go with {what}. Leave one of them out.");
        }

        if (((options.Prior is not null || options.Regularization > 0) && !isGaussian) || isVariational)
        {
            throw new InputException($"{(isGaussian ? string.Empty : "--prior, --regularization and ")}--method variational {(isGaussian ? "does" : "do")} not go with {what}. Leave {(isGaussian ? "it" : "them")} out.");
        }
    }

    private double? VolumeOf(ParseResult parsed) => parsed.GetValue(noiseVolume) ?? (1 / parsed.GetValue(noiseDensity));

    private void CheckNoise(ParseResult parsed, bool isVariational)
    {
        string? alone = parsed.GetValue(noiseVolume) is not null ? noiseVolume.Name : parsed.GetValue(noiseDensity) is not null ? noiseDensity.Name : null;
        if (!parsed.GetValue(noise) && alone is not null)
        {
            throw new InputException($"{alone} is an option of --noise. Say that too, or leave it out.");
        }

        if (parsed.GetValue(noiseVolume) is not null && parsed.GetValue(noiseDensity) is not null)
        {
            throw new InputException("--noise-density is 1 over --noise-volume. Leave one of them out.");
        }

        if (parsed.GetValue(noise) && isVariational)
        {
            throw new InputException("--noise does not go with --method variational. Leave one of them out.");
        }
    }

    private (int[] Categories, int[] Counts, int[] Numbers) ColumnsOf(ParseResult parsed, DataColumns rows, Mixture? start)
    {
        int[] all = [.. Enumerable.Range(0, rows.FeatureNames.Count)];
        int[] categories = [.. all.Where(j => rows.Levels[j].Count > 0)];
        int[] counted = start is not null && !IsCounted(parsed) ? [.. all.Except(categories).Where(start.IsDiscrete)] : Counted(parsed, rows, categories);
        return (categories, counted, [.. all.Except(categories).Except(counted)]);
    }

    // a start of columns tells what its numbers are, unless it is said
    private ComponentKind OfNumbers(ParseResult parsed, Mixture? start, CovarianceStructure structure, GaussianMixtureOptions options)
    {
        string asked = NameOfNumbers(parsed);
        return (asked is StudentT or Contaminated || start is null ? asked : ColumnsMixture.NumericFamily(start)) switch
        {
            StudentT => StudentTMixture.Kind(structure, Freedom(parsed.GetValue(freedom))),
            Contaminated => ContaminatedMixture.Kind(structure),
            _ => GaussianMixture.Kind(structure, options.Prior, options.Regularization),
        };
    }

    private double Smoothing(ParseResult parsed, int[] categories) => parsed.GetValue(smoothing) is not { } rows ? 0
        : categories.Length > 0 ? rows
        : throw new InputException("--smoothing is an option of categorical columns, and there is none. Name some with --categorical, or leave it out.");

    private int[] Counted(ParseResult parsed, DataColumns rows, int[] categories)
    {
        string[] names = [.. rows.FeatureNames];
        int[] counted = [.. Split(parsed.GetValue(counts)).Select(one => FeatureArgument.Place("--counts", one, names)).Distinct()];
        int both = Array.Find(counted, j => categories.Contains(j));
        return counted.Intersect(categories).Any()
            ? throw new InputException($"'{names[both]}' is named by --counts and by --categorical. Name it once.")
            : counted;
    }

    private void RefuseWith(ParseResult parsed, GaussianMixtureOptions options, Option[] others)
    {
        if (others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
        {
            throw new InputException($"{other.Name} does not go with {ByColumns(parsed)} where no column of numbers is left. Leave one of them out.");
        }

        if (options.Regularization > 0 || options.Prior is not null)
        {
            throw new InputException($"{(options.Prior is null ? "--regularization" : "--prior")} does not go with {ByColumns(parsed)} where no column of numbers is left. Leave it out.");
        }
    }

    /// <summary>The option that asks for columns of a kind of their own, counts or categories; null for none.</summary>
    public string? ColumnsOption(ParseResult parsed) => IsByColumns(parsed) ? ByColumns(parsed) : null;

    private string ByColumns(ParseResult parsed) => parsed.GetValue(categorical) is null ? "--counts" : "--categorical";

    private bool IsByColumns(ParseResult parsed) => IsCounted(parsed) || parsed.GetValue(categorical) is not null;

    private static string[] Split(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private bool IsCounted(ParseResult parsed) => parsed.GetValue(counts) is not null;

    private string NameOfNumbers(ParseResult parsed) => parsed.GetValue(family)?.ToUpperInvariant() switch
    {
        "STUDENT-T" => StudentT,
        "CONTAMINATED" => Contaminated,
        _ => "gaussian",
    };

    private static DegreesOfFreedom Freedom(string? text) => text switch
    {
        null or "estimate" => DegreesOfFreedom.Estimated,
        "shared" => DegreesOfFreedom.Shared,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0.1 && double.IsFinite(number)
            ? DegreesOfFreedom.Fixed(number)
            : throw new InputException($"--t-degrees-of-freedom is '{text}'. Give estimate, shared, or a number of 0.1 or more."),
    };
}
