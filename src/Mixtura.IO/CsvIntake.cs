using System.Text;
using CsvHelper;

namespace Mixtura.IO;

/// <summary>Takes parsed lines as rows of doubles, validating every field.</summary>
internal sealed class CsvIntake
{
    private const int RowsBetweenLooks = 4096;

    private readonly CsvReader reader;
    private readonly CsvFaults faults;
    private readonly ColumnRoles roles;
    private readonly IRowSink sink;
    private readonly double[] row;
    private readonly MissingValues missing;
    private readonly MissingTokens tokens;
    private readonly UnseenLevels unseen;
    private readonly NumberForm numbers;
    private double largestWeight;

    public CsvIntake(CsvReader reader, CsvFaults faults, ColumnRoles roles, IRowSink sink, RowFileOptions options, NumberForm numbers)
    {
        missing = options.Missing;
        this.numbers = numbers;
        tokens = new MissingTokens(options.MissingTokens);
        unseen = options.UnseenLevels;
        Levels = new FeatureLevels(roles, options);
        this.reader = reader;
        this.faults = faults;
        this.roles = roles;
        this.sink = sink;
        Labels = options.CollectsLabels && roles.Label is { } column ? new RowLabels(roles.NameOf(column)) : null;
        Kept = roles.Kept.Length > 0 ? new KeptCells(roles, options) : null;
        row = new double[roles.Features.Length + (roles.Weights is null ? 0 : 1)];
    }

    /// <summary>The labels, if there is a label column.</summary>
    public RowLabels? Labels { get; }

    /// <summary>The cells that are kept, if any are.</summary>
    public KeptCells? Kept { get; }

    /// <summary>The cells of features that are missing.</summary>
    public long MissingCells { get; private set; }

    /// <summary>The levels of categorical features.</summary>
    public FeatureLevels Levels { get; }

    /// <summary>The blank lines passed over after the first line.</summary>
    public long BlankLines { get; private set; }

    /// <summary>The rows that were left out because a value was missing.</summary>
    public long DroppedRows { get; private set; }

    /// <summary>Takes all rows: the line that the reader stands on, unless it is a header, and those after it.</summary>
    public void TakeAll(bool hasHeader, CancellationToken cancellationToken)
    {
        if (!hasHeader)
        {
            TakeRow();
        }

        while (reader.Read())
        {
            if ((sink.Rows + DroppedRows) % RowsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (faults.IsOnBlankLine)
            {
                BlankLines++;
                continue;
            }

            TakeRow();
        }

        ThrowIfNothing(hasHeader);
        sink.Complete();
    }

    private void TakeRow()
    {
        if (reader.FieldCount != roles.Count)
        {
            throw faults.Ragged(roles.Count);
        }

        for (int i = 0; i < roles.Features.Length; i++)
        {
            int column = roles.Features[i];
            bool isUnseen = false;
            if (Levels[i] is { } book ? TryLevel(book, column, out row[i], out isUnseen) : numbers.TryParse(reader, column, out row[i]) && double.IsFinite(row[i]) && !tokens.Has(row[i]))
            {
                continue;
            }

            if (!isUnseen && (missing == MissingValues.Error || !(tokens.Has(row[i]) || tokens.Has(reader, column))))
            {
                throw faults.NotANumber(roles, column, sink.Rows);
            }

            if (missing == MissingValues.DropRows)
            {
                DroppedRows++;
                return;
            }

            row[i] = double.NaN;
            MissingCells++;
        }

        if (roles.Weights is { } weights)
        {
            row[^1] = Weight(weights);
        }

        sink.Add(row);
        foreach (int column in roles.Kept)
        {
            Kept!.Add(reader.GetSpan(column));
        }

        if (Labels is not null && !Labels.TryAdd(Encoding.UTF8.GetString(reader.GetSpan(roles.Label!.Value))))
        {
            throw Labels.TooMany(faults.Here(roles, roles.Label.Value));
        }
    }

    private bool TryLevel(LevelBook book, int column, out double code, out bool isUnseen)
    {
        code = double.NaN;
        isUnseen = false;
        string text = Encoding.UTF8.GetString(reader.GetSpan(column)).Trim();
        if (tokens.Has(text))
        {
            return false;
        }

        bool isLevel = book.TryCode(text, out int found);
        isUnseen = !isLevel && book.IsKnown && unseen == UnseenLevels.Missing;
        code = isLevel ? found : isUnseen ? double.NaN : throw book.Fault(faults.Here(roles, column), text);
        return isLevel;
    }

    private double Weight(int column)
    {
        if (!numbers.TryParse(reader, column, out double weight) || !double.IsFinite(weight) || weight < 0)
        {
            throw faults.NotAWeight(roles, column);
        }

        largestWeight = Math.Max(largestWeight, weight);
        return weight;
    }

    private void ThrowIfNothing(bool hasHeader)
    {
        if (sink.Rows == 0 && DroppedRows > 0)
        {
            throw faults.NothingLeft(DroppedRows);
        }

        if (sink.Rows == 0 && hasHeader)
        {
            throw faults.HeaderOnly(roles);
        }

        if (roles.Weights is { } column && largestWeight == 0)
        {
            throw WeightFaults.AllZero(faults.Source, roles, column);
        }
    }
}
