using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Where a search among some of the rows ended: the optima worth following on all rows, and what became of the other starts.</summary>
/// <param name="candidates">The starts of that search, in order.</param>
/// <param name="rows">The rows that it went over.</param>
/// <param name="rowsEach">The rows of the data for each of them, by weight.</param>
internal sealed class SampledStarts<TModel>(IReadOnlyList<Candidate<TModel>> candidates, long rows, double rowsEach)
    where TModel : class
{
    private const int MostFollowed = 3;

    // starts ended at one optimum when they ended within this, in nats per row
    private const double Agreement = 2e-5;

    // a mean of so many log ratios is known to about this many of its deviations, which are about one nat between different optima
    private const double Deviations = 3;

    /// <summary>Whether it was cancelled.</summary>
    public bool IsCancelled => candidates.Any(static candidate => candidate.StopReason == StopReason.Cancelled);

    /// <summary>The number of starts.</summary>
    public int Count => candidates.Count;

    /// <summary>The different optima that may be the best of all rows, the best of the sample first.</summary>
    public IReadOnlyList<Candidate<TModel>> Followed { get; } = Worthy(candidates, rows);

    /// <summary>Every start so far of a search that was cancelled, bounds as if all rows were like these.</summary>
    /// <param name="objectiveTerm">What bounds have beside the log-likelihood: it is the same for any number of rows.</param>
    public List<Candidate<TModel>> OfAllRows(Func<TModel, double> objectiveTerm) => [.. candidates.Select(candidate => OfAllRows(candidate, objectiveTerm))];

    /// <summary>Every start: those that were followed as they ended, others as far below the best as they were on the sample.</summary>
    /// <param name="followed">Those that were followed.</param>
    public IReadOnlyList<RestartOutcome> Outcomes(IReadOnlyList<Candidate<TModel>> followed)
    {
        var best = Candidate<TModel>.Ranked(followed).First();
        double onSample = candidates[best.Restart].LowerBound;
        return
        [
            .. candidates.Select(candidate => followed.FirstOrDefault(one => one.Restart == candidate.Restart)?.Outcome
                ?? candidate.Outcome with { LowerBound = best.LowerBound + Math.Min(0, (candidate.LowerBound - onSample) * rowsEach) }),
        ];
    }

    private Candidate<TModel> OfAllRows(Candidate<TModel> candidate, Func<TModel, double> objectiveTerm)
    {
        var scaled = new Candidate<TModel>(candidate.Restart, candidate.Model);
        double term = candidate.Trace.Count > 0 ? objectiveTerm(candidate.Model) : 0;
        scaled.Continue(new EmResult<TModel>(candidate.Model, [.. candidate.Trace.Select(bound => ((bound - term) * rowsEach) + term)], candidate.StopReason, candidate.Degeneracy, 0));
        return scaled;
    }

    private static List<Candidate<TModel>> Worthy(IReadOnlyList<Candidate<TModel>> candidates, long rows)
    {
        var found = new List<Candidate<TModel>>();
        foreach (var candidate in Candidate<TModel>.Ranked(candidates).Where(static candidate => candidate.IsSound))
        {
            double below = found.Count == 0 ? 0 : (found[0].LowerBound - candidate.LowerBound) / rows;
            bool isNew = found.TrueForAll(other => Math.Abs(other.LowerBound - candidate.LowerBound) > Agreement * rows);
            if (isNew && below <= Deviations / Math.Sqrt(rows) && found.Count < MostFollowed)
            {
                found.Add(candidate);
            }
        }

        return found;
    }
}
