using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>The known class of every row, read from the label column; kept out of a fit. Two bytes a row.</summary>
/// <remarks>Thread-safe once the file is open.</remarks>
public sealed class RowLabels
{
    /// <summary>The most different labels that a label column may hold.</summary>
    public const int MostNames = 10_000;

    // a cell that says nothing is no class
    private static readonly string[] Missing = ["", "NA", "N/A", "NaN", "null", "None", "?", "."];

    private readonly List<string> names = [];
    private readonly Dictionary<string, ushort> codes = new(StringComparer.Ordinal);
    private readonly List<ushort> rows = [];

    internal RowLabels(string column)
    {
        Column = column;
    }

    /// <summary>The known classes of rows that come from elsewhere than a file.</summary>
    /// <param name="column">What the classes are called.</param>
    /// <param name="labels">The class of every row.</param>
    /// <exception cref="InputException">There are more than <see cref="MostNames"/> different ones.</exception>
    public static RowLabels Of(string column, IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var result = new RowLabels(column);
        return labels.All(result.TryAdd) ? result : throw result.TooMany("labels");
    }

    /// <summary>The name of the label column.</summary>
    public string Column { get; }

    /// <summary>The different labels, in the order in which they first appear.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>The label of row <paramref name="row"/>, as an index into <see cref="Names"/>.</summary>
    public int this[int row] => rows[row];

    /// <summary>Whether a label names a class; a blank, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c>, <c>None</c>, <c>?</c> or <c>.</c> says that the row's class is not known.</summary>
    /// <param name="name">An index into <see cref="Names"/>.</param>
    public bool IsClass(int name) => !Missing.Contains(names[name].Trim(), StringComparer.Ordinal);

    /// <summary>The same labels, where all classes are numbers each number once: 1 and 1.0, as tables with gaps have it, are one class.</summary>
    internal RowLabels ByValue()
    {
        double[] values = [.. names.Select((name, i) => !IsClass(i) ? 0 : double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];

        // leading zeros are part of a code
        string[] written = [.. names.Select((name, i) => IsClass(i) && name.AsSpan().ContainsAny(".eE+") ? values[i].ToString("R", CultureInfo.InvariantCulture) : name)];
        if (values.Contains(double.NaN) || names.SequenceEqual(written, StringComparer.Ordinal))
        {
            return this;
        }

        var result = new RowLabels(Column);
        rows.ForEach(row => result.TryAdd(written[row]));
        return result;
    }

    /// <summary>Appends a row's label.</summary>
    /// <returns>False if that would be one name too many.</returns>
    internal bool TryAdd(string name)
    {
        if (!codes.TryGetValue(name, out ushort code))
        {
            if (names.Count == MostNames)
            {
                return false;
            }

            code = (ushort)names.Count;
            names.Add(name);
            codes.Add(name, code);
        }

        rows.Add(code);
        return true;
    }

    internal InputException TooMany(string place) =>
        new(InputFault.TooManyLabels, $"{place}: the label column holds more than {MostNames} different texts. Labels are classes, not identifiers.", "Name another column as the label, or leave this one out.") { Names = [Column] };
}
