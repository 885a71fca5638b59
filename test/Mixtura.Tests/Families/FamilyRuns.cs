using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families;

/// <summary>Starts, runs and densities of a family by itself, without the workbench.</summary>
internal static class FamilyRuns
{
    /// <summary>The M-step of rows assigned to components in order of their first feature, equal shares each, from sums about the pooled mixture.</summary>
    public static TModel Start<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, DataSet data)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var pooled = family.Pooled(DataSummary.Of(data.Source), data.Components);
        var statistics = family.CreateStatistics(pooled);
        int[] order = [.. Enumerable.Range(0, data.Rows.Rows).OrderBy(i => data.Rows[i, 0])];
        var component = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            component[order[i]] = i * data.Components / order.Length;
        }

        int step = family.BlockRows(pooled);
        int stride = BlockLayout.Stride(step);
        using var reader = data.Source.Open();
        while (reader.Read(step, out var block))
        {
            var responsibilities = new ComponentBlock(new double[data.Components * stride], data.Components, block.Count, stride);
            family.LogJoint(pooled, block, statistics, responsibilities);
            responsibilities.Values.Clear();
            for (int i = 0; i < block.Count; i++)
            {
                responsibilities[component[block.FirstRow + i]][i] = block.Weights[i];
            }

            family.Accumulate(pooled, block, responsibilities, statistics);
        }

        return family.Maximize(pooled, statistics);
    }

    public static EmResult<TModel> Run<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel start, IRowSource rows, EmOptions options)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics> =>
        ExpectationMaximization.Run<TModel, TStatistics>(family, start, rows, options);

    public static EmResult<TModel> Plain<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel start, IRowSource rows, int iterations, int threads = 2)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics> =>
        Run(family, start, rows, new EmOptions { Acceleration = false, Tolerance = 0, MaxIterations = iterations, Threads = threads });

    /// <summary>One E-step: the sums and the bound.</summary>
    public static (TStatistics Statistics, double Bound) Expect<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model, IRowSource rows, int from, int to)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ILatentVariableModel<TModel, TStatistics> engine = family;
        var statistics = family.CreateStatistics(model);
        using var reader = rows.Open();
        reader.MoveTo(from);
        Assert.True(reader.Read(to - from, out var block));
        Assert.Equal(to - from, block.Count);
        return (statistics, engine.Expect(model, block, statistics));
    }

    /// <summary>log p(x) of every row.</summary>
    public static double[] LogDensity<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model, RowMatrix rows)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var result = new List<double>();
        var statistics = family.CreateStatistics(model);
        var buffers = MixtureBuffers.Of(statistics);
        using var reader = new MemoryRows(rows).Open();
        while (reader.Read(family.BlockRows(model), out var block))
        {
            MixtureExpectation.Posterior(family, model, block, statistics, buffers, keepsLogDensity: true, out var logDensity, out _);
            result.AddRange(logDensity);
        }

        return [.. result];
    }

    /// <summary>The components of a model, as another is put together from them.</summary>
    public static ComponentOf<TModel>[] Parts<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics> =>
        [.. Enumerable.Range(0, family.ComponentCount(model)).Select(k => new ComponentOf<TModel>(model, k, family.WeightsOf(model)[k]))];

    /// <summary>The bound never falls beyond rounding, and rises.</summary>
    public static void Rises<TModel>(EmResult<TModel> result, DataSet data, string what)
        where TModel : class
    {
        double rounding = 1e-12 * (Math.Abs(result.LowerBound) + (data.TotalWeight * 30));
        for (int t = 1; t < result.Trace.Count; t++)
        {
            Assert.True(result.Trace[t] >= result.Trace[t - 1] - rounding, $"{what}, iteration {t}: {result.Trace[t - 1]:R} → {result.Trace[t]:R}");
        }

        Assert.True(result.Trace[^1] > result.Trace[0], what);
    }
}
