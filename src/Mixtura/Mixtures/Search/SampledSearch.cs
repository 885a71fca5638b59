using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>The search over all rows; where they abound among some of them first, a larger sample each time that one misled, and the best optima go on to all.</summary>
/// <param name="rows">All rows, those with the same gaps together.</param>
/// <param name="summary">What is known of them.</param>
/// <param name="options">How the fit is made.</param>
/// <param name="progress">Told every iteration, as if of all rows.</param>
/// <param name="cancellationToken">Cancels.</param>
internal sealed class SampledSearch<TModel, TStatistics>(
    IRowSource rows, DataSummary summary, MixtureOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>A search over rows, with what is known of them.</summary>
    public required Func<IRowSource, DataSummary, OptimumSearch<TModel, TStatistics>> Over { get; init; }

    /// <summary>The mixture of parameters.</summary>
    public required Func<TModel, Mixture> Mixture { get; init; }

    /// <summary>K.</summary>
    public required int Components { get; init; }

    /// <summary>The number of free parameters.</summary>
    public required int Parameters { get; init; }

    /// <summary>Fits to start from as well.</summary>
    public FitHints Hints { get; init; } = FitHints.None;

    /// <summary>Runs it.</summary>
    public SearchOutcome<TModel, TStatistics> Run()
    {
        double passes = 0;
        var hints = Hints;
        SearchOutcome<TModel, TStatistics>? best = null;
        for (long size = options.SampleRows; ; size *= SearchSample.Growth)
        {
            try
            {
                var outcome = Search(size, hints, ref passes, out bool wasMisled);
                if (!wasMisled)
                {
                    return BetterOf(best, outcome);
                }

                // what the sample did not know leads on
                best = outcome.Best.IsSound ? outcome : best;
                hints = hints with { Models = [.. hints.Models, Mixture(outcome.Best.Model)] };
            }
            catch (OperationCanceledException) when (best is not null)
            {
                return Cancelled(best, passes);
            }
        }
    }

    private SearchOutcome<TModel, TStatistics> Search(long size, FitHints hints, ref double passes, out bool wasMisled)
    {
        wasMisled = false;
        var found = FoundOnSample(size, hints, ref passes, out var cancelled);
        if (cancelled is not null)
        {
            return cancelled;
        }

        using var search = Over(rows, summary);
        (search.Hints, search.Found, search.Progress) = (hints, found, progress);
        var candidates = search.Run();
        passes += search.Passes;
        wasMisled = search.WasMisled;
        var outcome = new SearchOutcome<TModel, TStatistics>(search.NewFamily(), candidates, passes) { LoneRows = search.LoneRows };
        return found is null ? outcome : outcome with { Starts = found.Outcomes(candidates) };
    }

    // a search that was cancelled may not have come as far as the one before it, which misled
    private static SearchOutcome<TModel, TStatistics> BetterOf(SearchOutcome<TModel, TStatistics>? before, SearchOutcome<TModel, TStatistics> last)
    {
        bool isCancelled = last.Candidates.Any(static candidate => candidate.StopReason == StopReason.Cancelled);
        return before is not null && isCancelled && (last.IsEstimate || !(last.Best.LowerBound > before.Best.LowerBound)) ? Cancelled(before, last.Passes) : last;
    }

    private static SearchOutcome<TModel, TStatistics> Cancelled(SearchOutcome<TModel, TStatistics> best, double passes)
    {
        // every start of the sample keeps its place: the best one's number is an index into them
        var cancelled = best.Best;
        cancelled.Cancel();
        return best with { Passes = passes, Starts = [.. best.Starts.Select(start => start.Restart == cancelled.Restart ? cancelled.Outcome : start)] };
    }

    // null where all rows are to be searched
    private SampledStarts<TModel>? FoundOnSample(long size, FitHints hints, ref double passes, out SearchOutcome<TModel, TStatistics>? cancelled)
    {
        cancelled = null;
        if (Components == 1 || SearchSample.Of(rows, summary, size, Parameters, options, cancellationToken) is not { } few || SearchAmong(few, out double weight) is not { } prepared)
        {
            return null;
        }

        using var search = prepared;
        double rowsEach = summary.TotalWeight / weight;
        search.Hints = hints;
        search.Progress = progress is null ? null : new ScaledProgress(progress, rowsEach);
        var found = new SampledStarts<TModel>(search.Run(), few.Rows, rowsEach);
        passes += search.Passes * few.Rows / summary.WeightedRows;
        if (found.IsCancelled)
        {
            var family = search.NewFamily();
            cancelled = new SearchOutcome<TModel, TStatistics>(family, found.OfAllRows(family.ObjectiveTerm), passes) { IsEstimate = true };
            return null;
        }

        return search.LoneRows.Count == 0 && found.Followed.Count > 0 ? found : null;
    }

    // null where the sample cannot stand for all rows: a feature is never observed in it, say, or has one value alone
    private OptimumSearch<TModel, TStatistics>? SearchAmong(MemoryRows few, out double weight)
    {
        try
        {
            var moments = DataSummary.Of(few, summary.HasCorrelations, options.Missing, options.Em.Threads, cancellationToken);
            weight = moments.TotalWeight;
            return moments.IsConstant.SequenceEqual(summary.IsConstant) ? Over(RowsByPattern.Of(few, moments.Missing is not null), moments) : null;
        }
        catch (InputException)
        {
            weight = 0;
            return null;
        }
    }
}
