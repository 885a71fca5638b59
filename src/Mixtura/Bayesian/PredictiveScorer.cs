using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Bayesian;

/// <summary>Responsibilities q(z) (10.46–10.49) and log predictive densities (10.81) of a few rows at a time; the densities' constants are found once.</summary>
internal sealed class PredictiveScorer(GaussianParameters surrogate, PredictiveDensity[] densities) : IBlockScorer
{
    private readonly GaussianStatistics workspace = new(surrogate.Packed);
    private readonly MixtureBuffers buffers = new();
    private readonly double[] terms = new double[densities.Length];
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

    /// <summary>The log of weight times density of every part, for a row.</summary>
    public static void WriteTerms(PredictiveDensity[] densities, ReadOnlySpan<double> row, Span<double> terms)
    {
        for (int k = 0; k < terms.Length; k++)
        {
            terms[k] = densities[k].LogDensity(row);
        }
    }

    private double LogDensity(ReadOnlySpan<double> row)
    {
        WriteTerms(densities, row, terms);
        return LogSumExp.Of(terms);
    }
}
