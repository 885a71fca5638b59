using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>The EM algorithm in its general form (the article's eqs. 5–15), for any model with latent variables.</summary>
public static class ExpectationMaximization
{
    /// <summary>Alternates E-steps and M-steps from <paramref name="start"/> until the lower bound rises no further.</summary>
    /// <param name="family">The E-step and the M-step.</param>
    /// <param name="start">The first parameters θ⁰.</param>
    /// <param name="rows">The data; swept once an iteration.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Told the bound after every M-step.</param>
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
        BlockPass<TModel, TStatistics> pass,
        EmOptions options,
        IProgress<EmProgress>? progress,
        CancellationToken cancellationToken)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var current = start;
        var trace = new List<double>(Math.Min(options.MaxIterations, 1000) + 1);
        EmResult<TModel> Stop(StopReason reason, string? degeneracy = null) =>
            new(current, trace, reason, degeneracy, pass.Count);

        if (family.FindDegeneracy(start) is { } unfit)
        {
            return Stop(StopReason.Degenerate, unfit);
        }

        if (!pass.TryExpect(current, cancellationToken, out double bound))
        {
            return Stop(StopReason.Cancelled);
        }

        if (!double.IsFinite(bound))
        {
            return Stop(StopReason.Degenerate, $"The lower bound of the start is {bound}.");
        }

        trace.Add(bound);
        var test = new ConvergenceTest(options.Tolerance * pass.TotalWeight);
        test.Add(bound);

        for (int iteration = 1; iteration <= options.MaxIterations; iteration++)
        {
            var next = family.Maximize(current, pass.Statistics);                       // M-step, eqs. 8, 15
            if (family.FindDegeneracy(next) is { } degeneracy)
            {
                family.Release(next);
                return Stop(StopReason.Degenerate, degeneracy);
            }

            if (!pass.TryExpect(next, cancellationToken, out bound))                    // E-step, eqs. 6, 14
            {
                family.Release(next);
                return Stop(StopReason.Cancelled);
            }

            if (!double.IsFinite(bound))
            {
                family.Release(next);
                return Stop(StopReason.Degenerate, $"The lower bound of iteration {iteration} is {bound}.");
            }

            if (!ReferenceEquals(current, start))
            {
                family.Release(current);
            }

            current = next;
            trace.Add(bound);                                                           // L(θ, q), eqs. 11, 13
            progress?.Report(new EmProgress(iteration, bound));
            if (test.Add(bound))
            {
                return Stop(StopReason.Converged);
            }
        }

        return Stop(StopReason.IterationLimit);
    }
}
