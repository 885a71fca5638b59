using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>The search for the best optimum: starts, each improved by moves, until three agree on the best where that can be had.</summary>
internal sealed class OptimumSearch<TModel, TStatistics>(
    SearchSpace<TModel, TStatistics> space, IRowSource rows, MixtureOptions options, CancellationToken cancellationToken) : IDisposable
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // starts agree when they end within this, in nats per row
    private const double Agreement = 2e-5;

    // moves confirm an optimum from all sides; without them starts agree on a poor one too easily
    private const int LeastStarts = 3;
    private const int LeastStartsWithoutMoves = 5;

    // after the least, so many at a time, whatever the threads: the same starts for any number of them
    private const int Wave = 2;

    // without leaps and moves more starts are needed
    private const int LeastPlainStarts = 20;

    private const int FewComponents = 5;
    private const int FewRows = 2000;

    // degenerate starts are made good by others, within reason
    private const int MostTriesPerStart = 3;

    // numbers in the data below which starts share the threads out, instead of each start's passes
    private const long FewValues = 50_000;

    private readonly List<Candidate<TModel>> candidates = [];
    private readonly List<Climber<TModel, TStatistics>> climbers = [];
    private double otherPasses;
    private SearchProgress? told;

    // leaps and moves do harm on these data: a third of the starts had to begin again
    private bool collapsesOnTheWay;

    /// <summary>Fits to start from as well.</summary>
    public FitHints Hints { get; set; } = FitHints.None;

    /// <summary>What a search among some of the rows has found, to be followed in the place of starts; null where there was none.</summary>
    public SampledStarts<TModel>? Found { get; set; }

    /// <summary>Told every iteration; null for nobody.</summary>
    public IProgress<FitProgress>? Progress
    {
        get => told;
        set => told = value is null ? null : new SearchProgress(value);
    }

    /// <summary>Whether there is more to be found than <see cref="Found"/> has: the candidates are not the end of it.</summary>
    public bool WasMisled { get; private set; }

    /// <summary>Whether this is the search with one component fewer, made to help another.</summary>
    public bool IsAid { get; init; }

    /// <summary>Rows that the best candidate sets apart from all others; empty where it does not.</summary>
    public IReadOnlyList<LoneRow> LoneRows { get; private set; } = [];

    /// <summary>The work done, in sweeps over the data.</summary>
    public double Passes => climbers.Sum(static climber => climber.Passes) + space.Work.Passes + otherPasses;

    /// <summary>A family for what was found.</summary>
    public IMixtureFamily<TModel, TStatistics> NewFamily() => space.NewFamily();

    /// <summary>Runs it; the best candidate has converged.</summary>
    /// <returns>Every start, in order.</returns>
    public List<Candidate<TModel>> Run()
    {
        climbers.Add(NewClimber(options.Em.Threads));
        if (Found is not null)
        {
            Follow(Found);
            return candidates;
        }

        int most = Hints.Only ? 0 : options.Restarts ?? (Repeats ? space.MostStarts : 1);
        Make(Math.Min(most, options.Restarts ?? Least), most);
        SetLoneRowsApart();
        while (!IsCancelled && LoneRows.Count == 0 && (candidates.Count < most || (candidates.Count < most * MostTriesPerStart && !HasGood)) && !IsEnough)
        {
            Make(Math.Min(Wave, (HasGood ? most : most * MostTriesPerStart) - candidates.Count), most);
        }

        TryHints();
        TryFewer();
        if (options.Em.Tolerance > 0)
        {
            Finish();
        }

        return candidates;
    }

    /// <inheritdoc/>
    public void Dispose() => climbers.ForEach(static climber => climber.Dispose());

    // the best on all rows need not be the best of the sample; one that is not sound on all rows makes room for the next
    private void Follow(SampledStarts<TModel> found)
    {
        told?.Finish();
        foreach (var optimum in found.Followed)
        {
            candidates.Add(climbers[0].Follow(optimum.Restart, found.Count, optimum.Model));
            End(candidates[^1]);
            if (IsCancelled)
            {
                return;
            }
        }

        var best = Candidate<TModel>.Ranked(candidates).FirstOrDefault();
        WasMisled = best is not { IsSound: true } || climbers[0].FindsMore(best) || !best.IsSound;
    }

    // so many starts more, whatever the threads: on small data each on a thread of its own, and which one makes no difference
    private void Make(int count, int most)
    {
        int together = !rows.IsSweptInOrder && rows.Rows * rows.Columns <= FewValues && options.Em.Tolerance > 0 ? Math.Min(options.Em.Threads, count) : 1;
        while (climbers.Count <= together && together > 1)
        {
            climbers.Add(NewClimber(threads: 1));
        }

        var found = new Candidate<TModel>[count];
        int first = candidates.Count;
        int workers = 0;
        ParallelPieces.ForEach(count, together, () => climbers[together > 1 ? Interlocked.Increment(ref workers) : 0], (i, climber) =>
        {
            found[i] = collapsesOnTheWay ? climber.StartPlain(first + i, most) : climber.Start(first + i, most);
            End(found[i]);
        });
        candidates.AddRange(found);
        collapsesOnTheWay |= candidates.Count >= LeastStarts && 3 * candidates.Count(static candidate => candidate.HasBegunAgain) >= candidates.Count;
    }

    private void End(Candidate<TModel> candidate) => told?.End(candidate.IsSound ? candidate.LowerBound : null);

    // where every start has collapsed a few rows far out may be why
    private void SetLoneRowsApart()
    {
        if (space.Start.Components < 2 || options.Em.Tolerance == 0 || IsCancelled || HasSound)
        {
            return;
        }

        if (space.SetApart([.. Candidate<TModel>.Ranked(candidates)]) is { } fit)
        {
            var candidate = new Candidate<TModel>(candidates.Count, fit.Result.Model);
            candidate.Continue(fit.Result);
            candidates.Add(candidate);
            LoneRows = fit.Rows;
        }
        else if (space.AroundFarRows() is { } start)
        {
            // what is degenerate is now judged by the rows without those
            otherPasses += climbers.Sum(static climber => climber.Passes);
            Dispose();
            climbers.Clear();
            climbers.Add(NewClimber(options.Em.Threads));
            candidates.Add(climbers[0].Start(candidates.Count, start));
        }

        otherPasses += space.PassesSettingApart;
    }

    // where hardly a start is sound, one component fewer may be a way to all of them: the fit must not end below that
    private void TryFewer()
    {
        if (LoneRows.Count > 0 || Hints.Only || !HasLostMost || space.Start.Components < 2 || options.Em.Tolerance == 0 || IsCancelled)
        {
            return;
        }

        var fewer = space.FitFewer();
        otherPasses += fewer.DataPasses * (space.Start.Components - 1) / space.Start.Components;
        double best = candidates.Where(static candidate => candidate.IsSound).Select(static candidate => candidate.LowerBound).DefaultIfEmpty(double.NegativeInfinity).Max();
        if (fewer.Degeneracy is null && best < fewer.LowerBound)
        {
            TryHint(fewer.Model, doubles: true);
        }
    }

    private bool HasLostMost => !IsAid && (collapsesOnTheWay || candidates.Count(static candidate => candidate.IsSound) <= candidates.Count / 2);

    private Climber<TModel, TStatistics> NewClimber(int threads) => new(space, rows, options, threads, told, cancellationToken);

    private void TryHints()
    {
        foreach (var hint in Hints.Models)
        {
            TryHint(hint, doubles: Hints.Only);
        }

        // no component could be split: a start of its own then
        if (candidates.Count == 0)
        {
            candidates.Add(climbers[0].Start(0, 1));
        }
    }

    private void TryHint(Mixture hint, bool doubles)
    {
        if (!IsCancelled && new HintStart<TModel, TStatistics>(space).Of(hint) is { } start)
        {
            candidates.Add(climbers[0].Start(candidates.Count, start));
        }

        if (doubles && !IsCancelled && new HintStart<TModel, TStatistics>(space).Doubled(hint) is { } doubled)
        {
            candidates.Add(climbers[0].Start(candidates.Count, doubled));
        }
    }

    // where components are few, or rows, moves find less and starts cost little
    private bool Repeats =>
        space.Start.Components > 1 && !space.IsInterpolating && (space.Start.Components <= FewComponents || space.Start.Summary.WeightedRows < FewRows);

    private int Least => (space.Start.Components > 2 && options.SplitMerge) || !space.HidesOptima ? LeastStarts : LeastStartsWithoutMoves;

    private bool HasGood => candidates.Exists(static candidate => candidate.IsSound && !candidate.HasBegunAgain);

    private bool HasSound => candidates.Exists(static candidate => candidate.IsSound);

    private bool IsCancelled => candidates.Exists(static candidate => candidate.StopReason == StopReason.Cancelled);

    private bool IsEnough =>
        options.Restarts is null && options.Em.Tolerance > 0 && HasSound && (Agree() || Passes > space.MostPasses)
        && !(collapsesOnTheWay && candidates.Count(static candidate => candidate.IsSound) < LeastPlainStarts);

    private bool Agree()
    {
        double best = candidates.Where(static candidate => candidate.IsSound).Max(static candidate => candidate.LowerBound);
        return candidates.Count(candidate => candidate.IsSound && candidate.LowerBound >= best - (Agreement * space.TotalWeight)) >= space.AgreeingStarts;
    }

    // the best sound one converges; one that degenerates on the way makes room for the next; with rows set apart it has converged
    private void Finish()
    {
        if (LoneRows.Count > 0)
        {
            return;
        }

        told?.Finish();
        foreach (var candidate in Candidate<TModel>.Ranked(candidates).Where(static candidate => candidate.IsSound).ToList())
        {
            climbers[0].Finish(candidate);
            if (candidate.IsSound)
            {
                return;
            }
        }
    }
}
