namespace Mixtura.IO;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest edits from <paramref name="wanted"/>, ignoring case, or null if none is near.</summary>
    public static string? Of(string wanted, IEnumerable<string> names)
    {
        string? nearest = null;
        int fewest = Math.Max(2, wanted.Length / 3) + 1;
        foreach (string name in names)
        {
            int edits = Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant());
            if (edits < fewest && edits < Math.Max(wanted.Length, name.Length))
            {
                fewest = edits;
                nearest = name;
            }
        }

        return nearest;
    }

    // Levenshtein's distance, one row of the table at a time
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
