using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>A prior on means and covariances in the form that the M-step adds it: as if a few rows more had been seen.</summary>
/// <param name="MeanRows">κ: the rows' worth of the prior on each mean, N(μₚ, Σ/κ); 0 for none.</param>
/// <param name="Mean">μₚ, D numbers.</param>
/// <param name="Scatter">Ψ, D×D or its diagonal where it has no more, added to the scatter of each component (of all together where they share the covariance).</param>
/// <param name="Rows">A, added to the divisor of each covariance.</param>
internal sealed record GaussianPrior(double MeanRows, double[] Mean, double[] Scatter, double Rows)
{
    /// <summary>Whether Ψ is a diagonal, D numbers.</summary>
    public bool IsDiagonal => Scatter.Length == Mean.Length;

    /// <summary>Ψⱼⱼ.</summary>
    public double Variance(int feature) => Scatter[IsDiagonal ? feature : feature * (Mean.Length + 1)];

    /// <summary>The log prior up to a constant: −½ Σₖ [A log|Σₖ| + tr(ΨΣₖ⁻¹) + κ(μₖ−μₚ)ᵀΣₖ⁻¹(μₖ−μₚ)], the first two terms once where Σ is shared.</summary>
    public double LogDensity(GaussianParameters parameters)
    {
        double sum = 0;
        var deviation = new double[parameters.Features];
        for (int k = 0; k < parameters.Components; k++)
        {
            var factor = parameters.Structure.FactorOf(parameters, k);
            if (k == 0 || !parameters.Structure.IsShared)
            {
                sum += (2 * Rows * parameters.LogDeterminants[k]) + TraceOfScatter(factor);
            }

            if (MeanRows > 0)
            {
                for (int j = 0; j < deviation.Length; j++)
                {
                    deviation[j] = parameters.Mean(k)[j] - Mean[j];
                }

                sum += MeanRows * SquaredNorm(factor, deviation);
            }
        }

        return -0.5 * sum;
    }

    // tr(ΨΣ⁻¹) = Σⱼ |L⁻¹cⱼ|² with Ψ = Σⱼ cⱼcⱼᵀ; Ψ is diagonal or has a Cholesky factor, so its columns are summed without one: tr(L⁻¹ΨL⁻ᵀ)
    private double TraceOfScatter(ReadOnlySpan<double> factor)
    {
        int d = Mean.Length;
        return factor.Length == d * d && !IsDiagonal ? TraceOfTriangle(factor) : TraceOfDiagonal(factor);
    }

    // Σⱼ Ψⱼⱼ |column j of L⁻¹|², where L⁻¹ or Ψ is a diagonal
    private double TraceOfDiagonal(ReadOnlySpan<double> factor)
    {
        int d = Mean.Length;
        bool isTriangle = factor.Length == d * d;
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            if (isTriangle)
            {
                for (int j = 0; j <= i; j++)
                {
                    double entry = factor[(i * d) + j];
                    sum += entry * Variance(j) * entry;
                }
            }
            else
            {
                double entry = factor[factor.Length == 1 ? 0 : i];
                sum += entry * Variance(i) * entry;
            }
        }

        return sum;
    }

    private double TraceOfTriangle(ReadOnlySpan<double> factor)
    {
        int d = Mean.Length;
        double sum = 0;
        var row = new double[d];
        for (int i = 0; i < d; i++)
        {
            Whitening.Row(factor, d, i, row);
            for (int a = 0; a <= i; a++)
            {
                for (int b = 0; b <= i; b++)
                {
                    sum += row[a] * Scatter[(a * d) + b] * row[b];
                }
            }
        }

        return sum;
    }

    private static double SquaredNorm(ReadOnlySpan<double> factor, ReadOnlySpan<double> x)
    {
        Span<double> whitened = new double[x.Length];
        Whitening.Apply(factor, x, whitened);
        double sum = 0;
        foreach (double value in whitened)
        {
            sum += value * value;
        }

        return sum;
    }
}
