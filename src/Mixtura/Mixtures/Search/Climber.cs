using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Mixtures.Search;

/// <summary>Takes starts uphill, one at a time: a few iterations, moves, until little is to come. Several may work at the same time, each with a pass of its own.</summary>
internal sealed class Climber<TModel, TStatistics> : IDisposable
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private const double FirstTolerance = 3e-4;
    private const int FirstIterations = 12;

    // starts are compared when this little is to come
    private const double CompareTolerance = 1e-6;

    // exchanges of rows are repeated while they gain so much, in nats per row
    private const double LeastExchangeGain = 1e-6;
    private const int MostExchanges = 20;

    // plain EM is slow: so far it goes before starts are compared
    private const int MostPlainIterations = 1000;

    private readonly BlockPass<TModel, TStatistics> pass;
    private readonly EmRunner<TModel, TStatistics> runner;
    private readonly SearchSpace<TModel, TStatistics> space;
    private readonly MovePhase<TModel, TStatistics>? movePhase;
    private readonly MovePhase<TModel, TStatistics>? lastMoves;
    private readonly IExchange<TModel>? exchange;
    private readonly WholeStart<TModel, TStatistics>? wholeStart;
    private readonly MixtureOptions options;

    /// <param name="space">The data and the family.</param>
    /// <param name="rows">The data.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="threads">The threads of its passes.</param>
    /// <param name="progress">Told of iterations.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Climber(
        SearchSpace<TModel, TStatistics> space, IRowSource rows, MixtureOptions options, int threads, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        this.space = space;
        this.options = options;
        var family = space.NewFamily();
        pass = new BlockPass<TModel, TStatistics>(family, space.Shape, rows, threads);
        wholeStart = space.RulesOutRows ? new WholeStart<TModel, TStatistics>(family, rows, threads, cancellationToken) : null;
        runner = new EmRunner<TModel, TStatistics>(family, pass, options.Em, progress, cancellationToken) { LateCheck = space.LateCheck(rows, cancellationToken), Mend = wholeStart is null ? null : wholeStart.Of };
        exchange = options.SplitMerge ? space.NewExchange(family, cancellationToken) : null;
        movePhase = space.Start.Components > 2 && options.SplitMerge && !space.IsInterpolating ? new MovePhase<TModel, TStatistics>(runner, space, family, threads) : null;
        lastMoves = movePhase is null ? null : new MovePhase<TModel, TStatistics>(runner, space, family, threads) { MostFailures = 1 };
    }

    /// <summary>The sweeps over all rows.</summary>
    public int Passes => pass.Count + (wholeStart?.Passes ?? 0);

    /// <summary>A start, and how far it came.</summary>
    /// <param name="restart">Its number.</param>
    /// <param name="starts">The number of starts, for the progress.</param>
    public Candidate<TModel> Start(int restart, int starts)
    {
        runner.Starts = starts;
        var candidate = new Candidate<TModel>(restart, space.From(options.Initialization, (ulong)restart));
        if (options.Em.Tolerance == 0)
        {
            runner.Run(candidate, 0);
            return candidate;
        }

        runner.Run(candidate, FirstTolerance, FirstIterations);
        return Improved(candidate);
    }

    /// <summary>A start by EM's own steps alone, for data on which leaps and moves collapse.</summary>
    public Candidate<TModel> StartPlain(int restart, int starts)
    {
        runner.Starts = starts;
        var way = options.Initialization is MixedStart ? Initialization.RandomRows : options.Initialization;
        var candidate = new Candidate<TModel>(restart, space.From(way, (ulong)restart));
        runner.RunPlain(candidate, CompareTolerance, MostPlainIterations);
        return candidate;
    }

    /// <summary>The same from parameters found elsewhere.</summary>
    public Candidate<TModel> Start(int number, TModel parameters)
    {
        var candidate = new Candidate<TModel>(number, parameters);
        runner.Run(candidate, CompareTolerance);
        return Improved(candidate);
    }

    /// <summary>Takes an optimum of a sample on to all rows, as far as optima are compared.</summary>
    /// <param name="restart">The number of its start.</param>
    /// <param name="starts">The number of starts, for the progress.</param>
    /// <param name="parameters">The optimum.</param>
    public Candidate<TModel> Follow(int restart, int starts, TModel parameters)
    {
        runner.Starts = starts;
        var candidate = new Candidate<TModel>(restart, space.HasZeros && wholeStart?.Of(parameters) is { } whole ? whole : parameters);
        runner.Run(candidate, CompareTolerance);
        return candidate;
    }

    /// <summary>Tries the most promising move on all rows; where it fails, on to the final tolerance.</summary>
    /// <returns>Whether the move found more, so that the search has missed something.</returns>
    public bool FindsMore(Candidate<TModel> candidate)
    {
        if (lastMoves is not null && HasIterations(candidate) && lastMoves.Improve(candidate, phase: 3))
        {
            return true;
        }

        RunIfSound(candidate, options.Em.Tolerance);
        return false;
    }

    /// <summary>Moves once more, as long as they find something, then on to the final tolerance; without moves where those led into a collapse.</summary>
    public void Finish(Candidate<TModel> candidate)
    {
        var before = candidate.Here;
        while (Improve(candidate, phase: 1))
        {
            RunIfSound(candidate, CompareTolerance);
        }

        RunIfSound(candidate, options.Em.Tolerance);
        if (!candidate.IsSound && candidate.StopReason != StopReason.Cancelled)
        {
            candidate.ReturnTo(before);
            runner.Run(candidate, options.Em.Tolerance);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => pass.Dispose();

    private Candidate<TModel> Improved(Candidate<TModel> candidate)
    {
        Improve(candidate, phase: 0);
        RunIfSound(candidate, CompareTolerance);
        ExchangeRows(candidate);
        BeginAgainIfCollapsed(candidate);
        return candidate;
    }

    // on rounded data moves and leaps lead into collapses that EM's own steps pass by
    private void BeginAgainIfCollapsed(Candidate<TModel> candidate)
    {
        if (!candidate.IsSound && candidate.StopReason != StopReason.Cancelled && (options.Em.Acceleration || movePhase is not null))
        {
            candidate.BeginAgain();
            runner.RunPlain(candidate, CompareTolerance, MostPlainIterations);
            ImproveIfSound(candidate);
        }
    }

    // moves once more, from where plain EM has led; what collapses after them is undone
    private void ImproveIfSound(Candidate<TModel> candidate)
    {
        var plain = candidate.Here;
        if (candidate.IsSound && Improve(candidate, phase: 2))
        {
            RunIfSound(candidate, CompareTolerance);
            if (!candidate.IsSound)
            {
                candidate.ReturnTo(plain);
            }
        }
    }

    // an exchange that leads higher is kept, and tried again from there
    private void ExchangeRows(Candidate<TModel> candidate)
    {
        var random = space.Start.Random((1UL << 42) + (ulong)candidate.Restart);
        for (int round = 0; round < MostExchanges && candidate.IsSound && exchange is not null && HasIterations(candidate); round++)
        {
            if (exchange.From(candidate.Model, random) is not { } start)
            {
                return;
            }

            var result = runner.Run(candidate, start, CompareTolerance);
            if (result.Degeneracy is not null || result.StopReason == StopReason.Cancelled || !(result.LowerBound > candidate.LowerBound + (LeastExchangeGain * space.TotalWeight)))
            {
                return;
            }

            candidate.Accept(result);
        }
    }

    // a component that was about to collapse may be moved elsewhere too: the last sound model is still there
    private bool Improve(Candidate<TModel> candidate, int phase) =>
        movePhase is not null && HasIterations(candidate) && (candidate.IsSound || candidate.Trace.Count > 0) && movePhase.Improve(candidate, phase);

    private void RunIfSound(Candidate<TModel> candidate, double tolerance)
    {
        if (candidate.IsSound && HasIterations(candidate))
        {
            runner.Run(candidate, tolerance);
        }
    }

    private bool HasIterations(Candidate<TModel> candidate) =>
        candidate.StopReason != StopReason.Cancelled && candidate.Iterations < options.Em.MaxIterations;
}
