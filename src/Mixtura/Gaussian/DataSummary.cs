using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Gaussian;

/// <summary>The data's total weight, mean and covariance (divisor Σw), from two passes: the mean first, then moments about it.</summary>
public sealed class DataSummary
{
    private DataSummary(GaussianParameters moments, double totalWeight, long weightedRows, bool[] constant)
    {
        Mean = moments.Means;
        Covariance = new RowMatrix(moments.Covariances, moments.Features);
        TotalWeight = totalWeight;
        WeightedRows = weightedRows;
        IsConstant = constant;
    }

    /// <summary>The number of features D.</summary>
    public int Columns => Covariance.Columns;

    /// <summary>Σᵢ wᵢ.</summary>
    public double TotalWeight { get; }

    /// <summary>The number of rows of positive weight.</summary>
    public long WeightedRows { get; }

    /// <summary>The weighted mean of every feature.</summary>
    public ReadOnlyMemory<double> Mean { get; }

    /// <summary>The weighted covariance, D×D, divisor Σw.</summary>
    public RowMatrix Covariance { get; }

    /// <summary>Whether a feature has the same value in every row, exactly.</summary>
    public IReadOnlyList<bool> IsConstant { get; }

    /// <summary>Summarizes the rows and checks every number on the way.</summary>
    /// <exception cref="DataException">A value is not finite, a weight is negative or not finite, or no row has positive weight.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DataSummary Of(IRowSource rows, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var check = new DataCheck(rows);
        var centre = Unit(CovarianceStructure.Diagonal, check.FirstWeightedRow());

        // one thread: the first bad value in the data's order is the one that is named
        var (mean, count) = Moments(rows, centre, check.Inspect, threads: 1, cancellationToken);
        var (moments, _) = Moments(rows, Unit(CovarianceStructure.Full, mean.Means), static _ => { }, threads, cancellationToken);
        return new DataSummary(moments, count, check.WeightedRows, Array.ConvertAll(check.Varies, static varies => !varies));
    }

    // a standard Gaussian about a mean: only the mean is used
    private static GaussianParameters Unit(CovarianceStructure structure, double[] mean)
    {
        var identity = new double[mean.Length * mean.Length];
        for (int j = 0; j < mean.Length; j++)
        {
            identity[(j * mean.Length) + j] = 1;
        }

        return GaussianParameters.From(structure, mean.Length, [1.0], mean, identity);
    }

    private static (GaussianParameters Moments, double TotalWeight) Moments(
        IRowSource rows, GaussianParameters centre, DataCheck.Inspector inspect, int threads, CancellationToken cancellationToken)
    {
        var family = new SingleGaussian(inspect);
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, centre, rows, threads);
        if (!pass.TryExpect(centre, cancellationToken, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return (family.Maximize(centre, pass.Statistics), pass.TotalWeight);
    }
}
