using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Bayesian;

/// <summary>Responsibilities q(z) (10.46–10.49) and log predictive densities (10.81) of a few rows at a time; the densities' constants are found once.</summary>
internal sealed class PredictiveScorer(GaussianParameters surrogate, PredictivePart[] parts) : IBlockScorer
{
    private readonly GaussianStatistics workspace = new(surrogate.Packed);
    private readonly MixtureBuffers buffers = new();
    private readonly PredictiveDensity[] densities = Array.ConvertAll(parts, static part => new PredictiveDensity(part));
    private readonly double[] terms = new double[parts.Length];
    private readonly double[] logDensities = new double[surrogate.Packed.BlockRows];

    public int BlockRows => logDensities.Length;

    public ComponentBlock Posterior(RowBlock rows, bool keepsLogDensity, out ReadOnlySpan<double> logDensity)
    {
        for (int i = 0; keepsLogDensity && i < rows.Count; i++)
        {
            logDensities[i] = LogDensity(rows[i]);
        }

        logDensity = logDensities.AsSpan(0, keepsLogDensity ? rows.Count : 0);
        return MixtureExpectation.Posterior(GaussianMixture.Estimation, surrogate, rows, workspace, buffers, keepsLogDensity: false, out _, out _);
    }

    public bool AssignFar(ReadOnlySpan<double> row, Span<double> responsibilities)
    {
        FarRow.Assign(surrogate, row, responsibilities);
        return true;
    }

    private double LogDensity(ReadOnlySpan<double> row)
    {
        double largest = double.NegativeInfinity;
        for (int k = 0; k < terms.Length; k++)
        {
            terms[k] = densities[k].LogDensity(row);
            largest = Math.Max(largest, terms[k]);
        }

        double sum = 0;
        foreach (double term in terms)
        {
            sum += Math.Exp(term - largest);
        }

        return double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(sum);
    }
}
