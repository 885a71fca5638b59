using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Runs EM for the candidates of one fit, all over the same pass, and looks at what they led to.</summary>
internal sealed class EmRunner<TModel, TStatistics>(
    IMixtureFamily<TModel, TStatistics> family,
    IPass<TModel, TStatistics> pass,
    EmOptions options,
    IProgress<FitProgress>? progress,
    CancellationToken cancellationToken)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // after a collapse so many plain steps are made before leaps are tried again, so many times
    private const int PlainIterations = 100;
    private const int MostAttempts = 3;

    /// <summary>Looks at what a run led to for what only the data can tell; null for nothing.</summary>
    public Func<TModel, Degeneracy?>? LateCheck { get; init; }

    /// <summary>From a start without a finite bound to one that may have one; null where there is no such way.</summary>
    public Func<TModel, TModel?>? Mend { get; init; }

    /// <summary>The number of starts, for the progress.</summary>
    public int Starts { get; set; } = 1;

    /// <summary>Takes a candidate on from where it stands.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="tolerance">When to stop.</param>
    /// <param name="mostIterations">And when at the latest; never more than the options leave.</param>
    /// <remarks>A run that collapses is taken up again by plain EM: leaps lead into collapses, above all on rounded data, that EM's own steps pass by.</remarks>
    public void Run(Candidate<TModel> candidate, double tolerance, int mostIterations = int.MaxValue)
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
    public void RunPlain(Candidate<TModel> candidate, double tolerance, int mostIterations = int.MaxValue) =>
        candidate.Continue(Run(candidate, candidate.Model, tolerance, mostIterations, accelerates: false));

    /// <summary>Tries other parameters in a candidate's place.</summary>
    public EmResult<TModel> Run(Candidate<TModel> candidate, TModel start, double tolerance, int mostIterations = int.MaxValue, bool accelerates = true)
    {
        // a leap may have gone one step beyond
        int left = Math.Max(0, Math.Min(mostIterations, options.MaxIterations - candidate.Iterations));
        var report = progress is null ? null : new ProgressRelay(progress, candidate.Restart, Starts, candidate.Iterations);
        var own = options with { Tolerance = tolerance, MaxIterations = left, Acceleration = accelerates && options.Acceleration };
        var result = ExpectationMaximization.Run(family, start, pass, own, report, cancellationToken);
        if (result is { Trace.Count: 0, Degeneracy.Kind: DegeneracyKind.NoFiniteBound } && Mend?.Invoke(start) is { } mended)
        {
            result = ExpectationMaximization.Run(family, mended, pass, own, report, cancellationToken);
        }

        return LateCheck is not null && result.Degeneracy is null && result.StopReason != StopReason.Cancelled
            ? result with { Degeneracy = LateCheck(result.Model) }
            : result;
    }
}
