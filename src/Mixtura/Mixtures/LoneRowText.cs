using System.Globalization;
using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>Names the rows that lie so far out that they have a component to themselves.</summary>
internal static class LoneRowText
{
    private const int MostNamed = 5;

    /// <summary>A sentence for each such component.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<LoneRow> rows, Mixture model) =>
        rows.GroupBy(static row => row.Component).OrderBy(static group => group.Key).Select(group => Sentence([.. group], model));

    private static string Sentence(LoneRow[] rows, Mixture model)
    {
        var first = rows[0];
        bool isOne = rows.Length == 1;
        return $"{Named(rows)} ({FeatureNames.Of(model.FeatureNames, first.Feature)} is {Number(first.Value)}) {(isOne ? "lies" : "lie")} {Number(first.Distance)} from the mean of component {first.Nearest}, "
            + $"the nearest, which is {Number(first.Deviations)} of its standard deviations: {(isOne ? "it alone asks" : "they alone ask")} for a component, {first.Component}, whose spread {(isOne ? "one row" : "they")} cannot tell; "
            + $"it has that of component {first.Nearest}. If {(isOne ? "the value is an error, leave the row out" : "the values are errors, leave the rows out")}, or fit one component fewer to the others.";
    }

    // counted from 1, as people count the rows of a table
    private static string Named(LoneRow[] rows)
    {
        string[] numbers = [.. rows.Take(MostNamed).Select(static row => (row.Row + 1).ToString(CultureInfo.InvariantCulture))];
        return rows.Length == 1 ? $"Row {numbers[0]}"
            : rows.Length > MostNamed ? $"Rows {string.Join(", ", numbers)} and {rows.Length - MostNamed} more"
            : $"Rows {string.Join(", ", numbers[..^1])} and {numbers[^1]}";
    }

    private static string Number(double value) => Math.Abs(value) is >= 1000 and < 1e15
        ? value.ToString("#,##0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);
}
