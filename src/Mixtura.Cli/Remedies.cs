using Mixtura.Cli.Output;
using Mixtura.Data;
using Mixtura.Families.Columns;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Cli;

/// <summary>What helps against bad input, in the command's words: the only place where the library's faults meet the command's options.</summary>
internal static class Remedies
{
    /// <summary>The message for a person at a terminal.</summary>
    public static string MessageOf(InputException failure) =>
        Of(failure.Fault, failure.Names) is { } remedy ? $"{failure.Finding} {remedy}" : failure.Message;

    /// <summary>The options that may help where the best model is degenerate.</summary>
    public static string OfDegenerate(MixtureFit fit)
    {
        if (fit.Classification is not null)
        {
            return "Options that may help: more known rows of such a class, --covariance tied or diagonal, --regularization or --prior conjugate.";
        }

        string[] classes = [.. fit.ClassLikeFeatures.Select(fit.Model.FeatureName)];
        string label = classes.Length == 1 ? $"--label {Listed(classes)} or {Ignore(classes)}, " : classes.Length > 1 ? Ignore(classes) + ", " : string.Empty;
        return $"Options that may help: {label}{(fit.Model.Components > 1 ? "a smaller -k, " : string.Empty)}{OfKind(fit.Model)}.";
    }

    private static string OfKind(Mixture model) => model.WithoutNoise switch
    {
        GaussianMixture => "another --covariance, --regularization or --prior",
        { Family: "student-t" or "contaminated-gaussian" } => "another --covariance, another --seed or more --restarts",
        _ when string.Equals(ColumnsMixture.NumericFamily(model), "gaussian", StringComparison.Ordinal) => "--family student-t, another --covariance, --regularization or --prior",
        _ => "another --seed or more --restarts",
    };

    private static string? Of(InputFault fault, IReadOnlyList<string> names) => fault switch
    {
        InputFault.NoModel => "Give a model file that 'mixtura fit --output' wrote.",
        InputFault.ModelAsData => "Give the data: a .csv, .tsv or .npy file. A fit starts from a model by --init file:MODEL; other commands take the model first, then the data.",
        InputFault.HeaderOrRow => "Say --no-header if it is a row, --header if it names the columns.",
        InputFault.HeaderOnly => "Add rows; if the first line is a row, say --no-header.",
        InputFault.NumberForm => "Say how numbers are written with --decimal and --thousands, or correct it.",
        InputFault.Sheet => "Name a sheet with --sheet.",
        InputFault.Array => "Say which with --array.",
        InputFault.OtherColumns => "Leave it out with --ignore, or choose the columns that all have with --columns.",
        InputFault.Checkpoint => "Check the path, give the same data and options, or begin anew with --checkpoint.",
        InputFault.LabelColumn => "Correct the name after --label, --known-labels or --init labels:.",
        InputFault.WeightsColumn => "Correct --weights.",
        InputFault.IgnoredColumn => "Correct --ignore.",
        InputFault.FeatureColumn => "Correct --columns.",
        InputFault.CategoricalColumn => "Correct --categorical.",
        InputFault.KeptColumn => "Correct --keep.",
        InputFault.UnseenLevel => "Correct it, or take such cells for missing with --unseen missing.",
        InputFault.NoFeatureLeft => "Leave one of them free of --label, --weights and --ignore.",
        InputFault.ModelFeatures => "Give data with the model's features, or choose as many columns with --columns, in the model's order.",
        InputFault.SharedName => "Choose with --columns, by number and in the model's order.",
        InputFault.NoNumbers => "Check the --delimiter, name columns of numbers with --columns, or say --categorical auto if they hold categories.",
        InputFault.NoWeight => "Give at least one row a positive weight, or leave --weights out.",
        InputFault.TooFewRows => "Use fewer features (--columns, --ignore), --covariance diagonal or spherical, or --regularization.",
        _ => OfColumns(fault, names),
    };

    private static string? OfColumns(InputFault fault, IReadOnlyList<string> names) => fault switch
    {
        InputFault.TextColumn => $"Say --label {Listed(names)} if it holds the known classes, --categorical {Listed(names)} if it holds categories, or leave it out with {Ignore(names)}.",
        InputFault.TextBesideLabel => $"Say --categorical {Listed(names)} if it holds categories, or leave it out with {Ignore(names)}.",
        InputFault.TextColumns => $"Say --categorical auto if they hold categories, or leave them out with {Ignore(names)}; one of them may be the --label.",
        InputFault.MissingValue => $"Leave such rows out with --missing drop-rows, fill the value, or leave the column out with {Ignore(names)}.",
        InputFault.TooManyLabels => $"Name another column with --label, or leave this one out with {Ignore(names)}.",
        InputFault.ConstantFeatures => $"Leave {(names.Count == 1 ? "it" : "them")} out with {Ignore(names)}, or add --regularization.",
        InputFault.CollinearFeatures => $"Leave one out, with {Ignore(names)} say, use --covariance diagonal or spherical, or add --regularization.",
        InputFault.NoVolume when names.Count > 0 => $"Leave it out with {Ignore(names)}, or give a volume with --noise-volume.",
        InputFault.NoVolume => "Give one with --noise-volume, or bring the features to a common scale.",
        _ => null,
    };

    // more names than people type: the others are fewer
    private static string Ignore(IReadOnlyList<string> names) =>
        names.Count > NameList.Most ? "--ignore, or choose the others with --columns" : "--ignore " + Listed(names);

    private static string Listed(IReadOnlyList<string> names) => Shown.Argument(string.Join(',', names));
}
