using System.Text;
using System.Text.Unicode;

namespace Mixtura.IO;

/// <summary>Finds how a text is written, by a look at its beginning.</summary>
internal static class TextLook
{
    private const int LinesLookedAt = 1000;

    /// <summary>The form of a text.</summary>
    /// <param name="source">What messages call it.</param>
    /// <param name="beginning">Its beginning, as it is in the file.</param>
    /// <param name="isWhole">Whether that is all there is.</param>
    /// <param name="options">What was asked for.</param>
    public static TextForm At(string source, ReadOnlyMemory<byte> beginning, bool isWhole, RowFileOptions options)
    {
        var encoding = EncodingOf(options.Encoding, beginning.Span, isWhole);
        var text = encoding is null ? beginning : Encoding.UTF8.GetBytes(encoding.GetString(beginning.Span));
        text = text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;
        var found = new List<string>();
        char? separator = SeparatorLine(text.Span);
        var form = new TextForm
        {
            Encoding = encoding,
            Skip = options.SkipLines + (separator is null ? 0 : 1),
            Comment = options.Comment ?? (CommentLook.Find(text.Span, separator is null ? options.SkipLines : options.SkipLines + 1) ? '#' : null),
        };
        (form, var lines) = Split(form, text, isWhole, options, separator);
        if (separator is not null)
        {
            found.Add("sep= line");
        }

        if (options.Delimiter is null && form.Delimiter == ';' && lines.Count > 1 && CsvDialect.AreHalves(lines, out string example))
        {
            found.Add($"one column ('{example}' is one number, not two)");
        }
        else if (options.Delimiter is null && form.Delimiter != ',')
        {
            found.Add(form.AreBlanks ? "blanks as delimiter" : $"{(form.Delimiter == '\t' ? "tab" : form.Delimiter)} as delimiter");
        }

        if (encoding is not null && options.Encoding is null)
        {
            found.Add(encoding.CodePage == 1252 ? "Windows-1252" : encoding.WebName.ToUpperInvariant());
        }

        return lines.Count == 0 ? form with { Found = [.. found] } : WithColumns(source, form, lines, options, found);
    }

    private static TextForm WithColumns(string source, TextForm form, List<TextLine> lines, RowFileOptions options, List<string> found)
    {
        bool hasHeader = CsvHeader.IsPresent(options.Header, source, lines[0].Number, lines[0].Fields, [.. lines.Skip(1).Select(static line => line.Fields)]);
        string[][] rows = [.. lines.Skip(hasHeader ? 1 : 0).Select(static line => line.Fields)];
        var columns = new ColumnLook(lines[0].Fields, hasHeader, rows);
        var numbers = new NumberSearch();
        foreach (string cell in rows.SelectMany(static row => row))
        {
            numbers.Add(cell);
        }

        var style = numbers.Find(options.DecimalSign, options.Thousands);
        AddNumbers(found, style, numbers.Ambiguous, options);
        found.AddRange(columns.Found);
        return form with
        {
            HasHeader = hasHeader,
            Names = columns.Names,
            LeftOut = columns.LeftOut,
            Rows = rows,
            Numbers = style,
            Found = [.. found],
            Hints = hasHeader || options.Header is not null ? [] : [.. FirstLineApart(lines[0].Fields, rows, style)],
        };
    }

    private static void AddNumbers(List<string> found, NumberForm style, string? ambiguous, RowFileOptions options)
    {
        if (style.Decimal == ',' && options.DecimalSign is null)
        {
            found.Add("decimal comma");
        }

        if (style.Thousands is { } sign && options.Thousands is null)
        {
            string example = ambiguous is null ? string.Empty
                : $" ('{ambiguous}' is {ambiguous.Replace(",", string.Empty, StringComparison.Ordinal)}, not {ambiguous.Replace(',', '.')})";
            found.Add($"{NumberForm.Name(sign)} between thousands{example}");
        }
    }

    // whole numbers over columns of measured ones: names, such as wavelengths or years
    private static IEnumerable<string> FirstLineApart(string[] first, string[][] rows, NumberForm style)
    {
        static bool IsWhole(string cell) => cell.Length > 0 && cell.All(char.IsAsciiDigit);
        bool isApart = rows.Length > 2 && first.Length > 1 && first.All(IsWhole) && first.Distinct(StringComparer.Ordinal).Count() == first.Length
            && Enumerable.Range(0, first.Length).All(j => rows.Skip(1).All(row => j < row.Length && !IsWhole(row[j]) && style.TryParse(Encoding.UTF8.GetBytes(row[j]), out _)));
        return isApart ? [$"the first line ({string.Join(", ", first.Take(5))}{(first.Length > 5 ? ", …" : string.Empty)}) holds whole numbers, all other lines do not: it is read as a row, and may name the columns"] : [];
    }

    private static (TextForm Form, List<TextLine> Lines) Split(TextForm form, ReadOnlyMemory<byte> text, bool isWhole, RowFileOptions options, char? separator)
    {
        var filtered = Filtered(form, text);
        char? asked = options.Delimiter ?? separator;
        bool areBlanks = asked == ' ';
        List<TextLine>? blanks = null;
        if (asked is null or ' ')
        {
            blanks = CsvDialect.Split(Filtered(form with { AreBlanks = true }, text), '\t', isWhole, asked is null ? CsvDialect.LinesSniffed : LinesLookedAt);
        }

        char delimiter = areBlanks ? '\t' : asked ?? CsvDialect.Sniff(filtered, blanks!, isWhole, out areBlanks);
        var lines = CsvDialect.Split(areBlanks ? Filtered(form with { AreBlanks = true }, text) : filtered, delimiter, isWhole, LinesLookedAt);
        return (form with { Delimiter = delimiter, AreBlanks = areBlanks }, lines);
    }

    private static ReadOnlyMemory<byte> Filtered(TextForm form, ReadOnlyMemory<byte> text)
    {
        if (!form.NeedsFilter)
        {
            return text;
        }

        using var filter = new LineFilter(new MemoryStream(text.ToArray()), form.Skip, form.Comment, form.AreBlanks);
        using var copy = new MemoryStream();
        filter.CopyTo(copy);
        return copy.ToArray();
    }

    private static Encoding? EncodingOf(string? asked, ReadOnlySpan<byte> beginning, bool isWhole)
    {
        if (asked is not null)
        {
            var known = Named(asked);
            return known is UTF8Encoding ? null : known;
        }

        if (beginning is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode;
        }

        if (beginning is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode;
        }

        // the last character may be cut off
        int end = isWhole ? beginning.Length : beginning.LastIndexOf((byte)'\n') + 1;
        return Utf8.IsValid(beginning[..end]) ? null : Named("windows-1252");
    }

    // loads what the few texts of other encodings need, and no other
    private static Encoding Named(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(name);
    }

    // Excel's way to say what separates fields
    private static char? SeparatorLine(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        string first = end is > 0 and < 16 ? Encoding.UTF8.GetString(text[..end]).Trim().Trim('"') : string.Empty;
        return first.Length == 5 && first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? first[4] : null;
    }
}
