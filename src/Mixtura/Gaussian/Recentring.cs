using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Takes the statistics of an E-step once more, about means that lie among the rows.</summary>
/// <remarks>Moments about means that lie far off lose their digits when they move to the new ones: at a distance of 1e8 deviations, all. This comes with parameters that
/// were given; it costs one sweep.</remarks>
internal sealed class Recentring(IRowSource rows, CancellationToken cancellationToken)
{
    // a new mean that lies a thousand deviations off costs the covariance six digits
    private const double Far = 1e6;

    /// <summary>The sweeps that were made.</summary>
    public int Sweeps { get; private set; }

    /// <summary>Whether the move to the new means costs more digits than it may.</summary>
    /// <param name="next">The new parameters.</param>
    /// <param name="shifts">How far the means moved, K×D.</param>
    public static bool IsNeeded(GaussianParameters next, ReadOnlySpan<double> shifts)
    {
        int d = next.Features;
        double[] variances = new double[d];
        for (int k = 0; k < next.Components; k++)
        {
            next.Structure.Storage.WriteVariances(next, k, variances);
            for (int j = 0; j < d; j++)
            {
                double shift = shifts[(k * d) + j];
                double variance = variances[j] > 0 ? variances[j] : 0;
                if (shift * shift > Far * variance)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The statistics under <paramref name="current"/>, about other means.</summary>
    /// <param name="family">The family.</param>
    /// <param name="current">The parameters that say which rows are whose.</param>
    /// <param name="means">The means, K×D.</param>
    /// <returns>The parameters that the moments are about, and the moments.</returns>
    public (GaussianParameters Centre, GaussianStatistics Statistics) Take(GaussianFamily family, GaussianParameters current, double[] means)
    {
        var centre = current.Reordered([.. Enumerable.Range(0, current.Components)]);
        for (int i = 0; i < means.Length; i++)
        {
            // a component that holds no row stays where it is
            centre.Means[i] = double.IsFinite(means[i]) ? means[i] : current.Means[i];
        }

        centre.Prepare();
        var statistics = family.CreateStatistics(centre);
        var workspace = family.CreateStatistics(current);
        var buffers = new MixtureBuffers();
        rows.ForEachBlock(
            family.BlockRows(current),
            block =>
            {
                var responsibilities = MixtureExpectation.Posterior(family, current, block, workspace, buffers, keepsLogDensity: false, out _, out _);
                statistics.Load(block);
                statistics.Add(centre, responsibilities);
            },
            cancellationToken);
        Sweeps++;
        return (centre, statistics);
    }
}
