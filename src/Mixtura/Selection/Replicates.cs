using Mixtura.Estimation;

namespace Mixtura.Selection;

/// <summary>The replicates of a bootstrap, each by itself: on how many threads makes no difference.</summary>
internal static class Replicates
{
    /// <summary>Makes them.</summary>
    /// <param name="components">K, for the progress.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">The most threads at work.</param>
    /// <param name="replicate">Makes one, counted from 0.</param>
    /// <param name="progress">Told of each that is done, one at a time; null for nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static void Make(int components, int count, int threads, Action<int> replicate, IProgress<BootstrapProgress>? progress, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        int finished = 0;
        ParallelPieces.ForEach(count, threads, MakeOne, cancellationToken);

        void MakeOne(int number)
        {
            replicate(number);
            lock (gate)
            {
                progress?.Report(new BootstrapProgress(components, ++finished, count));
            }
        }
    }
}
