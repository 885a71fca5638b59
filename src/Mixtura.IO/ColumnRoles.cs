using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>What each column of a file is for: feature, label, weight or nothing.</summary>
internal sealed class ColumnRoles
{
    private readonly string source;
    private readonly IReadOnlyList<string> names;
    private readonly Dictionary<int, InputFault> taken = [];
    private readonly HashSet<int> categorical = [];

    /// <param name="source">What messages call the data.</param>
    /// <param name="names">The names of all columns.</param>
    /// <param name="options">What was asked for.</param>
    /// <exception cref="InputException">A column is unknown or ambiguous, has two roles, or none is left.</exception>
    public ColumnRoles(string source, IReadOnlyList<string> names, RowFileOptions options)
        : this(source, names, [], options)
    {
    }

    /// <param name="source">What messages call the data.</param>
    /// <param name="names">The names of all columns.</param>
    /// <param name="leftOut">Columns that are no feature unless they are named.</param>
    /// <param name="options">What was asked for.</param>
    /// <exception cref="InputException">A column is unknown or ambiguous, has two roles, or none is left.</exception>
    public ColumnRoles(string source, IReadOnlyList<string> names, int[] leftOut, RowFileOptions options)
    {
        this.source = source;
        this.names = names;
        Label = options.Label is { } label ? Take(label, InputFault.LabelColumn) : null;
        Weights = options.Weights is { } weights ? Take(weights, InputFault.WeightsColumn) : null;
        foreach (string column in options.Ignore)
        {
            Take(column, InputFault.IgnoredColumn);
        }

        int[] candidates = options.Columns.Count > 0
            ? [.. options.Columns.Select(column => Take(column, InputFault.FeatureColumn))]
            : [.. Enumerable.Range(0, names.Count).Where(column => !taken.ContainsKey(column) && !leftOut.Contains(column))];
        Features = options.ModelFeatures.Count > 0 ? Matched(candidates, options) : candidates;
        if (Features.Length == 0)
        {
            throw new InputException(InputFault.NoFeatureLeft, $"{source}: no column is left to fit: the label, the weights and what is left out take all {names.Count}. {TheColumns()}", "Leave one of them free.");
        }

        Kept = options.KeepAll ? [.. Enumerable.Range(0, names.Count)] : [.. options.Keep.Select(column => Find(column, InputFault.KeptColumn)).Distinct()];
        foreach (string column in options.Categorical)
        {
            int found = Find(column, InputFault.CategoricalColumn);
            categorical.Add(Features.Contains(found) ? found : throw BadRole(InputFault.CategoricalColumn, $"{source}: {Describe(found)} is no feature, so it cannot be a categorical one."));
        }
    }

    /// <summary>Whether a feature is categorical.</summary>
    /// <param name="feature">Its place among <see cref="Features"/>.</param>
    public bool IsCategorical(int feature) => categorical.Contains(Features[feature]);

    /// <summary>Takes columns for categorical, those of them that are features.</summary>
    public void TakeCategorical(IEnumerable<int> columns) => categorical.UnionWith(columns.Where(Features.Contains));

    /// <summary>The features' columns, counted from 0, in the order wanted.</summary>
    public int[] Features { get; }

    /// <summary>The label's column, counted from 0.</summary>
    public int? Label { get; }

    /// <summary>The weights' column, counted from 0.</summary>
    public int? Weights { get; }

    /// <summary>The columns whose cells are kept, counted from 0.</summary>
    public int[] Kept { get; }

    /// <summary>The number of columns in the file.</summary>
    public int Count => names.Count;

    /// <summary>The features' names, in the order wanted.</summary>
    public string[] FeatureNames => [.. Features.Select(column => names[column])];

    /// <summary>The name of a column, counted from 0.</summary>
    public string NameOf(int column) => names[column];

    /// <summary>A column as messages write it: number and name.</summary>
    public string Describe(int column) => $"column {column + 1} '{names[column]}'";

    /// <summary>A column as options take it: its name, or its number if the name is shared.</summary>
    public string Argument(int column)
    {
        bool isShared = names.Count(name => IsSame(name, names[column])) > 1;
        return isShared ? Invariant(column + 1) : names[column];
    }

