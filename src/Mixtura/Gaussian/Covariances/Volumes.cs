namespace Mixtura.Gaussian.Covariances;

/// <summary>The alternation of VEI, VEE and VEV: volumes λₖ given the shared part, the shared part given the volumes, until the volumes settle. Each half is the exact
/// maximum given the other, so the bound never falls.</summary>
internal static class Volumes
{
    /// <summary>Runs it.</summary>
    /// <param name="start">λₖ to begin with; where one is no number, <paramref name="fallback"/> stands for it.</param>
    /// <param name="fallback">λₖ from the scatters alone.</param>
    /// <param name="update">New λₖ from old: the shared part given these, then the volumes given that.</param>
    /// <param name="settled">The change of log λₖ that ends it.</param>
    /// <param name="mostRounds">The most rounds.</param>
    public static double[] Alternate(double[] start, Func<int, double> fallback, Func<double[], double[]> update, double settled, int mostRounds)
    {
        var volumes = start.Select((volume, k) => volume > 0 && double.IsFinite(volume) ? volume : fallback(k)).ToArray();
        for (int round = 0; round < mostRounds; round++)
        {
            var next = update(volumes);
            double change = next.Zip(volumes, static (after, before) => Math.Abs(Math.Log(after / before))).Max();
            volumes = next;
            if (!(change > settled))
            {
                break;
            }
        }

        return volumes;
    }
}
