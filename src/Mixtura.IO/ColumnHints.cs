using System.Globalization;

namespace Mixtura.IO;

/// <summary>Features that look like something else: a number of the row, a class, a time stamp. They are pointed at, not removed.</summary>
internal static class ColumnHints
{
    private const int RowsLookedAt = 1000;
    private const int LeastRows = 20;

    // a class has few values, and each of them often
    private const int MostClasses = 8;
    private const int RowsEach = 5;

    // 2001 to 2065 in seconds
    private const double FirstSecond = 1e9;
    private const double LastSecond = 3e9;
    private const double Milliseconds = 1000;

    /// <summary>The sentences.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="roles">What the columns are for.</param>
    /// <param name="levels">The levels of each feature; none where it is a number.</param>
    public static IEnumerable<string> Of(IRowStore rows, ColumnRoles roles, IReadOnlyList<IReadOnlyList<string>> levels)
    {
        if (rows.Rows < LeastRows)
        {
            return [];
        }

        using var reader = new StoredRowReader(rows);
        reader.Read(RowsLookedAt, out var block);
        int count = block.Count;
        int d = rows.Columns;
        double[][] columns = [.. Enumerable.Range(0, d).Select(_ => new double[count])];
        for (int i = 0; i < block.Count; i++)
        {
            for (int j = 0; j < d; j++)
            {
                columns[j][i] = block[i][j];
            }
        }

        bool[] areWhole = Array.ConvertAll(columns, static column => Array.TrueForAll(column, static value => value == Math.Floor(value)));

        // among whole numbers only, ratings and counts are as likely
        bool areMeasured = areWhole.Contains(false);
        return Enumerable.Range(0, d).Where(j => areWhole[j] && levels[j].Count == 0 && (areMeasured || d > 1))
            .Select(j => About(columns[j], areMeasured) is { } what ? $"{roles.Describe(roles.Features[j])} {what}" : null).OfType<string>();
    }

    private static string? About(double[] values, bool areMeasured)
    {
        bool rises = Enumerable.Range(1, values.Length - 1).All(i => values[i] > values[i - 1]);
        if (Enumerable.Range(1, values.Length - 1).All(i => values[i] == values[i - 1] + 1))
        {
            return "counts rows: it may be an id";
        }

        double scale = values[0] > FirstSecond * Milliseconds ? Milliseconds : 1;
        if (rises && values[0] >= FirstSecond * scale && values[^1] <= LastSecond * scale)
        {
            return "rises from row to row: it may be a time stamp";
        }

        double[] different = [.. values.Distinct().Take(MostClasses + 1)];
        return areMeasured && different.Length is > 1 and <= MostClasses && values.Length >= RowsEach * different.Length && different.Max() - different.Min() < 2 * MostClasses
            ? string.Create(CultureInfo.InvariantCulture, $"holds {different.Length} whole values: it may be a class")
            : null;
    }
}
