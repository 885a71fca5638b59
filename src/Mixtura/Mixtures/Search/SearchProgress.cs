namespace Mixtura.Mixtures.Search;

/// <summary>Tells of the starts of a search, one report at a time though they may run side by side, with what those that have ended came to.</summary>
/// <param name="progress">Whom.</param>
internal sealed class SearchProgress(IProgress<FitProgress> progress) : IProgress<FitProgress>
{
    private readonly Lock gate = new();
    private FitPhase phase = FitPhase.Starts;
    private int starts;
    private int ended;
    private double? best;

    /// <summary>A start has ended.</summary>
    /// <param name="lowerBound">Its bound, total, in nats; null if it is not sound.</param>
    public void End(double? lowerBound)
    {
        lock (gate)
        {
            ended++;
            best = best > lowerBound ? best : lowerBound ?? best;
        }
    }

    /// <summary>There will be no more starts.</summary>
    public void Finish()
    {
        lock (gate)
        {
            phase = FitPhase.Finish;
        }
    }

    public void Report(FitProgress value)
    {
        lock (gate)
        {
            starts = Math.Max(starts, value.Restarts);
            int finished = phase == FitPhase.Finish ? starts : Math.Min(ended, starts);
            progress.Report(value with { Restarts = starts, Phase = phase, FinishedRestarts = finished, BestLowerBound = best });
        }
    }
}
