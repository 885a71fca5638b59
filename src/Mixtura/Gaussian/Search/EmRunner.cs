using Mixtura.Estimation;

namespace Mixtura.Gaussian.Search;

/// <summary>Runs EM for the candidates of one fit, all over the same pass, and looks for components that live on rows that tie.</summary>
internal sealed class EmRunner(
    GaussianFamily family,
    IPass<GaussianParameters, GaussianStatistics> pass,
    EmOptions options,
    IProgress<FitProgress>? progress,
    CancellationToken cancellationToken)
{
    // after a collapse so many plain steps are made before leaps are tried again, so many times
    private const int PlainIterations = 100;
    private const int MostAttempts = 3;

    /// <summary>Looks for components that live on ties, where there may be such; null where there are none, or they do no harm.</summary>
    public TieCheck? Ties { get; init; }

    /// <summary>The number of starts, for the progress.</summary>
    public int Starts { get; set; } = 1;

    /// <summary>Takes a candidate on from where it stands.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="tolerance">When to stop.</param>
    /// <param name="mostIterations">And when at the latest; never more than the options leave.</param>
    /// <remarks>A run that collapses is taken up again by plain EM: leaps lead into collapses, above all on rounded data, that EM's own steps pass by.</remarks>
    public void Run(Candidate candidate, double tolerance, int mostIterations = int.MaxValue)
    {
        var before = candidate.Here;
        candidate.Continue(Run(candidate, candidate.Model, tolerance, mostIterations));
        for (int attempt = 0; attempt < MostAttempts && mostIterations > PlainIterations && !candidate.IsSound && options.Acceleration; attempt++)
        {
            candidate.ReturnTo(before);
            RunPlain(candidate, tolerance, PlainIterations);
            if (!candidate.IsSound || candidate.StopReason != StopReason.IterationLimit)
            {
                return;
            }

            before = candidate.Here;
            candidate.Continue(Run(candidate, candidate.Model, tolerance, mostIterations));
        }

        if (!candidate.IsSound && options.Acceleration)
        {
            candidate.ReturnTo(before);
            RunPlain(candidate, tolerance, mostIterations);
        }
    }

    /// <summary>The same by plain EM.</summary>
    public void RunPlain(Candidate candidate, double tolerance, int mostIterations = int.MaxValue) =>
        candidate.Continue(Run(candidate, candidate.Model, tolerance, mostIterations, accelerates: false));

    /// <summary>Tries other parameters in a candidate's place.</summary>
    public EmResult<GaussianParameters> Run(Candidate candidate, GaussianParameters start, double tolerance, int mostIterations = int.MaxValue, bool accelerates = true)
    {
        int left = Math.Min(mostIterations, options.MaxIterations - candidate.Iterations);
        var report = progress is null ? null : new Relay(progress, candidate.Restart, Starts, candidate.Iterations);
        var result = ExpectationMaximization.Run(
            family, start, pass, options with { Tolerance = tolerance, MaxIterations = left, Acceleration = accelerates && options.Acceleration }, report, cancellationToken);
        return Ties is not null && result.Degeneracy is null && result.StopReason != StopReason.Cancelled
            ? result with { Degeneracy = Ties.Find(result.Model) }
            : result;
    }

    private sealed class Relay(IProgress<FitProgress> progress, int restart, int restarts, int before) : IProgress<EmProgress>
    {
        public void Report(EmProgress value) =>
            progress.Report(new FitProgress(restart, restarts, before + value.Iteration, value.LowerBound));
    }
}
