using System.Globalization;
using System.Text;
using CsvHelper;

namespace Mixtura.IO;

/// <summary>How the text is split into fields, and which delimiter it uses.</summary>
internal static class CsvDialect
{
    /// <summary>The lines that the delimiter is found by.</summary>
    public const int LinesSniffed = 64;


    // fewer lines of two whole numbers are two columns
    private const int LeastHalves = 10;

    // by which blanks must beat other delimiters
    private const double BlanksBetter = 0.1;
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
    /// <param name="beginning">The text.</param>
    /// <param name="blanks">The same lines, split at runs of blanks.</param>
    /// <param name="isWhole">Whether the text is whole.</param>
    /// <param name="areBlanks">Whether runs of blanks do best; a tab stands for them.</param>
    public static char Sniff(ReadOnlyMemory<byte> beginning, List<TextLine> blanks, bool isWhole, out bool areBlanks)
    {
        char best = Candidates[0];
        double highest = 0;
        areBlanks = false;
        bool areHalves = AreHalves(Split(beginning, ';', isWhole, LinesSniffed), out _);
        foreach (char candidate in Candidates)
        {
            var lines = Split(beginning, candidate, isWhole, LinesSniffed);
            double score = candidate == ',' && areHalves ? 0 : Score(lines);
            if (score > highest)
            {
                highest = score;
                best = candidate;
            }
        }

        // blanks stand in text too: they must do better
        if (Score([.. blanks.Take(LinesSniffed)]) > highest + BlanksBetter)
        {
            areBlanks = true;
            return '\t';
        }

        return highest == 0 && areHalves ? ';' : best;
    }

    /// <summary>Splits the beginning of a text, blank lines left out.</summary>
    public static List<TextLine> Split(ReadOnlyMemory<byte> beginning, char delimiter, bool isWhole, int most)
    {
        var lines = new List<TextLine>();
        using var reader = CsvReader.Create(beginning, Options(delimiter) with { MalformedData = CsvMalformedDataHandling.Recover });
        while (lines.Count < most && reader.Read())
        {
            string[] fields = new string[reader.FieldCount];
            for (int field = 0; field < fields.Length; field++)
            {
                fields[field] = Encoding.UTF8.GetString(reader.GetSpan(field)).Trim();
            }

            if (fields is not [""])
            {
                lines.Add(new TextLine(reader.LineNumber, fields));
            }
        }

        // the last line looked at may be cut off
        if (!isWhole && lines.Count > 1 && lines.Count < most)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    private static double Score(List<TextLine> lines)
    {
        // one line alone is its own data; otherwise the first may be the header
        var data = lines.Count > 1 ? lines[1..] : lines;
        if (lines.Count == 0 || data[0].Fields.Length == 1)
        {
            return 0;
        }

        int width = data[0].Fields.Length;
        string[] fields = [.. data.SelectMany(static line => line.Fields)];
        double alike = data.Count(line => line.Fields.Length == width) / (double)data.Count;
        double numbers = fields.Count(LooksLikeNumber) / (double)fields.Length;

        // the last term lets more columns win where all else is equal, the middle one decides between texts
        return alike * (numbers + 0.01) + (1e-6 * (1 - (1.0 / width)));
    }

    /// <summary>Whether the lines, split at any other delimiter, are one column of decimal commas: whole numbers before and after every comma, and a header without one or as many digits after each.</summary>
    public static bool AreHalves(List<TextLine> lines, out string example)
    {
        static bool AreDigits(string field) => field.Length > 0 && field.All(char.IsAsciiDigit);
        static string[] Halves(string[] fields) => fields is [var only] ? only.Split(',') : [];
        string[] first = lines.Count > 0 ? Halves(lines[0].Fields) : [];
        bool hasHeader = first.Length == 1 && !AreDigits(first[0]);
        string[][] data = [.. lines.Skip(hasHeader ? 1 : 0).Select(static line => Halves(line.Fields))];
        example = data.Length > 0 ? string.Join(',', data[0]) : string.Empty;
        if (data.Length < 2 || !Array.TrueForAll(data, static row => row.Length == 2 && AreDigits(row[0].TrimStart('-', '+')) && AreDigits(row[1])))
        {
            return false;
        }

        bool counts = long.TryParse(data[0][0], CultureInfo.InvariantCulture, out long start)
            && data.Select(static (row, i) => (row, i)).All(one => long.TryParse(one.row[0], CultureInfo.InvariantCulture, out long value) && value == start + one.i);
        return !counts && (hasHeader || data.Length >= LeastHalves) && (hasHeader || Array.TrueForAll(data, row => row[1].Length == data[0][1].Length));
    }

    private static bool LooksLikeNumber(string field)
    {
        if (NumberText.TryParse(field, out _))
        {
            return true;
        }

        if (field.Length == 0 || !field.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        var search = new NumberSearch();
        search.Add(field);
        var form = search.Find(null, null);
        return form.TryParse(Encoding.UTF8.GetBytes(field), out _);
    }
}
