using System.Globalization;
using System.Text;
using CsvHelper;

namespace Mixtura.IO;

/// <summary>How the text is split into fields, and which delimiter it uses.</summary>
internal static class CsvDialect
{
    private const int LinesLookedAt = 64;
    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    // the parser accepts group separators, so that it would read 1,5 as 15; it is given one that no text holds
    private static readonly NumberFormatInfo NumbersWithoutGroups = NumberFormatInfo.ReadOnly(new NumberFormatInfo { NumberGroupSeparator = "\uFFFF" });

    /// <summary>The options of the parser: RFC 4180, strict about quotes, spaces around fields trimmed, every line counted.</summary>
    public static CsvReaderOptions Options(char delimiter) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        DetectSeparatorHint = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 1 << 26,
        FormatProvider = NumbersWithoutGroups,
    };

    /// <summary>Finds the delimiter: the one that splits every line like the first and leaves the most numbers.</summary>
    public static char Sniff(ReadOnlyMemory<byte> beginning, bool isWhole)
    {
        char best = Candidates[0];
        double highest = 0;
        foreach (char candidate in Candidates)
        {
            double score = Score(Split(beginning, candidate, isWhole));
            if (score > highest)
            {
                highest = score;
                best = candidate;
            }
        }

        return best;
    }

    private static double Score(List<string[]> lines)
    {
        if (lines.Count == 0 || lines[0].Length == 1)
        {
            return 0;
        }

        // one line alone is its own data; otherwise the first may be the header
        var data = lines.Count > 1 ? lines[1..] : lines;
        string[] fields = [.. data.SelectMany(line => line)];
        double alike = data.Count(line => line.Length == lines[0].Length) / (double)data.Count;
        double numbers = fields.Count(LooksLikeNumber) / (double)fields.Length;

        // the last term lets more columns win where all else is equal, the middle one decides between texts
        return alike * (numbers + 0.01) + (1e-6 * (1 - (1.0 / lines[0].Length)));
    }

    private static bool LooksLikeNumber(string field) => NumberText.TryParse(field, out _) || NumberText.HasDecimalComma(field);

    private static List<string[]> Split(ReadOnlyMemory<byte> beginning, char delimiter, bool isWhole)
    {
        var lines = new List<string[]>();
        using var reader = CsvReader.Create(beginning, Options(delimiter) with { MalformedData = CsvMalformedDataHandling.Recover });
        while (lines.Count < LinesLookedAt && reader.Read())
        {
            string[] fields = new string[reader.FieldCount];
            for (int field = 0; field < fields.Length; field++)
            {
                fields[field] = Encoding.UTF8.GetString(reader.GetSpan(field));
            }

            if (fields is not [""])
            {
                lines.Add(fields);
            }
        }

        // the last line looked at may be cut off
        if (!isWhole && lines.Count > 1 && lines.Count < LinesLookedAt)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }
}
