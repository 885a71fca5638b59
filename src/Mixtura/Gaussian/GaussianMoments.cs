using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian;

/// <summary>What the M-step sees: the expected statistics about the current means, with those added that the prior stands for.</summary>
/// <remarks>A prior acts like κ rows at μₚ, a scatter Ψ, and A rows in the divisor of a covariance. Without one these are the statistics themselves.</remarks>
internal sealed class GaussianMoments(GaussianPrior? prior)
{
    private const double LeastCount = 1e-300;

    private GaussianParameters? current;
    private GaussianStatistics? statistics;
    private double[] shift = [];
    private double[] scatter = [];

    /// <summary>The parameters that the statistics were taken under.</summary>
    public GaussianParameters Current => current!;

    /// <summary>Σᵢ wᵢ: the components' counts, the prior aside.</summary>
    public double Total { get; private set; }

    /// <summary>The rows of the divisor of a shared covariance: Σᵢ wᵢ + A.</summary>
    public double TotalRows => Total + (prior?.Rows ?? 0);

    /// <summary>Looks at the statistics taken under <paramref name="parameters"/>.</summary>
    public void Read(GaussianParameters parameters, GaussianStatistics taken)
    {
        current = parameters;
        statistics = taken;
        Total = TensorPrimitives.Sum(taken.Counts);
        if (prior is not null && shift.Length != parameters.Features)
        {
            shift = new double[parameters.Features];
            scatter = new double[taken.SecondLength];
        }
    }

    /// <summary>Σᵢ rᵢₖ + κ: the rows that a mean is the average of.</summary>
    public double MeanRows(int component) => Count(component) + (prior?.MeanRows ?? 0);

    /// <summary>Σᵢ rᵢₖ; under a prior never quite 0, so that an empty component keeps a place.</summary>
    public double Count(int component) => prior is null ? statistics!.Counts[component] : Math.Max(statistics!.Counts[component], LeastCount);

    /// <summary>Σᵢ rᵢₖ + A: the divisor of a covariance of its own.</summary>
    public double Rows(int component) => statistics!.Counts[component] + (prior?.Rows ?? 0);

    /// <summary>Σᵢ rᵢₖ(xᵢ − μₖ) + κ(μₚ − μₖ). Valid until the next call.</summary>
    public ReadOnlySpan<double> Shift(int component)
    {
        var taken = statistics!.Shift(component);
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
