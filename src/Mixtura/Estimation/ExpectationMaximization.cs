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
        options ??= new EmOptions();
        using var pass = new BlockPass<TModel, TStatistics>(family, start, rows, options.Threads);
        return Run(family, start, pass, options, progress, cancellationToken);
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
