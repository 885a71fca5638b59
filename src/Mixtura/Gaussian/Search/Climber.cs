using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Gaussian.Search;

/// <summary>Takes starts uphill, one at a time: a few iterations, moves, until little is to come. Several may work at the same time, each with a pass of its own.</summary>
internal sealed class Climber : IDisposable
{
    private const double FirstTolerance = 3e-4;
    private const int FirstIterations = 12;

    // starts are compared when this little is to come
    private const double CompareTolerance = 1e-6;

    // exchanges of rows are repeated while they gain so much, in nats per row
    private const double LeastExchangeGain = 1e-6;
    private const int MostExchanges = 20;

    private readonly BlockPass<GaussianParameters, GaussianStatistics> pass;
    private readonly EmRunner runner;
    private readonly SearchContext context;
    private readonly MovePhase? moves;
    private readonly ExchangeMove exchange;
    private readonly GaussianMixtureOptions options;

    /// <param name="context">What is known of the data.</param>
    /// <param name="rows">The data.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="threads">The threads of its passes.</param>
    /// <param name="progress">Told of iterations.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Climber(
        SearchContext context, IRowSource rows, GaussianMixtureOptions options, int threads, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        this.context = context;
        this.options = options;
        Family = context.NewFamily();
        pass = new BlockPass<GaussianParameters, GaussianStatistics>(Family, new(options.Covariance, context.Start.Components, rows.Columns), rows, threads);
        runner = new EmRunner(Family, pass, options.Em, progress, cancellationToken) { Ties = context.TiesOf(rows, cancellationToken) };
        exchange = new ExchangeMove(context, Family);
        moves = context.Start.Components > 2 && options.SplitMerge ? new MovePhase(runner, context, Family, threads) : null;
    }

    /// <summary>The E-step and the M-step.</summary>
    public GaussianFamily Family { get; }

    /// <summary>The sweeps over all rows.</summary>
    public int Passes => pass.Count;

    /// <summary>A start, and how far it came.</summary>
    /// <param name="restart">Its number.</param>
    /// <param name="starts">The number of starts, for the progress.</param>
    public Candidate Start(int restart, int starts)
    {
        runner.Starts = starts;
        var candidate = new Candidate(restart, options.Initialization.Start(context.Start, (ulong)restart));
        if (options.Em.Tolerance == 0)
        {
            runner.Run(candidate, 0);
            return candidate;
        }

        runner.Run(candidate, FirstTolerance, FirstIterations);
        Improve(candidate, phase: 0);
        RunIfSound(candidate, CompareTolerance);
        ExchangeRows(candidate);
        return candidate;
    }

    /// <summary>The same from parameters found elsewhere.</summary>
    public Candidate Start(int number, GaussianParameters parameters)
    {
        var candidate = new Candidate(number, parameters);
        runner.Run(candidate, CompareTolerance);
        Improve(candidate, phase: 0);
        RunIfSound(candidate, CompareTolerance);
        ExchangeRows(candidate);
        return candidate;
    }

    /// <summary>Moves once more, as long as they find something, then on to the final tolerance.</summary>
    public void Finish(Candidate candidate)
    {
        while (Improve(candidate, phase: 1))
        {
            RunIfSound(candidate, CompareTolerance);
        }

        RunIfSound(candidate, options.Em.Tolerance);
    }

    /// <inheritdoc/>
    public void Dispose() => pass.Dispose();

    // an exchange that leads higher is kept, and tried again from there
    private void ExchangeRows(Candidate candidate)
    {
        var random = context.Start.Random((1UL << 42) + (ulong)candidate.Restart);
        for (int round = 0; round < MostExchanges && candidate.IsSound && exchange.Applies && HasIterations(candidate); round++)
        {
            if (exchange.From(candidate.Model, random) is not { } start)
            {
                return;
            }

            var result = runner.Run(candidate, start, CompareTolerance);
            if (result.Degeneracy is not null || result.StopReason == StopReason.Cancelled || !(result.LowerBound > candidate.LowerBound + (LeastExchangeGain * context.TotalWeight)))
            {
                return;
            }

            candidate.Accept(result);
        }
    }

    // a component that was about to collapse may be moved elsewhere too: the last sound model is still there
    private bool Improve(Candidate candidate, int phase) =>
        moves is not null && HasIterations(candidate) && (candidate.IsSound || candidate.Trace.Count > 0) && moves.Improve(candidate, phase);

    private void RunIfSound(Candidate candidate, double tolerance)
    {
        if (candidate.IsSound && HasIterations(candidate))
        {
            runner.Run(candidate, tolerance);
        }
    }

    private bool HasIterations(Candidate candidate) =>
        candidate.StopReason != StopReason.Cancelled && candidate.Iterations < options.Em.MaxIterations;
}
