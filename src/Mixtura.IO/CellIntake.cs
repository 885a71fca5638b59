using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Takes a table of cells as rows of doubles, validating every one.</summary>
internal sealed class CellIntake
{
    private const int RowsBetweenLooks = 4096;

    private readonly string source;
    private readonly ICells cells;
    private readonly RowFileOptions options;
    private readonly ColumnRoles roles;
    private readonly FeatureLevels levels;
    private readonly MissingTokens tokens;
    private readonly RowLabels? labels;
    private readonly KeptCells? kept;
    private long dropped;
    private long missingCells;
    private double largestWeight;

    private CellIntake(string source, ICells cells, RowFileOptions options)
    {
        (this.source, this.cells, this.options) = (source, cells, options);
        if (cells.Names.Count == 0)
        {
            throw new InputException($"{source}: has no columns. Give at least one column of numbers.");
        }

        roles = new ColumnRoles(source, CsvHeader.Names(cells.Names), options);
        if (options.CategoricalText)
        {
            roles.TakeCategorical(Enumerable.Range(0, cells.Names.Count).Where(cells.IsText));
        }

        levels = new FeatureLevels(roles, options);
        tokens = new MissingTokens(options.MissingTokens);
        labels = options.CollectsLabels && roles.Label is { } column ? new RowLabels(roles.NameOf(column)) : null;
        if (Array.Exists(roles.Kept, column => !cells.CanKeep(column)))
        {
            throw new InputException(InputFault.KeptColumn, $"{source}: {roles.Describe(roles.Kept.First(column => !cells.CanKeep(column)))} holds neither numbers nor text and cannot be kept.", "Keep other columns.");
        }

        kept = roles.Kept.Length > 0 ? new KeptCells(roles, options, cells.KeptTypeOf) : null;
        cells.Choose([.. roles.Features, .. Chosen(roles.Label), .. Chosen(roles.Weights), .. roles.Kept]);
    }

    /// <summary>Takes all rows, and keeps them.</summary>
    /// <exception cref="InputException">A cell cannot be used, or there is no row.</exception>
    public static RowFile Take(string source, ICells cells, RowFileOptions options, CancellationToken cancellationToken) =>
        RowsTaken.Kept(source, options, begin => Take(source, cells, options, begin, cancellationToken));

    /// <summary>Takes all rows to where they go, once the columns are known.</summary>
    /// <exception cref="InputException">A cell cannot be used, or there is no row.</exception>
    public static RowsTaken Take(string source, ICells cells, RowFileOptions options, Func<ColumnRoles, IRowSink> begin, CancellationToken cancellationToken, IReadOnlyList<string>? found = null)
    {
        var intake = new CellIntake(source, cells, options);
        bool isWhole = false;
        try
        {
            intake.TakeAll(WatchedSink.Over(begin, source, options, () => cells.Share)(intake.roles), cancellationToken);
            isWhole = true;
            return new RowsTaken(intake.roles, intake.levels, intake.labels, intake.kept, intake.dropped, intake.missingCells, new TextReading(found ?? [], []));
        }
        finally
        {
            if (!isWhole)
            {
                intake.kept?.Dispose();
            }
        }
    }

    private static int[] Chosen(int? column) => column is { } known ? [known] : [];

    private void TakeAll(IRowSink sink, CancellationToken cancellationToken)
    {
        var row = new double[roles.Features.Length + (roles.Weights is null ? 0 : 1)];
        for (long number = 1; cells.Next(); number++)
        {
            if (number % RowsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (TryTake(row, number))
            {
                sink.Add(row);
                Keep();
            }
        }

        if (sink.Rows == 0)
        {
            throw new InputException(dropped > 0
                ? $"{source}: every row lacks a value, so that leaving out such rows leaves none ({dropped.ToString(CultureInfo.InvariantCulture)} were left out). Keep them, or leave out the columns that are missing."
                : $"{source}: has no rows. Give at least one.");
        }

        if (roles.Weights is { } column && largestWeight == 0)
        {
            throw WeightFaults.AllZero(source, roles, column);
        }

        sink.Complete();
    }

    private void Keep()
    {
        foreach (int column in roles.Kept)
        {
            kept!.Add(cells.Kept(column));
        }
    }

    private bool TryTake(double[] row, long number)
    {
        for (int i = 0; i < roles.Features.Length; i++)
        {
            row[i] = Value(i, number);
            if (double.IsNaN(row[i]) && options.Missing == MissingValues.DropRows)
            {
                dropped++;
                return false;
            }
        }

        missingCells += row.AsSpan(0, roles.Features.Length).Count(double.NaN);
        if (roles.Weights is { } weights)
        {
            row[^1] = cells.TryNumber(weights, out double weight) && double.IsFinite(weight) && weight >= 0 ? weight : throw WeightFaults.Bad(Place(number, weights), cells.Text(weights));
            largestWeight = Math.Max(largestWeight, row[^1]);
        }

        return labels is null || labels.TryAdd(cells.IsMissing(roles.Label!.Value) ? string.Empty : cells.Text(roles.Label.Value)) ? true : throw labels.TooMany(Place(number, roles.Label.Value));
    }

    private double Value(int feature, long number)
    {
        int column = roles.Features[feature];
        string? text = levels[feature] is not null || cells.IsText(column) ? cells.Text(column) : null;
        if (cells.IsMissing(column) || (text is not null && tokens.Has(text)))
        {
            return options.Missing == MissingValues.Error ? throw Missing(number, column) : double.NaN;
        }

        if (levels[feature] is { } book)
        {
            return book.TryCode(text!, out int code) ? code
                : book.IsKnown && options.UnseenLevels == UnseenLevels.Missing ? double.NaN
                : throw book.Fault(Place(number, column), text!);
        }

        if (!cells.TryNumber(column, out double value))
        {
            throw new InputException(labels is null ? InputFault.TextColumn : InputFault.TextBesideLabel, $"{Place(number, column)}: {NumberText.Quote(cells.Text(column))} is not a number.", "Take the column as the label if it holds the known classes, say that it is categorical, or leave it out.")
            {
                Names = [roles.Argument(column)],
            };
        }

        if (tokens.Has(value))
        {
            return options.Missing == MissingValues.Error ? throw Missing(number, column) : double.NaN;
        }

        return double.IsFinite(value) ? value : throw new InputException($"{Place(number, column)}: {NumberText.Quote(cells.Text(column))} is infinite. Remove the row or correct the value.");
    }

    private InputException Missing(long number, int column) => new(
        InputFault.MissingValue, $"{Place(number, column)}: the value is missing.", "Let missing values be kept (RowFileOptions.Missing), remove the row, fill the value or leave the column out.")
    {
        Names = [roles.Argument(column)],
    };

    private string Place(long number, int column) => $"{source}, row {number.ToString(CultureInfo.InvariantCulture)}, {roles.Describe(column)}";
}
