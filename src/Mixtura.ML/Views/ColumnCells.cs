using System.Globalization;
using Mixtura.IO;

namespace Mixtura.ML.Views;

/// <summary>The rows of columns, read once, one after another.</summary>
/// <param name="names">The names of the cells of each column, all different.</param>
/// <param name="columns">The columns.</param>
/// <param name="next">Goes to the next row.</param>
internal sealed class ColumnCells(IReadOnlyList<string[]> names, IReadOnlyList<IViewColumn> columns, Func<bool> next) : IRowStream
{
    private readonly IViewColumn[] columnOf = [.. columns.SelectMany(static column => Enumerable.Repeat(column, column.Width))];

    public IReadOnlyList<string> Columns { get; } = [.. names.SelectMany(static own => own)];

    public bool IsText(int column) => columnOf[column].IsText;

    public string Text(int column) => columnOf[column].Text();

    public bool Read(Span<double> row)
    {
        if (!next())
        {
            return false;
        }

        int start = 0;
        foreach (var column in columns)
        {
            column.Read(row.Slice(start, column.Width));
            start += column.Width;
        }

        return true;
    }

    /// <summary>Names that are all different: those of a vector's slots where they are told and no other cell has them, else the column's and a number.</summary>
    /// <param name="columns">The columns' names and those of their slots, which are empty where they are not told.</param>
    public static string[][] NamesOf(IReadOnlyList<(string Name, string[] Slots)> columns)
    {
        // a column of one cell keeps its name
        var taken = columns.Where(static column => column.Slots.Length == 1).Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        return [.. columns.Select(column => column.Slots.Length == 1
            ? [column.Name]
            : (string[])[.. column.Slots.Select((slot, index) => slot.Length > 0 && taken.Add(slot) ? slot : Numbered(column.Name, index))])];
    }

    private static string Numbered(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]");
}
