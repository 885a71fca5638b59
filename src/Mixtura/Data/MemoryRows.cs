namespace Mixtura.Data;

/// <summary>Rows in memory as a source; readers hand out slices, nothing is copied.</summary>
public sealed class MemoryRows : IRowSource
{
    private readonly ReadOnlyMemory<double>? weights;

    /// <summary>Views a matrix as a source.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="weights">One weight a row, or null for 1 each.</param>
    /// <param name="featureNames">One name a column, or null.</param>
    /// <exception cref="ArgumentException">The number of weights is not the number of rows, or of names not that of columns.</exception>
    public MemoryRows(RowMatrix rows, ReadOnlyMemory<double>? weights = null, IReadOnlyList<string>? featureNames = null)
    {
        if (rows.Columns == 0)
        {
            throw new ArgumentException("The matrix is empty: it has no column. Give one with rows.", nameof(rows));
        }

        if (weights is { } given && given.Length != rows.Rows)
        {
            throw new ArgumentException($"{given.Length} weights for {rows.Rows} rows. Give one weight a row.", nameof(weights));
        }

        if (featureNames is { Count: > 0 } && featureNames.Count != rows.Columns)
        {
            throw new ArgumentException($"{featureNames.Count} feature names for {rows.Columns} columns. Give one name a column.", nameof(featureNames));
        }

        Matrix = rows;
        this.weights = weights;
        FeatureNames = Array.AsReadOnly<string>([.. featureNames ?? []]);
    }

    /// <summary>Reads a whole source into memory.</summary>
    /// <exception cref="InputException">The rows end before as many came as were promised.</exception>
    public static MemoryRows CopyOf(IRowSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var rows = CopyOf(source, out double[] counts);
        return new MemoryRows(rows, counts, source.FeatureNames);
    }

    /// <summary>The same, rows and weights by themselves.</summary>
    internal static RowMatrix CopyOf(IRowSource source, out double[] weights)
    {
        var values = new double[checked((int)(source.Rows * source.Columns))];
        var counts = new double[checked((int)source.Rows)];
        source.ForEachBlock(1024, block =>
        {
            block.Values.CopyTo(values.AsSpan(checked((int)block.FirstRow) * source.Columns));
            block.Weights.CopyTo(counts.AsSpan(checked((int)block.FirstRow)));
        });
        weights = counts;
        return new RowMatrix(values, source.Columns);
    }

    /// <summary>A matrix as one block of rows of weight 1.</summary>
    internal static RowBlock BlockOf(RowMatrix rows) => new(rows.Values.Span, UnitWeights.Of(rows.Rows), rows.Columns, 0);

    /// <summary>The rows.</summary>
    public RowMatrix Matrix { get; }

    /// <summary>What the first row is numbered in the source that these are a part of.</summary>
    internal long FirstRow { get; init; }

    /// <inheritdoc/>
    public int Columns => Matrix.Columns;

    /// <inheritdoc/>
    public long Rows => Matrix.Rows;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public IProcessGroup? Processes { get; internal init; }

    /// <inheritdoc/>
    public ISweepLog? SweepLog { get; internal init; }

    /// <summary>Rows in memory stay what they are.</summary>
    public bool IsChecked => true;

    /// <inheritdoc/>
    public IRowReader Open() => new Reader(this);

    /// <summary>A copy of the weights, one a row.</summary>
    internal double[] WeightsOf() => weights?.ToArray() ?? UnitWeights.Of(Matrix.Rows).ToArray();

    /// <summary>Σᵢ wᵢ.</summary>
    internal double TotalWeight() => WeightsOf().Sum();

    /// <summary>How many rows and features, such as <c>272 rows of 2 features</c>.</summary>
    public override string ToString() => $"{Counted.Of(Rows, "row")} of {Counted.Of(Columns, "feature")}";

    private sealed class Reader(MemoryRows source) : IRowReader
    {
        private int next;

        public void MoveTo(long row) => next = checked((int)row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            int count = Math.Min(maximumRows, source.Matrix.Rows - next);
            if (count <= 0)
            {
                block = default;
                return false;
            }

            int columns = source.Columns;
            block = new RowBlock(source.Matrix.Values.Span.Slice(next * columns, count * columns), WeightsOf(count), columns, source.FirstRow + next);
            next += count;
            return true;
        }

        public void Dispose()
        {
        }

        private ReadOnlySpan<double> WeightsOf(int count) => source.weights is { } weights ? weights.Span.Slice(next, count) : UnitWeights.Of(count);
    }
}
