using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian;

/// <summary>What the M-step sees: the expected statistics about the current means, with those added that the prior stands for.</summary>
/// <remarks>A prior acts like κ rows at μₚ, a scatter Ψ, and A rows in the divisor of a covariance. Without one these are the statistics themselves. Where rows
/// count with a weight of their own in the moments (scale mixtures of Gaussians, such as Student's t), a mean is the average of those weights' worth of rows, while weights and
/// covariances are of the rows themselves.</remarks>
internal sealed class GaussianMoments(GaussianPrior? prior)
{
    private const double LeastCount = 1e-300;

    private GaussianParameters? current;
    private GaussianStatistics? statistics;
    private double[]? rowCounts;
    private double[] shift = [];
    private double[] unmoved = [];
    private double[] scatter = [];

    /// <summary>What stays as it is; null for nothing.</summary>
    public HeldParts? Held { get; init; }

    /// <summary>The parameters that the statistics were taken under.</summary>
    public GaussianParameters Current => current!;

    /// <summary>Σᵢ wᵢ: the components' counts, the prior aside.</summary>
    public double Total { get; private set; }

    /// <summary>The rows of the divisor of a shared covariance: Σᵢ wᵢ + A.</summary>
    public double TotalRows => Total + (prior?.Rows ?? 0);

    /// <summary>Looks at the statistics taken under <paramref name="parameters"/>.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="taken">The moments.</param>
    /// <param name="counts">Σᵢ rᵢₖ where the moments have other weights; null where they have these.</param>
    public void Read(GaussianParameters parameters, GaussianStatistics taken, double[]? counts = null)
    {
        current = parameters;
        statistics = taken;
        rowCounts = counts;
        Total = TensorPrimitives.Sum(Counts);
        if (prior is not null && shift.Length != parameters.Features)
        {
            shift = new double[parameters.Features];
            scatter = new double[taken.SecondLength];
        }
    }

    /// <summary>Σᵢ rᵢₖ + κ, in the moments' own weights: the rows that a mean is the average of.</summary>
    public double MeanRows(int component) => NotQuiteZero(statistics!.Counts[component]) + (prior?.MeanRows ?? 0);

    /// <summary>Σᵢ rᵢₖ; under a prior never quite 0, so that an empty component keeps a place.</summary>
    public double Count(int component) => NotQuiteZero(Counts[component]);

    /// <summary>Σᵢ rᵢₖ + A: the divisor of a covariance of its own.</summary>
    public double Rows(int component) => Counts[component] + (prior?.Rows ?? 0);

    /// <summary>Σᵢ rᵢₖ(xᵢ − μₖ) + κ(μₚ − μₖ). Valid until the next call.</summary>
    public ReadOnlySpan<double> Shift(int component)
    {
        var taken = statistics!.Shift(component);
        if (Held?.HoldsMean(component) == true)
        {
            unmoved = unmoved.Length == taken.Length ? unmoved : new double[taken.Length];
            return unmoved;
        }

        if (prior is not { MeanRows: > 0 })
        {
            return taken;
        }

        var mean = current!.Mean(component);
        for (int j = 0; j < shift.Length; j++)
        {
            shift[j] = taken[j] + (prior.MeanRows * (prior.Mean[j] - mean[j]));
        }

        return shift;
    }

    /// <summary>The second moments about the current mean, in the form that the structure asks for, plus Ψ + κ(μₚ−μₖ)(μₚ−μₖ)ᵀ; pooled, the last term
    /// is summed over the components. Valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<double> Scatter(int component)
    {
        var taken = statistics!.Scatter(component);
        if (prior is null)
        {
            return taken;
        }

        var sum = scatter.AsSpan(0, taken.Length);
        taken.CopyTo(sum);
        AddScatter(sum);
        bool isPooled = statistics.SecondMoments == SecondMoments.PooledTriangle;
        for (int k = isPooled ? 0 : component; prior.MeanRows > 0 && k < (isPooled ? current!.Components : component + 1); k++)
        {
            AddPull(k, sum);
        }

        return sum;
    }

    /// <summary>The M-step, eqs. 16–18: fills weights, means and covariances, not yet prepared.</summary>
    /// <param name="regularization">Added to every variance.</param>
    /// <param name="shifts">Room for K×D numbers, μ_new − μ.</param>
    /// <param name="next">The parameters to fill.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Maximize(double regularization, double[] shifts, GaussianParameters next)
    {
        Counts.CopyTo(next.KeepCounts());
        for (int k = 0; k < next.Components; k++)
        {
            next.Weights[k] = Count(k) / Total;                                         // eq. 16
            var moved = Shift(k);
            for (int j = 0; j < next.Features; j++)
            {
                int i = (k * next.Features) + j;
                shifts[i] = moved[j] / MeanRows(k);
                next.Means[i] = current!.Means[i] + shifts[i];                          // eq. 17
            }
        }

        Held?.HoldWeights(next.Weights);
        next.Structure.Maximize(this, shifts, regularization, next);                    // eq. 18
    }

    private ReadOnlySpan<double> Counts => rowCounts is null ? statistics!.Counts : rowCounts;

    private double NotQuiteZero(double count) => prior is null ? count : Math.Max(count, LeastCount);

    private void AddScatter(Span<double> sum)
    {
        int d = current!.Features;
        for (int a = 0; a < d; a++)
        {
            for (int b = prior!.IsDiagonal || !HasTriangles ? a : 0; b < a; b++)
            {
                sum[EntryOf(a, b)] += prior.Scatter[(a * d) + b];
            }

            sum[EntryOf(a, a)] += prior.Variance(a);
        }
    }

    private void AddPull(int component, Span<double> sum)
    {
        int d = current!.Features;
        var mean = current.Mean(component);
        for (int a = 0; a < d; a++)
        {
            for (int b = HasTriangles ? 0 : a; b <= a; b++)
            {
                sum[EntryOf(a, b)] += prior!.MeanRows * (prior.Mean[a] - mean[a]) * (prior.Mean[b] - mean[b]);
            }
        }
    }

    private bool HasTriangles => statistics!.SecondMoments is SecondMoments.Triangles or SecondMoments.PooledTriangle;

    private int EntryOf(int a, int b) => statistics!.SecondMoments switch
    {
        SecondMoments.Squares => a,
        SecondMoments.TotalSquares => 0,
        _ => (a * (a + 1) / 2) + b,
    };
}
