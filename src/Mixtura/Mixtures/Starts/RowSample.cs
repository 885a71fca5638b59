using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Starts;

/// <summary>Rows in memory to start from: all that have weight if they are few, else a systematic sample in proportion to the weights.</summary>
internal sealed class RowSample
{
    // K-means on more rows gives no better start and costs as much as several EM passes
    private const int MostRows = 1 << 14;

    private readonly double[] observed;
    private readonly double[] rowValues;
    private readonly double[] standardized;
    private readonly DataSummary summary;

    private RowSample(double[] rows, double[] weights, bool isComplete, DataSummary summary)
        : this(rows, GapFilling.Complete(rows, summary), weights, isComplete, summary, ScalesOf(summary))
    {
    }

    private RowSample(double[] observed, double[] rows, double[] weights, bool isComplete, DataSummary summary, double[] scales)
        : this(observed, rows, weights, summary, Standardize(rows, summary, scales), scales)
    {
        MayTie = !isComplete || HasTies();
    }

    private RowSample(double[] observed, double[] rows, double[] weights, DataSummary summary, double[] standardized, double[] scales)
    {
        this.observed = observed;
        rowValues = rows;
        this.summary = summary;
        Scales = scales;
        Features = summary.Columns;
        Columns = weights.Length == 0 ? Features : observed.Length / weights.Length;
        Weights = weights;
        this.standardized = standardized;
        RunningWeights = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            RunningWeights[i] = sum += weights[i];
        }
    }

    /// <summary>The number of coordinates: D, but where features have levels.</summary>
    public int Features { get; }

    /// <summary>D.</summary>
    public int Columns { get; }

    /// <summary>Whether features have levels, with a coordinate for each.</summary>
    public bool IsEncoded => Features != Columns;

    /// <summary>What the coordinates' deviations are multiplied by where distances are taken.</summary>
    public double[] Scales { get; }

    /// <summary>The mean of every coordinate.</summary>
    public ReadOnlySpan<double> Mean => summary.Mean.Span;

    /// <summary>The variance of every coordinate.</summary>
    public ReadOnlySpan<double> Variances => summary.Variances.Span;

    /// <summary>The number of rows.</summary>
    public int Count => Weights.Length;

    /// <summary>Whether a row of the data may stand there more than once, by repetition or by a weight above 1.</summary>
    public bool MayTie { get; }

    /// <summary>One weight a row, all positive.</summary>
    public double[] Weights { get; }

    /// <summary>The running sums of the weights: drawing in proportion to them treats a row of weight 2 as two rows.</summary>
    public double[] RunningWeights { get; }

    /// <summary>A row's coordinates in the data's units; where a value is missing, what is expected given the others.</summary>
    public ReadOnlySpan<double> Row(int row) => rowValues.AsSpan(row * Features, Features);

    /// <summary>A run of rows in the data's units, as they were observed: NaN where a value is missing.</summary>
    public ReadOnlySpan<double> Observed(int start, int count) => observed.AsSpan(start * Columns, count * Columns);

    /// <summary>A row with every feature shifted to mean 0 and scaled to variance 1: where distances are taken.</summary>
    public ReadOnlySpan<double> Standardized(int row) => standardized.AsSpan(row * Features, Features);

    /// <summary>Draws the sample.</summary>
    public static RowSample Draw(IRowSource rows, DataSummary summary, int threads, ulong seed, CancellationToken cancellationToken)
    {
        var (values, weights) = new WeightedDraw(rows, summary, MostRows, seed).Draw(threads, cancellationToken);
        return new RowSample(values, weights, summary.WeightedRows <= MostRows, summary);
    }

    /// <summary>The same rows with an indicator for each level in the place of a feature that has levels.</summary>
    /// <param name="levels">The number of each feature's levels; 0 for numbers.</param>
    public RowSample Encoded(int[] levels)
    {
        if (Array.TrueForAll(levels, static count => count == 0))
        {
            return this;
        }

        var code = new IndicatorCode(levels);
        double[] coded = code.Encode(observed);
        var moments = DataSummary.Of(new MemoryRows(new RowMatrix(coded, code.Length), Weights), correlations: true, MissingCells.IntegrateOut, threads: 1, CancellationToken.None);
        return new RowSample(observed, GapFilling.Complete(coded, moments), Weights, !MayTie, moments, code.Scales(moments.Variances.Span));
    }

    /// <summary>The same rows with L⁻¹(x − mean) in place of the standardized ones, LLᵀ the data's covariance: correlated features then count
    /// once. Where that is singular, or the fit knows of no correlations, the standardized ones stay.</summary>
    public RowSample Whitened()
    {
        if (!summary.HasCorrelations || IsEncoded)
        {
            return this;        // indicators of one feature sum to 1
        }

        int d = Features;
        var factor = new double[d * d];
        if (!Cholesky.TryFactor(summary.Covariance.Values.Span, d, factor))
        {
            return this;
        }

        Cholesky.Invert(factor, d);
        var whitened = new double[rowValues.Length];
        var deviation = new double[d];
        for (int i = 0; i < Count; i++)
        {
            var row = Row(i);
            for (int j = 0; j < d; j++)
            {
                deviation[j] = row[j] - summary.Mean.Span[j];
            }

            Whitening.Apply(factor, deviation, whitened.AsSpan(i * d, d));
        }

        return new RowSample(observed, rowValues, Weights, summary, whitened, Scales);
    }

    /// <summary>The same rows with their values as they are in place of the standardized ones.</summary>
    public RowSample AsMeasured() => new(observed, rowValues, Weights, summary, rowValues, Scales);

    /// <summary>The standardized rows turned to their principal axes, each axis divided by the root of its deviation: half-way between standardized and whitened coordinates (mclust's <c>"SVD"</c>).</summary>
    public RowSample HalfWhitened()
    {
        int d = Features;
        var correlations = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                double scale = IsEncoded ? 1 / (Scales[i] * Scales[j]) : Math.Sqrt(summary.Covariance[i, i]) * Math.Sqrt(summary.Covariance[j, j]);
                correlations[(i * d) + j] = scale > 0 ? summary.Covariance[i, j] / scale : 0;
            }
        }

        var eigen = Eigen.Of(correlations, d);
        var turned = new double[rowValues.Length];
        for (int i = 0; i < Count; i++)
        {
            var row = Standardized(i);
            for (int a = 0; a < d; a++)
            {
                double sum = 0;
                for (int j = 0; j < d; j++)
                {
                    sum += eigen.Vectors[(j * d) + a] * row[j];
                }

                double root = Math.Sqrt(Math.Sqrt(Math.Max(0, eigen.Values[a])));
                turned[(i * d) + a] = root > 1e-4 ? sum / root : 0;
            }
        }

        return new RowSample(observed, rowValues, Weights, summary, turned, Scales);
    }

    /// <summary>Equal rows as one row with their weights together, so that repeating a row is the same as weighting it.</summary>
    public RowSample Distinct()
    {
        var places = new Dictionary<UInt128, int>(Count);
        var chosen = new List<int>();
        var masses = new List<double>();
        for (int i = 0; i < Count; i++)
        {
            if (places.TryAdd(RowHash.Of(Observed(i, 1)), chosen.Count))
            {
                chosen.Add(i);
                masses.Add(0);
            }

            masses[places[RowHash.Of(Observed(i, 1))]] += Weights[i];
        }

        int next = 0;
        return chosen.Count == Count ? this : Taken([.. chosen], _ => masses[next++]);
    }

    /// <summary>At most so many of these rows, drawn at random in proportion to their weights, each then of the same weight; all as they are if they are not more.</summary>
    public RowSample Drawn(int most, RandomSource random)
    {
        if (Count <= most)
        {
            return this;
        }

        double stretch = RunningWeights[^1] / most;
        int[] chosen = [.. Enumerable.Range(0, most).Select(i => IndexAt((i + random.NextUniform()) * stretch))];
        return Taken(chosen, _ => stretch);
    }

    private int IndexAt(double running)
    {
        int at = Array.BinarySearch(RunningWeights, running);
        return Math.Min(at < 0 ? ~at : at + 1, Count - 1);
    }

    private RowSample Taken(int[] chosen, Func<int, double> weight)
    {
        double[] Rows(double[] all, int length) => [.. chosen.SelectMany(i => all.AsSpan(i * length, length).ToArray())];
        return new RowSample(Rows(observed, Columns), Rows(rowValues, Features), [.. chosen.Select(weight)], summary, Rows(standardized, Features), Scales);
    }

    /// <summary>At most so many of these rows, evenly taken, with the weight of all.</summary>
    public RowSample Thinned(int most)
    {
        int step = (Count + most - 1) / most;
        if (step <= 1)
        {
            return this;
        }

        var taken = Enumerable.Range(0, Count).Where(i => i % step == 0).ToList();
        double scale = Weights.Sum() / taken.Sum(i => Weights[i]);
        double[] Rows(double[] all, int length) => [.. taken.SelectMany(i => all.AsSpan(i * length, length).ToArray())];
        return new RowSample(Rows(observed, Columns), Rows(rowValues, Features), [.. taken.Select(i => scale * Weights[i])], isComplete: false, summary, Scales);
    }

    private static double[] ScalesOf(DataSummary summary) => Array.ConvertAll(summary.Variances.ToArray(), static variance => variance > 0 ? 1 / Math.Sqrt(variance) : 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Standardize(double[] rows, DataSummary summary, double[] scale)
    {
        var mean = summary.Mean.Span;
        var result = new double[rows.Length];
        for (int start = 0; start < rows.Length; start += scale.Length)
        {
            for (int j = 0; j < scale.Length; j++)
            {
                result[start + j] = (rows[start + j] - mean[j]) * scale[j];
            }
        }

        return result;
    }

    private bool HasTies()
    {
        var seen = new HashSet<UInt128>(Count);
        for (int i = 0; i < Count; i++)
        {
            if (Weights[i] > 1 || !seen.Add(RowHash.Of(Observed(i, 1))))
            {
                return true;
            }
        }

        return false;
    }
}
