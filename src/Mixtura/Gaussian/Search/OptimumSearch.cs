using Mixtura.Estimation;

namespace Mixtura.Gaussian.Search;

/// <summary>The search for the best optimum: starts, each improved by split-and-merge moves, until two agree on the best where that can be had.</summary>
internal sealed class OptimumSearch(EmRunner runner, SearchContext context, GaussianFamily family, GaussianMixtureOptions options)
{
    private const double FirstTolerance = 3e-4;
    private const int FirstIterations = 12;
    private const int MoreIterations = 1000;

    // starts are compared when this little is to come
    private const double CompareTolerance = 1e-6;

    // and agree when they end within this, in nats per row
    private const double Agreement = 2e-5;

    // where no two agree the search ends when it has cost so many passes, a few times as much as ten starts of plain EM
    private const int MostStarts = 20;
    private const double MostPasses = 1000;
    // moves confirm an optimum from all sides; without them two starts agree on a poor one too easily
    private const int LeastStarts = 2;
    private const int LeastStartsWithoutMoves = 5;
    private const int FewComponents = 5;
    private const int FewRows = 2000;

    // degenerate starts are made good by others, within reason
    private const int MostTriesPerStart = 3;

    private readonly MovePhase moves = new(runner, context, family, options.Em.Threads);
    private readonly List<Candidate> candidates = [];

    /// <summary>Fits to start from as well.</summary>
    public IReadOnlyList<GaussianMixture> Hints { get; init; } = [];

    /// <summary>Whether there are no other starts.</summary>
    public bool OnlyHints { get; init; }

    /// <summary>Runs it; the best candidate has converged.</summary>
    /// <returns>Every start, in order.</returns>
    public List<Candidate> Run()
    {
        int most = OnlyHints ? 0 : options.Restarts ?? (Repeats ? MostStarts : 1);
        runner.Starts = most;
        for (int restart = 0; restart < most || (restart < most * MostTriesPerStart && !HasSound); restart++)
        {
            var candidate = new Candidate(restart, options.Initialization.Start(context.Start, (ulong)restart));
            candidates.Add(candidate);
            if (IsExact)
            {
                runner.Run(candidate, 0);
            }
            else
            {
                Climb(candidate);
            }

            if (candidate.StopReason == StopReason.Cancelled || (options.Restarts is null && HasSound && (Agree() || IsSpent)))
            {
                break;
            }
        }

        TryHints();
        if (!IsExact)
        {
            Finish();
        }

        return candidates;
    }

    private void TryHints()
    {
        foreach (var hint in Hints)
        {
            if (HintStart.Of(hint, context, family) is { } start)
            {
                var candidate = new Candidate(candidates.Count, start);
                candidates.Add(candidate);
                runner.Run(candidate, CompareTolerance);
                Improve(candidate, phase: 0);
                RunIfSound(candidate, CompareTolerance);
            }
        }
    }

    // where components are few, or rows, moves find less and starts cost little
    private bool Repeats =>
        context.Start.Components > 1 && (context.Start.Components <= FewComponents || context.Start.Summary.WeightedRows < FewRows);

    private bool Moves => context.Start.Components > 2 && options.SplitMerge;

    // so many iterations and no more: nothing is searched for
    private bool IsExact => options.Em.Tolerance == 0;

    private bool IsSpent => runner.Passes + context.Work.Passes > MostPasses;

    private bool HasSound => candidates.Exists(static candidate => candidate.IsSound);

    private void Climb(Candidate candidate)
    {
        runner.Run(candidate, FirstTolerance, FirstIterations);
        Improve(candidate, phase: 0);
        RunIfSound(candidate, CompareTolerance);
    }

    // a component that was about to collapse may be moved elsewhere too: the last sound model is still there
    private bool Improve(Candidate candidate, int phase) =>
        Moves && HasIterations(candidate) && (candidate.IsSound || candidate.Trace.Count > 0) && moves.Improve(candidate, phase);

    private void RunIfSound(Candidate candidate, double tolerance)
    {
        if (MayGoOn(candidate))
        {
            runner.Run(candidate, tolerance);
        }
    }

    private bool MayGoOn(Candidate candidate) => candidate.IsSound && HasIterations(candidate);

    private bool HasIterations(Candidate candidate) =>
        candidate.StopReason != StopReason.Cancelled && candidate.Iterations < options.Em.MaxIterations;

    private bool Agree()
    {
        if (candidates.Count < (Moves ? LeastStarts : LeastStartsWithoutMoves) || !HasSound)
        {
            return false;
        }

        double best = candidates.Where(static candidate => candidate.IsSound).Max(static candidate => candidate.LowerBound);
        return candidates.Count(candidate => candidate.IsSound && candidate.LowerBound >= best - (Agreement * context.TotalWeight)) > 1;
    }

    // the best sound one is looked at once more and converges; one that degenerates on the way makes room for the next
    private void Finish()
    {
        foreach (var candidate in Candidate.Ranked(candidates).Where(static candidate => candidate.IsSound).ToList())
        {
            while (Improve(candidate, phase: 1))
            {
                RunIfSound(candidate, CompareTolerance);
            }

            RunIfSound(candidate, options.Em.Tolerance);
            if (candidate.IsSound)
            {
                return;
            }
        }
    }
}
