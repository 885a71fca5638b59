using System.Text;
using CsvHelper;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Opens text: finds how it is written, its header and what its columns are for, and has the rows taken.</summary>
internal static class CsvText
{
    private const int BytesLookedAt = 1 << 16;

    public static RowFile Read(Stream stream, string name, RowFileOptions options, CancellationToken cancellationToken)
    {
        using var given = new PeekedStream(stream, BytesLookedAt);
        using var unpacked = given.Beginning.Span is [0x1F, 0x8B, ..] ? new GzipText(given, name) : null;
        return ReadText(unpacked is null ? given : new PeekedStream(unpacked, BytesLookedAt), name, options, cancellationToken);
    }

    private static RowFile ReadText(PeekedStream raw, string name, RowFileOptions options, CancellationToken cancellationToken)
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
            return Read(reader, filter, name, options, faults, form, cancellationToken);
        }
        catch (CsvFormatException failure)
        {
            throw faults.Malformed(failure);
        }
    }

    private static RowFile Read(
        CsvReader reader, LineFilter? filter, string name, RowFileOptions options, CsvFaults faults, TextForm form, CancellationToken cancellationToken)
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

        var spool = new RowSpool(roles.Features.Length, roles.Weights is not null, options.MemoryBudget);
        var intake = new CsvIntake(reader, faults, roles, spool, options, form.Numbers);
        bool kept = false;
        try
        {
            intake.TakeAll(form.HasHeader, cancellationToken);
            kept = true;
            return new RowFile(name, intake.Levels.Place(spool), roles.FeatureNames, intake.Labels)
            {
                Kept = intake.Kept,
                DroppedRows = intake.DroppedRows,
                MissingCells = intake.MissingCells,
                Levels = intake.Levels.Names,
                Reading = new TextReading(
                    [.. form.Found, .. Lines(filter?.Comments ?? 0, "comment line"), .. Lines(blankLines + intake.BlankLines - Emptied(form, filter), "blank line")],
                    [.. form.Hints, .. ColumnHints.Of(spool, roles)]),
            };
        }
        finally
        {
            if (!kept)
            {
                spool.Dispose();
                intake.Kept?.Dispose();
            }
        }
    }

    // what the filter made empty is not blank
    private static long Emptied(TextForm form, LineFilter? filter) => filter is null ? 0 : form.Skip + filter.Comments;

    private static IEnumerable<string> Lines(long count, string what) => count > 0 ? [Counted.Of(count, what)] : [];
}
