using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>The data's total weight, mean and covariance (divisor Σw), from two passes: the mean first, then moments about it.</summary>
/// <remarks>For a fit without correlations the variances alone are taken: memory O(D), not O(D²).</remarks>
public sealed class DataSummary
{
    private readonly RowMatrix? covariance;
    private readonly double[] variances;

    private DataSummary(double[] mean, double[] second, double totalWeight, double[] observed, DataTally check, bool correlations)
    {
        ObservedWeights = observed;
        Mean = mean;
        covariance = correlations ? new RowMatrix(second, mean.Length) : (RowMatrix?)null;
        variances = correlations ? [.. Enumerable.Range(0, mean.Length).Select(j => second[j * (mean.Length + 1)])] : second;
        TotalWeight = totalWeight;
        WeightedRows = check.WeightedRows;
        IsWeighted = check.IsWeighted;
        IsConstant = Array.ConvertAll(check.Varies, static varies => !varies);
        Gaps = check.Gaps;
        Extremes = check.Extremes;
    }

    private DataSummary(DataSummary whole, int[] columns)
    {
        double[] Of(ReadOnlyMemory<double> all) => Array.ConvertAll(columns, column => all.Span[column]);
        Mean = Of(whole.Mean);
        variances = Of(whole.Variances);
        ObservedWeights = Of(whole.ObservedWeights);
        covariance = whole.covariance is { } all
            ? new RowMatrix(columns.SelectMany(i => columns.Select(j => all[i, j])).ToArray(), columns.Length)
            : (RowMatrix?)null;
        IsConstant = Array.ConvertAll(columns, column => whole.IsConstant[column]);
        Extremes = [.. columns.Select(column => whole.Extremes[column])];
        (TotalWeight, WeightedRows, IsWeighted, Gaps) = (whole.TotalWeight, whole.WeightedRows, whole.IsWeighted, whole.Gaps);
    }

    /// <summary>The number of features D.</summary>
    public int Columns => variances.Length;

    /// <summary>Σᵢ wᵢ.</summary>
    public double TotalWeight { get; }

    /// <summary>The number of rows of positive weight.</summary>
    public long WeightedRows { get; }

    /// <summary>Whether a row has another weight than 1.</summary>
    public bool IsWeighted { get; }

    /// <summary>The cells that are missing; null if none is.</summary>
    public MissingCellCount? Missing => Gaps.Summary;

    /// <summary>Σᵢ wᵢ over the rows in which a feature is observed, D numbers.</summary>
    public RealVector ObservedWeights { get; }

    /// <summary>All about missing cells.</summary>
    internal GapCount Gaps { get; }

    /// <summary>The ends of each feature's range.</summary>
    internal IReadOnlyList<FeatureExtremes> Extremes { get; }

    /// <summary>The weighted mean of every feature.</summary>
    public RealVector Mean { get; }

    /// <summary>The weighted variance of every feature, divisor Σw.</summary>
    public RealVector Variances => variances;

    /// <summary>The weighted covariance, D×D, divisor Σw.</summary>
    public RowMatrix Covariance => covariance ?? throw new InvalidOperationException("The correlations were not asked for: there are variances only.");

    /// <summary>Whether the correlations were asked for.</summary>
    internal bool HasCorrelations => covariance is not null;

    /// <summary>Whether a feature has the same value in every row, exactly.</summary>
    public IReadOnlyList<bool> IsConstant { get; }

    /// <summary>The moments of some of the features; what is missing is counted over all.</summary>
    internal DataSummary Part(int[] columns) => new(this, columns);

    /// <summary>Summarizes the rows and checks every number on the way.</summary>
    /// <exception cref="InputException">A value is not finite, a weight is negative or not finite, or no row has positive weight.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DataSummary Of(IRowSource rows, int threads = 1, CancellationToken cancellationToken = default) =>
        Of(rows, correlations: true, threads, cancellationToken);

    /// <summary>The same with the variances alone where no correlations are asked for, in memory O(D).</summary>
    /// <param name="rows">The data.</param>
    /// <param name="correlations">Whether <see cref="Covariance"/> is wanted.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">A value is not finite, a weight is negative or not finite, or no row has positive weight.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DataSummary Of(IRowSource rows, bool correlations, int threads, CancellationToken cancellationToken) =>
        Of(rows, correlations, MissingCells.Refuse, threads, cancellationToken);

    /// <summary>The same where cells may be missing: means and variances are those of what is observed.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="correlations">Whether <see cref="Covariance"/> is wanted.</param>
    /// <param name="missing">What becomes of missing cells.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">A value is not finite and may not be missing, a weight is negative or not finite, a feature is never observed, or no row has positive weight.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DataSummary Of(IRowSource rows, bool correlations, MissingCells missing, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        rows = CheckedRows.Of(rows);
        var check = new DataCheck(rows, missing, correlations);
        bool hasGaps = missing == MissingCells.IntegrateOut;

        var (rough, _) = Moments(rows, check.FirstWeightedRow(), new DataMoments(correlations: false, hasGaps, check.Inspect), threads, cancellationToken);
        var seen = check.Total();
        if (seen.Gaps.Cells == 0)
        {
            CheckedRows.ExpectFinite(rows);
        }

        CheckObserved(rows, seen);
        var moments = new DataMoments(correlations, hasGaps && seen.Gaps.Cells > 0, null);
        var (mean, sums) = Moments(rows, rough, moments, threads, cancellationToken);
        return new DataSummary(mean, moments.SecondAbout(rough, sums), sums[0], [.. Enumerable.Range(0, mean.Length).Select(j => moments.WeightOf(sums, mean.Length, j))], seen, correlations);
    }

    private static void CheckObserved(IRowSource rows, DataTally check)
    {
        int never = Array.FindIndex(check.Gaps.OfColumn, count => count > 0 && count == check.WeightedRows);
        if (never >= 0)
        {
            throw new InputException($"{FeatureNames.Capitalized(rows.FeatureNames, never)} is missing in every row: nothing can be learnt of it. Leave it out.");
        }
    }

    private static (double[] Mean, Sums Sums) Moments(
        IRowSource rows, double[] centre, DataMoments moments, int threads, CancellationToken cancellationToken)
    {
        using var pass = new BlockPass<double[], Sums>(moments, centre, rows, threads);
        if (!pass.TryExpect(centre, cancellationToken, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return (moments.Maximize(centre, pass.Statistics), pass.Statistics);
    }
}
