using System.Text;
using CsvHelper;

namespace Mixtura.IO;

/// <summary>Which columns hold text, as the beginning of a text tells.</summary>
internal static class TextSearch
{
    /// <summary>The columns, counted from 0, in which a cell of the whole lines is neither a number nor missing.</summary>
    /// <param name="beginning">The beginning of the text.</param>
    /// <param name="isWhole">Whether it is all there is.</param>
    /// <param name="delimiter">The character between fields.</param>
    /// <param name="hasHeader">Whether the first line is a header.</param>
    /// <param name="tokens">What stands for a missing value.</param>
    public static HashSet<int> Find(ReadOnlyMemory<byte> beginning, bool isWhole, char delimiter, bool hasHeader, MissingTokens tokens)
    {
        int end = isWhole ? beginning.Length : beginning.Span.LastIndexOf((byte)'\n') + 1;
        using var stream = new MemoryStream(beginning[..end].ToArray());
        using var reader = CsvReader.Create(stream, CsvDialect.Options(delimiter), leaveOpen: true);
        var found = new HashSet<int>();
        try
        {
            for (bool isFirst = true; reader.Read(); isFirst = false)
            {
                for (int column = 0; column < reader.FieldCount && !(isFirst && hasHeader); column++)
                {
                    var field = reader.GetSpan(column);
                    if (!NumberText.TryParse(field, out _) && !tokens.Has(Encoding.UTF8.GetString(field)))
                    {
                        found.Add(column);
                    }
                }
            }
        }
        catch (CsvFormatException)
        {
            // a quote that the end of the look cuts through, or a fault that the reading itself reports
        }

        return found;
    }
}