    // by name if all names are there; by position only where names say nothing or the user chose the columns
    private int[] Matched(int[] candidates, RowFileOptions options)
    {
        var wanted = options.ModelFeatures;
        string? missing = wanted.FirstOrDefault(feature => !candidates.Any(column => IsSame(names[column], feature)));
        if (missing is null)
        {
            return [.. wanted.Select(feature => candidates[FindAmong(candidates, feature)])];
        }

        bool isByPosition = options.Columns.Count > 0 || AreNumbers(candidates.Select(column => names[column])) || AreNumbers(wanted);
        return isByPosition && candidates.Length == wanted.Count ? candidates : throw Unmatched(missing, candidates, wanted);
    }

    private int FindAmong(int[] candidates, string feature)
    {
        int first = Array.FindIndex(candidates, column => IsSame(names[column], feature));
        int last = Array.FindLastIndex(candidates, column => IsSame(names[column], feature));
        return first == last ? first : throw new InputException(
            InputFault.SharedName,
            $"{source}: {Describe(candidates[first])} and {Describe(candidates[last])} have the same name, that of a feature of the model.",
            "Choose columns by number, in the model's order.");
    }

    // x1, x2, …: the names that columns get where a file has none
    private static bool AreNumbers(IEnumerable<string> features) =>
        features.All(static feature => feature.Length > 1 && feature[0] == 'x' && feature.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    private InputException Unmatched(string missing, int[] candidates, IReadOnlyList<string> wanted)
    {
        string features = $"which has {wanted.Count} {(wanted.Count == 1 ? "feature" : "features")} ({NameList.Of(wanted)})";
        if (names.Any(name => IsSame(name, missing)))
        {
            return new InputException(
                InputFault.ModelFeatures,
                $"{source}: the column '{missing}' is a feature of the model, {features}, and is left out here, or taken for something else.",
                "Leave it among the columns, or choose as many, in the model's order.");
        }

        string nearest = NearestName.Of(missing, [.. candidates.Select(column => names[column])]) is { } name ? $" Did you mean '{name}'?" : "";
        return new InputException(
            InputFault.ModelFeatures,
            $"{source}: there is no column '{missing}', a feature of the model, {features}.{nearest} {TheColumns()}",
            "Give data with the model's features, or choose as many columns, in the model's order.");
    }

    private int Take(string wanted, InputFault role)
    {
        int column = Find(wanted, role);
        if (taken.TryGetValue(column, out var other))
        {
            throw BadRole(role, $"{source}: {Describe(column)} is {(other == role ? $"twice {Role(role)}" : $"{Role(other)} and {Role(role)}")}. Name each column once.");
        }

        taken.Add(column, role);
        return column;
    }

    private int Find(string wanted, InputFault role)
    {
        int[] matches = [.. Enumerable.Range(0, names.Count).Where(column => IsSame(names[column], wanted))];
        if (matches.Length == 1)
        {
            return matches[0];
        }

        if (matches.Length > 1)
        {
            throw BadRole(role, $"{source}: {NumberText.Quote(wanted)}, named as {Role(role)}, names {matches.Length} columns, numbers {NameList.Of(matches.Select(column => Invariant(column + 1)))}. Give the number of the one meant.");
        }

        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Count
            ? number - 1
            : throw Unknown(wanted, role);
    }

    private InputException Unknown(string wanted, InputFault role)
    {
        string nearest = NearestName.Of(wanted, names) is { } name ? $" Did you mean '{name}'?" : "";
        return BadRole(role, $"{source}: there is no column {NumberText.Quote(wanted)}, named as {Role(role)}.{nearest} {TheColumns()}");
    }

    private static InputException BadRole(InputFault role, string finding) => new(role, finding, $"Correct RowFileOptions.{Option(role)}.");

    private static string Option(InputFault role) => role switch
    {
        InputFault.LabelColumn => nameof(RowFileOptions.Label),
        InputFault.WeightsColumn => nameof(RowFileOptions.Weights),
        InputFault.IgnoredColumn => nameof(RowFileOptions.Ignore),
        InputFault.CategoricalColumn => nameof(RowFileOptions.Categorical),
        InputFault.KeptColumn => nameof(RowFileOptions.Keep),
        _ => nameof(RowFileOptions.Columns),
    };

    private static string Role(InputFault role) => role switch
    {
        InputFault.LabelColumn => "the label",
        InputFault.WeightsColumn => "the weights",
        InputFault.IgnoredColumn => "a column to leave out",
        InputFault.CategoricalColumn => "categorical",
        InputFault.KeptColumn => "a column to keep",
        _ => "a feature",
    };

    private string TheColumns() => names.Count == 1 ? $"The only column is {names[0]}." : $"The columns are {NameList.Of(names)}.";

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
