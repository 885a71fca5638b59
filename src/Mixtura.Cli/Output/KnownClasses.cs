using System.Globalization;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>The labels of a column as known classes: numbers in their order, texts in that of their characters.</summary>
internal static class KnownClasses
{
    /// <summary>What is known of the rows.</summary>
    /// <param name="labels">The column.</param>
    /// <param name="name">What messages call the data.</param>
    /// <exception cref="InputException">No row has a class, or the column holds measurements.</exception>
    public static KnownLabels Of(RowLabels labels, string name)
    {
        int[] used = [.. Enumerable.Range(0, labels.Names.Count).Where(labels.IsClass)];
        double[] values = [.. used.Select(one => NumberOf(labels.Names[one]))];
        bool isNumeric = used.Length > 0 && !values.Contains(double.NaN);
        if (isNumeric && Array.Find(values, static value => value != Math.Floor(value)) is not 0 and var measured)
        {
            throw new InputException(
                $"{name}: the column '{labels.Column}' of the labels holds numbers that are not whole, such as {measured.ToString(CultureInfo.InvariantCulture)}. Labels are classes: name another column, or round this one.");
        }

        int[] order = isNumeric ? [.. used.OrderBy(one => NumberOf(labels.Names[one]))] : [.. used.OrderBy(one => labels.Names[one], StringComparer.Ordinal)];
        var places = new int[labels.Names.Count];
        Array.Fill(places, KnownLabels.Unknown);
        for (int i = 0; i < order.Length; i++)
        {
            places[order[i]] = i;
        }

        return order.Length == 0
            ? throw new InputException($"{name}: no cell of the column '{labels.Column}' names a class. Name another column, or fit without known labels.")
            : KnownLabels.Of([.. Enumerable.Range(0, labels.Count).Select(row => places[labels[row]])], [.. order.Select(one => labels.Names[one])]);
    }

    private static double NumberOf(string name) => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
