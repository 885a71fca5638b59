using System.Text;
using CsvHelper;

namespace Mixtura.IO;

/// <summary>Opens text: finds its delimiter, its header and what its columns are for, and has the rows taken.</summary>
internal static class CsvText
{
    private const int BytesLookedAt = 1 << 16;

    public static RowFile Read(Stream stream, string name, RowFileOptions options, CancellationToken cancellationToken)
    {
        using var text = new PeekedStream(stream, BytesLookedAt);
        CsvFaults.ThrowIfNotText(name, text.Beginning.Span);
        CsvFaults.ThrowIfJson(name, text.Beginning.Span);
        char delimiter = options.Delimiter ?? CsvDialect.Sniff(text.Beginning, text.IsWhole);
        using var reader = CsvReader.Create(text, CsvDialect.Options(delimiter), leaveOpen: true);
        var faults = new CsvFaults(name, delimiter, reader);
        try
        {
            return Read(reader, text, name, options, faults, cancellationToken);
        }
        catch (CsvFormatException failure)
        {
            throw faults.Malformed(failure);
        }
    }

    private static RowFile Read(CsvReader reader, PeekedStream text, string name, RowFileOptions options, CsvFaults faults, CancellationToken cancellationToken)
    {
        if (!reader.Read() || faults.IsOnBlankLine)
        {
            throw faults.EmptyOrBlank();
        }

        string[] first = Fields(reader);
        bool hasHeader = CsvHeader.IsPresent(options.Header, name, reader.LineNumber, first);
        var roles = new ColumnRoles(name, hasHeader ? CsvHeader.Names(first) : CsvHeader.Numbers(first.Length), options);
        if (options.CategoricalText)
        {
            roles.TakeCategorical(TextSearch.Find(text.Beginning, text.IsWhole, faults.Separator, hasHeader, new MissingTokens(options.MissingTokens)));
        }

        var spool = new RowSpool(roles.Features.Length, roles.Weights is not null, options.MemoryBudget);
        bool kept = false;
        try
        {
            var intake = new CsvIntake(reader, faults, roles, spool, options);
            intake.TakeAll(hasHeader, cancellationToken);
            kept = true;
            return new RowFile(name, intake.Levels.Place(spool), roles.FeatureNames, intake.Labels) { DroppedRows = intake.DroppedRows, MissingCells = intake.MissingCells, Levels = intake.Levels.Names };
        }
        finally
        {
            if (!kept)
            {
                spool.Dispose();
            }
        }
    }

    private static string[] Fields(CsvReader reader)
    {
        string[] fields = new string[reader.FieldCount];
        for (int field = 0; field < fields.Length; field++)
        {
            fields[field] = Encoding.UTF8.GetString(reader.GetSpan(field)).Trim();
        }

        return fields;
    }
}
