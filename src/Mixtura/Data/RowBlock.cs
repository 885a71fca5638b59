namespace Mixtura.Data;

/// <summary>A few consecutive rows with their weights: what an E-step sees at a time.</summary>
public readonly ref struct RowBlock
{
    /// <summary>A block of <c>weights.Length</c> rows.</summary>
    /// <param name="values">The values, row after row; length rows · <paramref name="columns"/>.</param>
    /// <param name="weights">The weight wᵢ of each row; 1 where the data are unweighted.</param>
    /// <param name="columns">The number of features D.</param>
    /// <param name="firstRow">The index of the block's first row in its source, counted from 0.</param>
    public RowBlock(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int columns, long firstRow)
    {
        if (values.Length != weights.Length * columns)
        {
            throw new ArgumentException($"{weights.Length} rows of {columns} columns need {weights.Length * columns} values, found {values.Length}.", nameof(values));
        }

        Values = values;
        Weights = weights;
        Columns = columns;
        FirstRow = firstRow;
    }

    /// <summary>The values, row after row.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>The weight wᵢ ≥ 0 of each row: it counts as if it stood there wᵢ times.</summary>
    public ReadOnlySpan<double> Weights { get; }

    /// <summary>The number of features D.</summary>
    public int Columns { get; }

    /// <summary>The index of the first row in the source, counted from 0.</summary>
    public long FirstRow { get; }

    /// <summary>The number of rows in this block.</summary>
    public int Count => Weights.Length;

    /// <summary>The row with this index in the block.</summary>
    public ReadOnlySpan<double> this[int row] => Values.Slice(row * Columns, Columns);

    /// <summary>The rows from <paramref name="start"/> on, <paramref name="count"/> of them.</summary>
    public RowBlock Slice(int start, int count) =>
        new(Values.Slice(start * Columns, count * Columns), Weights.Slice(start, count), Columns, FirstRow + start);
}
