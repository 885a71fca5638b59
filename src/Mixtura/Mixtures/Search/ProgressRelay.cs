using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Tells where one start of several stands.</summary>
/// <param name="progress">Whom.</param>
/// <param name="restart">The start, counted from 0.</param>
/// <param name="restarts">The number of starts.</param>
/// <param name="before">The iterations that it has made already.</param>
internal sealed class ProgressRelay(IProgress<FitProgress> progress, int restart, int restarts, int before) : IProgress<EmProgress>
{
    public void Report(EmProgress value) => progress.Report(new FitProgress(restart, restarts, before + value.Iteration, value.LowerBound));
}
