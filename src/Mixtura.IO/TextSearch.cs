using System.Text;

namespace Mixtura.IO;

/// <summary>Which columns hold text, as the beginning of a text tells.</summary>
internal static class TextSearch
{
    /// <summary>The columns, counted from 0, in which a cell of the lines looked at is neither a number nor missing.</summary>
    /// <param name="form">How the text is written.</param>
    /// <param name="rows">The rows looked at.</param>
    /// <param name="tokens">What stands for a missing value.</param>
    public static HashSet<int> Find(TextForm form, IEnumerable<string[]> rows, MissingTokens tokens)
    {
        var found = new HashSet<int>();
        foreach (string[] row in rows)
        {
            for (int column = 0; column < row.Length; column++)
            {
                if (!tokens.Has(row[column]) && !form.Numbers.TryParse(Encoding.UTF8.GetBytes(row[column]), out _))
                {
                    found.Add(column);
                }
            }
        }

        return found;
    }
}
