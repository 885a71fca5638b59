using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>The EM algorithm in its general form (the article's eqs. 5–15), for any model with latent variables.</summary>
public static class ExpectationMaximization
{
    /// <summary>Alternates E-steps and M-steps from <paramref name="start"/> until the lower bound rises no further.</summary>
    /// <remarks>A family that is an <see cref="IAcceleratedModel{TModel, TStatistics}"/> or an <see cref="IVectorModel{TModel, TStatistics}"/> is taken further
    /// at a time where that does not lower the bound (see <see cref="EmOptions.Acceleration"/>).</remarks>
    /// <param name="family">The E-step and the M-step.</param>
    /// <param name="start">The first parameters θ⁰.</param>
    /// <param name="rows">The data; swept once an iteration.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Told the bound after every iteration.</param>
    /// <param name="cancellationToken">Stops within a block; the last whole iteration is returned.</param>
    /// <returns>The last model, its bound, the bound of every iteration and the reason to stop. Non-convergence and degeneracy are
    /// data in it, never exceptions.</returns>
    public static EmResult<TModel> Run<TModel, TStatistics>(
        ILatentVariableModel<TModel, TStatistics> family,
        TModel start,
        IRowSource rows,
        EmOptions? options = null,
        IProgress<EmProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new EmOptions();
        using var pass = new BlockPass<TModel, TStatistics>(family, start, CheckedRows.Of(rows), options.Threads);
        var result = Run(family, start, pass, options, progress, cancellationToken);
        options.ThrowWhereCancelled(result.StopReason, cancellationToken);
        return result;
    }

    /// <summary>The same from several starts, one after the other: the sound result of the highest bound.</summary>
    /// <param name="family">The E-step and the M-step.</param>
    /// <param name="starts">The first parameters of each run.</param>
    /// <param name="rows">The data; swept once an iteration.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Told the bound after every iteration.</param>
    /// <param name="cancellationToken">Stops within a block; the best run so far is returned.</param>
    /// <returns>The best result; where none is sound, the degenerate one of the highest bound.</returns>
    /// <exception cref="ArgumentException">There is no start, or one is null.</exception>
    public static EmResult<TModel> RunFromEach<TModel, TStatistics>(
        ILatentVariableModel<TModel, TStatistics> family,
        IEnumerable<TModel> starts,
        IRowSource rows,
        EmOptions? options = null,
        IProgress<EmProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(starts);
        EmResult<TModel>? best = null;
        foreach (var start in starts)
        {
            if (start is null)
            {
                throw new ArgumentException("A start is null. Give parameters for each.", nameof(starts));
            }

            var result = Run(family, start, rows, options, progress, cancellationToken);
            best = best is null || (result.Degeneracy is null, result.LowerBound).CompareTo((best.Degeneracy is null, best.LowerBound)) > 0 ? result : best;
            if (result.StopReason == StopReason.Cancelled)
            {
                return best with { StopReason = StopReason.Cancelled };
            }
        }

        return best ?? throw new ArgumentException("There is no start. Give at least one.", nameof(starts));
    }

    /// <summary>The same over a pass that is kept for several runs.</summary>
    internal static EmResult<TModel> Run<TModel, TStatistics>(
        ILatentVariableModel<TModel, TStatistics> family,
        TModel start,
        IPass<TModel, TStatistics> pass,
        EmOptions options,
        IProgress<EmProgress>? progress,
        CancellationToken cancellationToken)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var climb = new Climb<TModel, TStatistics>(family, pass, start, options, cancellationToken) { MayRest = options.Tolerance > 0 };
        var trace = new List<double>(Math.Min(options.MaxIterations, 1000) + 1);
        EmResult<TModel> Stop(StopReason reason) => new(climb.Model, trace, reason, climb.Degeneracy, pass.Count) { Path = climb.Path };

        if (climb.Begin() is { } unfit)
        {
            return Stop(unfit);
        }

        trace.Add(climb.Bound);
        var test = new ConvergenceTest(options.Tolerance * pass.TotalWeight);
        test.Add(climb.Bound);

        for (int iteration = 1; iteration <= options.MaxIterations; iteration++)
        {
            if (climb.Advance() is { } failure)
            {
                return Stop(failure);
            }

            trace.Add(climb.Bound);                                                     // L(θ, q), eqs. 11, 13
            progress?.Report(new EmProgress(iteration, climb.Bound));
            if (test.Add(climb.Bound, climb.PromisedGain))
            {
                return Stop(StopReason.Converged);
            }
        }

        return Stop(StopReason.IterationLimit);
    }
}
