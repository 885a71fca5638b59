using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Rows of an NPY file that cannot be read in place: numbers in them stand for missing values, or rows that lack one are left out.</summary>
internal sealed class NpyCopy(string source, NpyRows rows, ColumnRoles roles, RowFileOptions options)
{
    private const int RowsAtATime = 4096;

    private readonly MissingTokens tokens = new(options.MissingTokens);
    private long dropped;

    /// <summary>Takes the rows, which have been checked, into a spool.</summary>
    /// <param name="check">What was found.</param>
    /// <param name="levels">The categorical columns.</param>
    /// <param name="cells">Where cells are kept, if any are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public RowFile Take(NpyCheck check, FeatureLevels levels, NpyKept? cells, CancellationToken cancellationToken)
    {
        var labels = check.Labels;
        var spool = new RowSpool(roles.Features.Length, roles.Weights is not null, options.MemoryBudget);
        var kept = labels is null ? null : new RowLabels(labels.Column);
        bool isWhole = false;
        try
        {
            using var reader = new StoredRowReader(rows);
            while (reader.Read(RowsAtATime, out var block))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(block, spool, labels, kept, cells);
            }

            if (spool.Rows == 0)
            {
                throw new InputException($"{source}: every row lacks a value, so that leaving out such rows leaves none ({dropped.ToString(CultureInfo.InvariantCulture)} were left out). Keep them, or leave out the columns that are missing.");
            }

            spool.Complete();
            var placed = levels.Any ? levels.PlaceNumbers(source, spool, roles, options.UnseenLevels) : spool;
            isWhole = true;
            return new RowFile(source, placed, roles.FeatureNames, kept) { Kept = cells?.Cells, DroppedRows = dropped, MissingCells = options.Missing == MissingValues.Keep ? check.MissingCells : 0, Levels = levels.Names };
        }
        finally
        {
            if (!isWhole)
            {
                spool.Dispose();
            }
        }
    }

    private void Add(RowBlock block, RowSpool spool, RowLabels? labels, RowLabels? kept, NpyKept? cells)
    {
        cells?.Look(block.FirstRow, block.Count);
        var row = new double[block.Columns + (roles.Weights is null ? 0 : 1)];
        for (int i = 0; i < block.Count; i++)
        {
            bool lacks = false;
            for (int j = 0; j < block.Columns; j++)
            {
                row[j] = tokens.Has(block[i][j]) ? double.NaN : block[i][j];
                lacks |= double.IsNaN(row[j]);
            }

            if (lacks && options.Missing == MissingValues.DropRows)
            {
                dropped++;
                continue;
            }

            if (roles.Weights is not null)
            {
                row[^1] = block.Weights[i];
            }

            spool.Add(row);
            cells?.Add(i);
            kept?.TryAdd(labels!.Names[labels[checked((int)(block.FirstRow + i))]]);
        }
    }
}
