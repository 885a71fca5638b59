using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

public abstract partial class Mixture
{
    // not one of the streams that starts draw from: data drawn with a seed must not be correlated with a fit's starts
    private const ulong SamplingStream = ulong.MaxValue - 1;

    /// <summary>Draws rows: a component by its weight, then a row from it (eq. 3). Rows are independent, so in no order.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    public RowMatrix Sample(int count, Seed seed = default) => Sample(count, seed, out _);

    /// <summary>Draws rows and tells the component of each.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    /// <param name="labels">Receives the component that each row came from, counted from 0.</param>
    public RowMatrix Sample(int count, Seed seed, out int[] labels) => Drawn(count, new RandomSource(seed, SamplingStream), out labels);

    /// <summary>Draws the same rows block by block, in memory that does not grow with their number.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    /// <param name="blockRows">The most rows of a block.</param>
    /// <returns>The blocks in order: rows, and the component that each came from, counted from 0.</returns>
    public IEnumerable<(RowMatrix Rows, int[] Labels)> SampleBlocks(long count, Seed seed = default, int blockRows = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRows, 1);
        return Blocks(count, new RandomSource(seed, SamplingStream), blockRows);
    }

    /// <summary>The rows with expected values in the places of missing ones (NaN), given what is observed of each row.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public RowMatrix Impute(RowMatrix rows) => Impute(rows, out _);

    /// <summary>The same, with the standard deviations of what was filled.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="deviations">Receives them, N×D; 0 for observed values.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public RowMatrix Impute(RowMatrix rows, out RowMatrix deviations)
    {
        RequireColumns(rows.Columns);
        var values = new double[rows.Rows * rows.Columns];
        var errors = new double[values.Length];
        new Imputer(this).Impute(MemoryRows.BlockOf(rows), values, errors);
        deviations = new RowMatrix(errors, rows.Columns);
        return new RowMatrix(values, rows.Columns);
    }

    /// <summary>The row with expected values in the places of missing ones: E[x | what is observed].</summary>
    /// <param name="row">D values, NaN where one is missing.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public double[] ConditionalMean(ReadOnlySpan<double> row) => Impute(new RowMatrix(row.ToArray(), row.Length)).Values.ToArray();

    /// <summary>The rows with draws in the places of missing values (NaN), given what is observed of each row: one completed table of a multiple imputation.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="seed">The same seed gives the same table.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public RowMatrix ImputeDraw(RowMatrix rows, Seed seed = default)
    {
        RequireColumns(rows.Columns);
        var values = new double[rows.Rows * rows.Columns];
        new Imputer(this).Draw(MemoryRows.BlockOf(rows), new RandomSource(seed, SamplingStream), values);
        return new RowMatrix(values, rows.Columns);
    }

    // in what proportion components are drawn
    private protected virtual RealVector DrawnWeights => Weights;

    // what is drawn by a place among these
    private protected virtual int DrawnLabel(int place) => place;

    private IEnumerable<(RowMatrix Rows, int[] Labels)> Blocks(long count, RandomSource random, int blockRows)
    {
        for (long done = 0; done < count; done += blockRows)
        {
            var rows = Drawn((int)Math.Min(blockRows, count - done), random, out int[] labels);
            yield return (rows, labels);
        }
    }

    private protected virtual RowMatrix Drawn(int count, RandomSource random, out int[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var weights = DrawnWeights.Span;
        var running = new double[weights.Length];
        double sum = 0;
        for (int k = 0; k < running.Length; k++)
        {
            running[k] = sum += weights[k];
        }

        var values = new double[checked(count * Features)];
        labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = DrawnLabel(random.NextWeighted(running));
            Core.Sample(labels[i], random, values.AsSpan(i * Features, Features));
        }

        return new RowMatrix(values, Features);
    }
}
