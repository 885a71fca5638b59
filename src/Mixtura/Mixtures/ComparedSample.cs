using Mixtura.Data;
using Mixtura.Mixtures.Comparisons;

namespace Mixtura.Mixtures;

/// <summary>One of two samples that are compared under a mixture.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="TotalWeight">Σᵢ wᵢ.</param>
/// <param name="Shares">The share of every component, Σᵢ wᵢ rᵢₖ / Σᵢ wᵢ, K numbers that sum to 1 with that of the noise.</param>
/// <param name="Noise">The share of the noise; 0 where the mixture has none.</param>
/// <param name="MeanLogDensity">Σᵢ wᵢ log p(xᵢ) / Σᵢ wᵢ, in nats a row.</param>
/// <param name="Deviation">The standard deviation of the log densities, in nats; NaN where a row has density 0, or rows cannot be counted.</param>
public sealed record ComparedSample(long Rows, double TotalWeight, RealVector Shares, double Noise, double MeanLogDensity, double Deviation)
{
    internal static ComparedSample Of(ScoredSample sample, int components)
    {
        double[] shares = [.. sample.Sums.Shares];
        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] /= sample.TotalWeight;
        }

        double deviation = sample.Sums.IsCounted ? Math.Sqrt(sample.Densities.VarianceAbout(sample.Mean)) : double.NaN;
        return new ComparedSample(sample.Rows, sample.TotalWeight, shares[..components], shares.Length > components ? shares[^1] : 0, sample.Mean, deviation);
    }
}
