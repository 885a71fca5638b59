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

    /// <summary>The bound of plain and of accelerated EM never falls, whatever the steps.</summary>
    public static void NeverFalls<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, DataSet data, string what)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var start = Start(family, data);
        foreach (bool accelerated in (bool[])[false, true])
        {
            Rises(Run(family, start, data.Source, new EmOptions { MaxIterations = 40, Tolerance = 0, Acceleration = accelerated }), data, $"{what}, accelerated {accelerated}");
        }
    }

    /// <summary>Ten steps with whole weights, and with the rows repeated as often; their bounds agree.</summary>
    public static (TModel Repeated, TModel Weighted) Repetitions<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, DataSet data)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        int[] times = [.. Enumerable.Range(0, data.Rows.Rows).Select(static i => i % 3)];
        var weighted = data with { Weights = Array.ConvertAll(times, static count => (double)count) };
        var repeated = data.Pick([.. times.SelectMany(static (count, i) => Enumerable.Repeat(i, count))], weights: null);
        var start = Start(family, data);
        var one = Plain(family, start, repeated.Source, 10);
        var other = Plain(family, start, weighted.Source, 10);
        Agree.Within(one.LowerBound, other.LowerBound, 1e-9 * (Math.Abs(one.LowerBound) + repeated.TotalWeight), "bound");
        return (one.Model, other.Model);
    }

    /// <summary>The M-step of the sums of all rows, and of those of two parts, merged; their bounds agree.</summary>
    public static (TModel Whole, TModel Merged) WholeAndMerged<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, DataSet data)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var model = Start(family, data);
        int n = Math.Min(data.Rows.Rows, 1000);
        var (whole, bound) = Expect(family, model, data.Source, 0, n);
        var (first, firstBound) = Expect(family, model, data.Source, 0, n / 3);
        var (second, secondBound) = Expect(family, model, data.Source, n / 3, n);
        first.Merge(second);
        Agree.Within(bound, firstBound + secondBound, 1e-12 * (Math.Abs(bound) + data.TotalWeight), "bound");
        return (family.Maximize(model, whole), family.Maximize(model, first));
    }

    /// <summary>The M-step of sums, and of the same written out and read again; cleared, they are 0.</summary>
    public static (TModel Sent, TModel Received) SentAndReceived<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, DataSet data)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var model = Start(family, data);
        var (sent, _) = Expect(family, model, data.Source, 0, data.Rows.Rows);
        var numbers = new double[sent.Length];
        sent.CopyTo(numbers);
        var received = family.CreateStatistics(model);
        received.CopyFrom(numbers);
        var result = (family.Maximize(model, sent), family.Maximize(model, received));
        received.Clear();
        received.CopyTo(numbers);
        Assert.All(numbers, static sum => Assert.Equal(0, sum));
        return result;
    }

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
