using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Families;

namespace Mixtura.Tests.Online;

/// <summary>What on-line EM needs of every kind of component; the kinds are found by reflection.</summary>
public class OnlineLaws
{
    private const int Rows = 12_000;

    public static TheoryData<string> Kinds => KindsUnderLaws.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MovedSums_HaveTheSameMaximum(string name)
    {
        var (kind, rows) = Problem(name);
        var half = new MemoryRows(new RowMatrix(rows.Matrix.Values[..(300 * rows.Columns)], rows.Columns));
        OfTypes(kind.Fit(rows, 2).Model, nameof(CheckMove), kind.Fit(half, 2).Model, rows);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RestoredSums_HaveTheModelForMaximum(string name)
    {
        var (kind, rows) = Problem(name);
        OfTypes(kind.Fit(rows, 3).Model, nameof(CheckRestored), kind.Fit(rows, 2).Model, rows);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OnePass_EndsNearTheBatchFit(string name)
    {
        var (kind, rows) = Problem(name);
        var stream = kind.Fit(rows, 3).Model.Sample(Rows, seed: 3);
        var batch = kind.Fit(new MemoryRows(stream), 3, new MixtureOptions { Restarts = 1 });
        var learner = Learner.From(kind, 3, null, new OnlineOptions { StartRows = 1000, BatchRows = 250 });
        learner.Add(stream);
        double below = (batch.Score.LogLikelihood - learner.Model.Score(stream).LogLikelihood) / Rows;
        Assert.InRange(below, -1e-6, 4e-3);
        Assert.Equal(44, learner.Batches);
        Assert.Equal(Rows, learner.TotalWeight);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bits_AreTheSameForAnyThreadsAndAnyCutOfTheStream(string name)
    {
        var (kind, rows) = Problem(name);
        var stream = kind.Fit(rows, 2).Model.Sample(5000, seed: 4);
        var online = new OnlineOptions { StartRows = 700, BatchRows = 2300 };
        var whole = Learner.From(kind, 2, null, online with { Threads = 1 });
        whole.Add(stream);
        var cut = Learner.From(kind, 2, null, online with { Threads = 3 });
        for (int at = 0; at < 5000; at += 613)
        {
            cut.Add(new RowMatrix(stream.Values.Slice(at * stream.Columns, Math.Min(613, 5000 - at) * stream.Columns), stream.Columns));
            _ = cut.Model;
        }

        Assert.Equal(Numbers(whole.Model), Numbers(cut.Model));
        Assert.Equal(whole.Trace, cut.Trace);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ModelOfManyRows_ComesOutOfMoreOfTheSameAsItWas(string name)
    {
        var (kind, rows) = Problem(name);
        var model = kind.Fit(rows, 2).Model;
        var learner = Learner.From(model, rows: 1_000_000);
        var drawn = model.Sample(2000, seed: 5);
        learner.Add(drawn);
        double before = model.Score(drawn).MeanLogLikelihood;
        Assert.InRange(learner.Model.Score(drawn).MeanLogLikelihood - before, -1e-3, 1e-2);
        Assert.Equal(1_002_000, learner.Rows);
        Agree.Within(model.LogDensity(new RowMatrix(drawn.Values[..(1024 * drawn.Columns)], drawn.Columns)).Average(), learner.Trace[0], 1e-9, "density before learning");
    }

    private static void OfTypes(Mixture model, string check, Mixture other, MemoryRows rows)
    {
        if (model is GaussianMixture gaussian)
        {
            Check(check, new GaussianFamily(0, null), gaussian.Parameters, ((GaussianMixture)other).Parameters, rows);
            return;
        }

        var types = model.GetType().GetGenericArguments();
        object family = model.GetType().GetProperty("Kind")!.GetValue(model)!;
        object Of(Mixture one) => one.GetType().GetProperty("Model", types[0])!.GetValue(one)!;
        typeof(OnlineLaws).GetMethod(nameof(Check), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(types).Invoke(null, [check, family, Of(model), Of(other), rows]);
    }

    private static void Check<TModel, TStatistics>(string check, IComponentFamily<TModel, TStatistics> family, TModel model, TModel other, MemoryRows rows)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        if (check == nameof(CheckMove))
        {
            CheckMove(family, model, other, rows);
        }
        else
        {
            CheckRestored(family, model);
        }
    }

    private static void CheckMove<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel source, TModel target, MemoryRows rows)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var sums = family.CreateStatistics(source);
        rows.ForEachBlock(100, block => family.Expect(source, block, sums));
        double[] expected = Numbers(family, family.Maximize(source, sums));
        family.MoveTo(source, target, sums);
        Agree.Within(expected, Numbers(family, family.Maximize(target, sums)), 1e-9, "parameters");
    }

    private static void CheckRestored<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var sums = family.CreateStatistics(model);
        family.Restore(model, 1234, sums);
        double[] expected = Numbers(family, model);
        double[] actual = Numbers(family, family.Maximize(model, sums));
        bool isDrawn = family is ExponentialFamily;
        for (int i = 0; i < expected.Length; i++)
        {
            Agree.Within(expected[i], actual[i], (isDrawn ? 0.03 : 1e-9) * Math.Max(Math.Abs(expected[i]), 1e-2), $"parameter {i}");
        }
    }

    private static double[] Numbers<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics> => [.. family.Describe(model).SelectMany(static array => array.Values)];

    private static double[] Numbers(Mixture model) => [.. model.ParameterArrays.SelectMany(static array => array.Values)];

    private static (ComponentKind Kind, MemoryRows Rows) Problem(string name) => (KindsUnderLaws.Of(name).Kind, KindsUnderLaws.Of(name).Rows);
}
