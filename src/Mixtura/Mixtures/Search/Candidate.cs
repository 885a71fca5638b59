using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>One start and how far it has come.</summary>
internal sealed class Candidate<TModel>(int restart, TModel start)
    where TModel : class
{
    private readonly List<double> trace = [];
    private readonly List<TModel> path = [];

    public int Restart => restart;

    public TModel Model { get; private set; } = start;

    public StopReason StopReason { get; private set; }

    public Degeneracy? Degeneracy { get; private set; }

    public bool IsSound => Degeneracy is null;

    /// <summary>Whether leaps or moves led it into a collapse, so that it had to begin again.</summary>
    public bool HasBegunAgain { get; private set; }

    /// <summary>The moves accepted so far.</summary>
    public int Moves { get; set; }

    /// <summary>Back to where it began.</summary>
    public void BeginAgain()
    {
        ReturnTo(Beginning);
        HasBegunAgain = true;
    }

    public IReadOnlyList<double> Trace => trace;

    /// <summary>The parameters beside <see cref="Trace"/>, if they are kept.</summary>
    public IReadOnlyList<TModel> Path => path;

    public double LowerBound => trace.Count > 0 ? trace[^1] : double.NegativeInfinity;

    public int Iterations => Math.Max(0, trace.Count - 1);

    public RestartOutcome Outcome => new(Restart, LowerBound, Iterations, StopReason, Degeneracy);

    /// <summary>Takes over where another run of EM has led to; its trace begins with the bound where this one ended.</summary>
    public void Continue(EmResult<TModel> result)
    {
        Model = result.Model;
        StopReason = result.StopReason;
        Degeneracy = result.Degeneracy;
        int known = Math.Min(trace.Count, 1);
        trace.AddRange(result.Trace.Skip(known));
        path.AddRange(result.Path.Skip(known));
    }

    /// <summary>Takes over a better result from elsewhere, reached by a move; of its trace only what lies above where this one stood.</summary>
    public void Accept(EmResult<TModel> result)
    {
        double before = LowerBound;
        Model = result.Model;
        StopReason = result.StopReason;
        Degeneracy = null;
        trace.AddRange(result.Trace.Where(bound => bound > before));
        path.AddRange(result.Path.Where((_, i) => result.Trace[i] > before));
    }

    /// <summary>Where it began.</summary>
    public Mark Beginning { get; } = new(start, StopReason.IterationLimit, null, 0);

    /// <summary>Where it stands now.</summary>
    public Mark Here => new(Model, StopReason, Degeneracy, trace.Count);

    /// <summary>Back to where it stood; its trace ends there too.</summary>
    public void ReturnTo(Mark mark)
    {
        Model = mark.Model;
        StopReason = mark.StopReason;
        Degeneracy = mark.Degeneracy;
        trace.RemoveRange(mark.Bounds, trace.Count - mark.Bounds);
        path.RemoveRange(Math.Min(mark.Bounds, path.Count), path.Count - Math.Min(mark.Bounds, path.Count));
    }

    /// <summary>The fit was cancelled while something was tried in its place.</summary>
    public void Cancel() => StopReason = StopReason.Cancelled;

    /// <summary>The highest bound among the sound ones first; after them the others.</summary>
    public static IEnumerable<Candidate<TModel>> Ranked(IEnumerable<Candidate<TModel>> candidates) =>
        candidates.OrderByDescending(static candidate => candidate.IsSound).ThenByDescending(static candidate => candidate.LowerBound);

    /// <summary>A place that a candidate can return to.</summary>
    public readonly record struct Mark(TModel Model, StopReason StopReason, Degeneracy? Degeneracy, int Bounds);
}
