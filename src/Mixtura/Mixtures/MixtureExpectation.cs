using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>The E-step of every mixture: log joint densities → log-sum-exp → responsibilities → statistics.</summary>
public static class MixtureExpectation
{
    /// <summary>How far below the row's largest log joint density a component counts as 0, in nats: e⁻⁴⁶ ≈ 1e-20 is far below what double precision
    /// can tell from 0 beside 1. One rule on every path, so that leaving such components out never changes a bit.</summary>
    public const double Negligible = BlockLogSumExp.Negligible;

    /// <summary>The E-step over a block (eq. 6): adds its expected sufficient statistics.</summary>
    /// <returns>Σᵢ wᵢ log p(xᵢ), in nats (eqs. 4, 9).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Expect<TModel, TStatistics>(
        IMixtureFamily<TModel, TStatistics> family, TModel model, RowBlock rows, TStatistics statistics)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(family);
        double total = 0;
        var buffers = MixtureBuffers.Of(statistics);
        int step = family.BlockRows(model);
        for (int start = 0; start < rows.Count; start += step)
        {
            var block = rows.Slice(start, Math.Min(step, rows.Count - start));
            var responsibilities = Posterior(family, model, block, statistics, buffers, keepsLogDensity: false, out _, out double sum);
            family.Accumulate(model, block, responsibilities, statistics);
            total += sum;
        }

        return total;
    }

    /// <summary>The posterior probabilities of the components for every row (eq. 6), N×K, of any family. A row whose density is 0 in double precision under every component has the weights πₖ of a kind of component, and NaN
    /// where a family has no weights to tell.</summary>
    /// <param name="family">The family.</param>
    /// <param name="model">The parameters.</param>
    /// <param name="rows">The rows, N×D.</param>
    public static RowMatrix Responsibilities<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family, TModel model, RowMatrix rows)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(model);
        int components = family.ComponentCount(model);
        var result = new double[checked(rows.Rows * components)];
        ForEachBlock(family, model, rows, (block, posterior, _) =>
        {
            for (int k = 0; k < components; k++)
            {
                var run = posterior[k];
                for (int i = 0; i < run.Length; i++)
                {
                    result[(((int)block.FirstRow + i) * components) + k] = run[i];
                }
            }

            for (int i = 0; i < block.Count; i++)
            {
                AssignFar(family, model, result.AsSpan(((int)block.FirstRow + i) * components, components));
            }
        });
        return new RowMatrix(result, components);
    }

    private static void AssignFar<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family, TModel model, Span<double> responsibilities)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        if (responsibilities.ContainsAnyExcept(0.0))
        {
            return;
        }

        if (family is IComponentFamily<TModel, TStatistics> kind)
        {
            kind.WeightsOf(model).CopyTo(responsibilities);
        }
        else
        {
            responsibilities.Fill(double.NaN);
        }
    }

    /// <summary>log p(xᵢ) of every row (eq. 4), in nats, of any family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="model">The parameters.</param>
    /// <param name="rows">The rows, N×D.</param>
    public static double[] LogDensity<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family, TModel model, RowMatrix rows)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(model);
        var result = new double[rows.Rows];
        ForEachBlock(family, model, rows, (block, _, densities) => densities.CopyTo(result.AsSpan((int)block.FirstRow)));
        return result;
    }

    /// <summary>The log-likelihood (eq. 9), the entropy and the criteria of rows, in one sweep, of any family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="model">The parameters.</param>
    /// <param name="rows">The data; weights count.</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public static MixtureScore Score<TModel, TStatistics>(
        IMixtureFamily<TModel, TStatistics> family, TModel model, IRowSource rows, int? threads = null, CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        return new ScoringPass<TModel, TStatistics>(family, family.IntegratesMissing ? MissingCells.IntegrateOut : MissingCells.Refuse)
            .Score(model, CheckedRows.Of(rows), threads ?? Environment.ProcessorCount, cancellationToken);
    }

    private delegate void ScoredBlockAction(RowBlock rows, ComponentBlock posterior, ReadOnlySpan<double> logDensity);

    private static void ForEachBlock<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family, TModel model, RowMatrix rows, ScoredBlockAction action)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var statistics = family.CreateStatistics(model);
        var buffers = new MixtureBuffers();
        new MemoryRows(rows).ForEachBlock(
            family.BlockRows(model),
            block => action(block, Posterior(family, model, block, statistics, buffers, keepsLogDensity: true, out var densities, out _), densities));
    }

    /// <summary>The posterior of the latent component of a few rows (eq. 6), times the rows' weights, and their log densities (eq. 4).</summary>
    /// <param name="family">The mixture's family.</param>
    /// <param name="model">The parameters.</param>
    /// <param name="rows">At most <see cref="IMixtureFamily{TModel, TStatistics}.BlockRows"/> rows.</param>
    /// <param name="statistics">Whose buffers the family uses.</param>
    /// <param name="buffers">Where the densities go; those of whoever fills <paramref name="statistics"/>.</param>
    /// <param name="keepsLogDensity">Whether the log densities are wanted row by row, or only their sum.</param>
    /// <param name="logDensity">log p(xᵢ), one a row, in nats, if they are kept; valid until the next call with these buffers.</param>
    /// <param name="sum">Σᵢ wᵢ log p(xᵢ).</param>
    /// <returns>wᵢ · rᵢₖ; valid until the next call with these buffers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ComponentBlock Posterior<TModel, TStatistics>(
        IMixtureFamily<TModel, TStatistics> family, TModel model, RowBlock rows, TStatistics statistics, MixtureBuffers buffers, bool keepsLogDensity,
        out ReadOnlySpan<double> logDensity, out double sum)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        int mostRows = family.BlockRows(model);
        var joint = buffers.Joint(family.ComponentCount(model), rows.Count, mostRows);
        var logSumExp = buffers.LogSumExp(mostRows);
        family.LogJoint(model, rows, statistics, joint);
        sum = logSumExp.Apply(joint.Values, joint.Stride, joint.Components, rows.Count, rows.Weights, keepsLogDensity);
        logDensity = logSumExp.LogDensity;
        return joint;
    }
}
