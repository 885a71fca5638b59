using System.Text;
using CsvHelper;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Opens text: finds how it is written, its header and what its columns are for, and has the rows taken.</summary>
internal static class CsvText
{
    private const int BytesLookedAt = 1 << 16;

    public static RowFile Read(Stream stream, string name, RowFileOptions options, CancellationToken cancellationToken) =>
        RowsTaken.Kept(name, options, begin => Take(stream, name, options, begin, cancellationToken));

    /// <summary>Takes all rows.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="begin">Where the rows go, once the columns are known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static RowsTaken Take(Stream stream, string name, RowFileOptions options, Func<ColumnRoles, IRowSink> begin, CancellationToken cancellationToken)
    {
        begin = WatchedSink.Over(begin, name, options, () => stream.CanSeek && stream.Length > 0 ? (double)stream.Position / stream.Length : double.NaN);
        using var given = new PeekedStream(stream, BytesLookedAt);
        using var unpacked = given.Beginning.Span is [0x1F, 0x8B, ..] ? new GzipText(given, name) : null;
        return TakeText(unpacked is null ? given : new PeekedStream(unpacked, BytesLookedAt), name, options, begin, cancellationToken);
    }

    private static RowsTaken TakeText(PeekedStream raw, string name, RowFileOptions options, Func<ColumnRoles, IRowSink> begin, CancellationToken cancellationToken)
    {
        ForeignFormats.ThrowIfForeign(name, raw.Beginning.Span);
        CsvFaults.ThrowIfJson(name, raw.Beginning.Span);
        var form = TextLook.At(name, raw.Beginning, raw.IsWhole, options);
        using var text = form.Encoding is null ? raw : Encoding.CreateTranscodingStream(raw, form.Encoding, Encoding.UTF8, leaveOpen: true);
        using var filter = form.NeedsFilter ? new LineFilter(text, form.Skip, form.Comment, form.AreBlanks) : null;
        using var reader = CsvReader.Create(filter ?? text, CsvDialect.Options(form.Delimiter), leaveOpen: true);
        var faults = new CsvFaults(name, form, reader);
        try
        {
            return Take(reader, filter, name, options, faults, form, begin, cancellationToken);
        }
        catch (CsvFormatException failure)
        {
            throw faults.Malformed(failure);
        }
    }

    private static RowsTaken Take(
        CsvReader reader, LineFilter? filter, string name, RowFileOptions options, CsvFaults faults, TextForm form, Func<ColumnRoles, IRowSink> begin, CancellationToken cancellationToken)
    {
        long blankLines = 0;
        bool any = reader.Read();
        while (any && faults.IsOnBlankLine)
        {
            blankLines++;
            any = reader.Read();
        }

        if (!any)
        {
            throw faults.Empty();
        }

        string[] names = form.Names.Length > 0 ? form.Names : CsvHeader.Numbers(reader.FieldCount);
        var roles = new ColumnRoles(name, names, form.LeftOut, options);
        if (options.CategoricalText)
        {
            roles.TakeCategorical(TextSearch.Find(form, form.Rows, new MissingTokens(options.MissingTokens)));
        }

        var intake = new CsvIntake(reader, faults, roles, begin(roles), options, form.Numbers);
        bool isWhole = false;
        try
        {
            intake.TakeAll(form.HasHeader, cancellationToken);
            isWhole = true;
            var found = new TextReading(
                [.. form.Found, .. Lines(filter?.Comments ?? 0, "comment line"), .. Lines(blankLines + intake.BlankLines - Emptied(form, filter), "blank line")], form.Hints);
            return new RowsTaken(roles, intake.Levels, intake.Labels, intake.Kept, intake.DroppedRows, intake.MissingCells, found);
        }
        finally
        {
            if (!isWhole)
            {
                intake.Kept?.Dispose();
            }
        }
    }

    // what the filter made empty is not blank
    private static long Emptied(TextForm form, LineFilter? filter) => filter is null ? 0 : form.Skip + filter.Comments;

    private static IEnumerable<string> Lines(long count, string what) => count > 0 ? [Counted.Of(count, what)] : [];
}
