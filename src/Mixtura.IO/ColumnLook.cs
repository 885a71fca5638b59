using System.Globalization;

namespace Mixtura.IO;

/// <summary>What the columns of a text are called, and which of them are no data: row names, a column that counts rows, empty ones at the end.</summary>
internal sealed class ColumnLook
{
    private readonly string[][] rows;
    private readonly List<int> leftOut = [];
    private readonly List<string> found = [];

    /// <param name="first">The fields of the first line.</param>
    /// <param name="hasHeader">Whether they are names.</param>
    /// <param name="rows">The rows looked at.</param>
    public ColumnLook(string[] first, bool hasHeader, string[][] rows)
    {
        this.rows = rows;
        int width = rows.Length == 0 ? first.Length : rows.GroupBy(static row => row.Length).OrderByDescending(static group => group.Count()).First().Key;
        string[] given = hasHeader ? first : [.. Enumerable.Repeat(string.Empty, first.Length)];
        Names = CsvHeader.Names(Fitted(given, width, hasHeader));
        LeaveOutEmpty(given, hasHeader);
        for (int j = 0; hasHeader && rows.Length > 1 && j < Math.Min(given.Length, Names.Length); j++)
        {
            if (given.Length == Names.Length && given[j].Length == 0 && !leftOut.Contains(j) && WhyNoData(j) is { } why)
            {
                leftOut.Add(j);
                found.Add($"unnamed column {Number(j + 1)} left out: {why}");
            }
        }
    }

    /// <summary>The names of all columns.</summary>
    public string[] Names { get; }

    /// <summary>Those that are no data.</summary>
    public int[] LeftOut => [.. leftOut];

    /// <summary>What was found, in a few words each.</summary>
    public IReadOnlyList<string> Found => found;

    // a header may be shorter than the rows, by R's row names, or by nothing but a delimiter at the end of rows; or longer by one at its own end
    private string[] Fitted(string[] given, int width, bool hasHeader)
    {
        if (!hasHeader || given.Length == width)
        {
            return given;
        }

        if (given.Length > width)
        {
            return given.Skip(width).All(static name => name.Length == 0) ? given[..width] : given;
        }

        if (Enumerable.Range(given.Length, width - given.Length).All(IsEmpty))
        {
            return [.. given, .. Enumerable.Repeat(string.Empty, width - given.Length)];
        }

        if (given.Length == width - 1 && AreNames(rows))
        {
            leftOut.Add(0);
            found.Add("row names left out");
            return ["row names", .. given];
        }

        return given;
    }

    private void LeaveOutEmpty(string[] given, bool hasHeader)
    {
        for (int j = Names.Length - 1; j > 0 && rows.Length > 1 && IsEmpty(j) && (!hasHeader || j >= given.Length || given[j].Length == 0); j--)
        {
            leftOut.Add(j);
            found.Add($"empty column {Number(j + 1)} left out");
        }
    }

    private string? WhyNoData(int column)
    {
        string[] cells = [.. rows.Where(row => column < row.Length).Select(row => row[column])];
        bool counts = long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out long start) && start is 0 or 1
            && cells.Select(static (cell, i) => (cell, i)).All(one => long.TryParse(one.cell, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value == start + one.i);
        bool areNames = cells.All(static cell => !NumberText.TryParse(cell, out _) && !NumberText.IsMissing(cell)) && cells.Distinct(StringComparer.Ordinal).Count() == cells.Length;
        return counts ? "it counts rows" : areNames ? "it names rows" : null;
    }

    // R's row names: texts or whole numbers, each once
    private static bool AreNames(string[][] rows)
    {
        string[] first = [.. rows.Select(static row => row[0])];
        return first.Distinct(StringComparer.Ordinal).Count() == first.Length && Array.TrueForAll(first, static cell => cell.All(char.IsAsciiDigit) || !NumberText.TryParse(cell, out _));
    }

    private bool IsEmpty(int column) => rows.All(row => column >= row.Length || row[column].Length == 0);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
