using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>What each column of a file is for: feature, label, weight or nothing.</summary>
internal sealed class ColumnRoles
{
    private readonly string source;
    private readonly IReadOnlyList<string> names;
    private readonly Dictionary<int, string> taken = [];

    /// <param name="source">What messages call the data.</param>
    /// <param name="names">The names of all columns.</param>
    /// <param name="options">What was asked for.</param>
    /// <exception cref="DataException">A column is unknown or ambiguous, has two roles, or none is left.</exception>
    public ColumnRoles(string source, IReadOnlyList<string> names, RowFileOptions options)
    {
        this.source = source;
        this.names = names;
        Label = options.Label is { } label ? Take(label, "--label") : null;
        Weights = options.Weights is { } weights ? Take(weights, "--weights") : null;
        foreach (string column in options.Ignore)
        {
            Take(column, "--ignore");
        }

        int[] candidates = options.Columns.Count > 0
            ? [.. options.Columns.Select(column => Take(column, "--columns"))]
            : [.. Enumerable.Range(0, names.Count).Where(column => !taken.ContainsKey(column))];
        Features = options.ModelFeatures.Count > 0 ? Matched(candidates, options) : candidates;
        if (Features.Length == 0)
        {
            throw new DataException($"{source}: no column is left to fit; --label, --weights and --ignore take all {names.Count}. {TheColumns()} Leave one of them free.");
        }
    }

    /// <summary>The features' columns, counted from 0, in the order wanted.</summary>
    public int[] Features { get; }

    /// <summary>The label's column, counted from 0.</summary>
    public int? Label { get; }

    /// <summary>The weights' column, counted from 0.</summary>
    public int? Weights { get; }

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
        bool shared = names.Count(name => IsSame(name, names[column])) > 1;
        string argument = shared ? Invariant(column + 1) : names[column];
        return argument.Contains(' ', StringComparison.Ordinal) ? $"\"{argument}\"" : argument;
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
        return first == last ? first : throw new DataException(
            $"{source}: {Describe(candidates[first])} and {Describe(candidates[last])} have the same name, that of a feature of the model. Choose with --columns, by number and in the model's order.");
    }

    // x1, x2, …: the names that columns get where a file has none
    private static bool AreNumbers(IEnumerable<string> features) =>
        features.All(static feature => feature.Length > 1 && feature[0] == 'x' && feature.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    private DataException Unmatched(string missing, int[] candidates, IReadOnlyList<string> wanted)
    {
        string nearest = NearestName.Of(missing, [.. candidates.Select(column => names[column])]) is { } name ? $" Did you mean '{name}'?" : "";
        return new DataException(
            $"{source}: there is no column '{missing}', a feature of the model, which has {wanted.Count} features ({Listed(wanted)}).{nearest} {TheColumns()} "
            + $"Give data with the model's features, or choose {wanted.Count} columns with --columns, in the model's order.");
    }

    private int Take(string wanted, string option)
    {
        int column = Find(wanted, option);
        if (taken.TryGetValue(column, out string? other))
        {
            throw new DataException($"{source}: {Describe(column)} is given {(IsSame(other, option) ? $"twice in {option}" : $"in {other} and in {option}")}. Name each column once.");
        }

        taken.Add(column, option);
        return column;
    }

    private int Find(string wanted, string option)
    {
        int[] matches = [.. Enumerable.Range(0, names.Count).Where(column => IsSame(names[column], wanted))];
        if (matches.Length == 1)
        {
            return matches[0];
        }

        if (matches.Length > 1)
        {
            throw new DataException($"{source}: {option} {NumberText.Quote(wanted)} names {matches.Length} columns, numbers {string.Join(", ", matches.Select(column => Invariant(column + 1)))}. Give the number of the one meant.");
        }

        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Count
            ? number - 1
            : throw Unknown(wanted, option);
    }

    private DataException Unknown(string wanted, string option)
    {
        string nearest = NearestName.Of(wanted, names) is { } name ? $" Did you mean '{name}'?" : "";
        return new DataException($"{source}: there is no column {NumberText.Quote(wanted)} ({option}).{nearest} {TheColumns()}");
    }

    private string TheColumns() => $"The columns are {Listed(names)}.";

    private static string Listed(IReadOnlyList<string> all)
    {
        const int Most = 30;
        string more = all.Count > Most ? $", … ({all.Count} in all)" : "";
        return string.Join(", ", all.Take(Most)) + more;
    }

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
