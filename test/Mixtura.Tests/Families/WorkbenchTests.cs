using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;
using Mixtura.Storage;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families;

/// <summary>What every kind of component has from the workbench: starts, search, bits, weights, files, sampling. The kinds are found by reflection: those of the library and one from outside.</summary>
public class WorkbenchTests
{
    public static TheoryData<string> Kinds => KindsUnderLaws.Names;

    /// <summary>No kind of the library is left out.</summary>
    [Fact]
    public void EveryFamily_IsHeldToTheLaws()
    {
        var families = typeof(Mixture).Assembly.GetTypes().Where(static type =>
            type is { IsClass: true, IsAbstract: false } && Array.Exists(type.GetInterfaces(), static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IComponentFamily<,>)));
        string[] names = [.. families.Select(static type => (string)type.GetProperty("Name")!.GetValue(RuntimeHelpers.GetUninitializedObject(type))!)];
        Assert.Contains("gaussian", names);
        Assert.All(names, static name => Assert.NotNull(KindsUnderLaws.Of(name)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_HasTheSameBitsOnAnyNumberOfThreads(string name)
    {
        var (kind, rows) = Problem(name);
        var one = kind.Fit(rows, 3, new MixtureOptions { Em = new EmOptions { Threads = 1 } });
        var three = kind.Fit(rows, 3, new MixtureOptions { Em = new EmOptions { Threads = 3 } });
        Assert.Equal(one.Trace, three.Trace);
        Assert.Equal(Numbers(one.Model), Numbers(three.Model));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RowsDrawnBlockByBlock_AreTheSame(string name)
    {
        var (kind, rows) = Problem(name);
        var model = kind.Fit(rows, 2).Model;
        var whole = model.Sample(100, 7, out int[] labels);
        var blocks = model.SampleBlocks(100, 7, blockRows: 33).ToList();
        Assert.Equal([33, 33, 33, 1], blocks.Select(static block => block.Rows.Rows));
        Assert.Equal(whole.Values.ToArray(), blocks.SelectMany(static block => block.Rows.Values.ToArray()));
        Assert.Equal(labels, blocks.SelectMany(static block => block.Labels));
        Assert.Empty(model.SampleBlocks(0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bound_NeverFalls(string name)
    {
        var (kind, rows) = Problem(name);
        var trace = kind.Fit(rows, 3).Trace;
        for (int i = 1; i < trace.Count; i++)
        {
            Assert.True(trace[i] >= trace[i - 1] - (1e-12 * Math.Abs(trace[i])), $"iteration {i}: {trace[i]} after {trace[i - 1]}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OneComponentMore_IsNoWorse(string name)
    {
        var (kind, rows) = Problem(name);
        double[] bounds = [.. Enumerable.Range(1, 3).Select(k => kind.Fit(rows, k).LowerBound)];
        Assert.True(bounds[1] >= bounds[0] - 1e-6 && bounds[2] >= bounds[1] - 1e-6, string.Join(" ", bounds));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void IntegerWeights_AreRepetitions(string name)
    {
        var (kind, rows) = Problem(name);
        double[] weights = [.. Enumerable.Range(0, (int)rows.Rows).Select(static i => (double)(i % 3))];
        var repeated = Enumerable.Range(0, (int)rows.Rows).SelectMany(i => Enumerable.Repeat(rows.Matrix.Row(i).ToArray(), (int)weights[i])).ToArray();
        var plain = new MixtureOptions { Em = new EmOptions { Tolerance = 1e-13 } };
        var weighted = kind.Fit(new MemoryRows(rows.Matrix, weights), 2, plain);
        var longer = kind.Fit(new MemoryRows(RowMatrix.Copy(repeated)), 2, plain);
        Agree.Within(weighted.LowerBound, longer.LowerBound, 1e-6 * Math.Abs(longer.LowerBound), "bound");
        Agree.Within(Numbers(longer.Model), Numbers(weighted.Model), 2e-3, "parameters");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ModelFromItsFile_ScoresWithTheSameBits(string name)
    {
        var (kind, rows) = Problem(name);
        var fit = kind.Fit(rows, 2);
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        stream.Position = 0;
        var stored = KindsUnderLaws.Of(name).Load(stream);
        Assert.Equal(fit.Model.LogDensity(rows.Matrix), stored.Model.LogDensity(rows.Matrix));
        Assert.Equal(fit.Trace, stored.Fit!.Trace);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SampledRows_HaveTheModelsMean(string name)
    {
        var (kind, rows) = Problem(name);
        var model = kind.Fit(rows, 2).Model;
        var drawn = model.Sample(40_000, 7, out int[] labels);
        double Expected(int j) => Enumerable.Range(0, model.Components).Sum(k => model.Weights.Span[k] * model.MomentsOf(k).Means[j]);
        double mean = Enumerable.Range(0, drawn.Rows).Average(i => drawn[i, 0]);
        double deviation = Math.Sqrt(Enumerable.Range(0, drawn.Rows).Average(i => (drawn[i, 0] - mean) * (drawn[i, 0] - mean)));
        Agree.Within(Expected(0), mean, 5 * deviation / Math.Sqrt(drawn.Rows), "mean");
        Agree.Within(model.Weights.Span[0], labels.Count(static label => label == 0) / 40_000.0, 0.0125, "share of component 0");
    }

    [Fact]
    public void Correlation_IsThatOfTheScaleMatrix()
    {
        var (kind, rows) = Problem("student-t");
        var model = kind.Fit(rows, 1).Model;
        var scales = model.ParameterArrays.Single(static array => array.Name == "scales").Values;
        Assert.Equal(scales[1] / Math.Sqrt(scales[0] * scales[3]), model.CorrelationOf(0, 1, 0), 1e-12);
    }

    [Fact]
    public void Deaths_AreFittedByDefaultInUnder300Passes()
    {
        // the converged value is flexmix's, in the reference file
        var last = ReferenceFile.Json("poisson-deaths.json").GetProperty("trajectory").EnumerateArray().Last();
        var rows = new MemoryRows(ReferenceFile.Rows("poisson-deaths.csv", "days"), ReferenceFile.Column("poisson-deaths.csv", "days"));
        var fit = ComponentKind.Of(new PoissonFamily()).Fit(rows, 2);
        Agree.Within(last.Number("log_likelihood"), fit.Score.LogLikelihood, 1e-6, "log L");
        Assert.InRange(fit.DataPasses, 1, 300);
    }

    [Fact]
    public void CountThatIsNone_IsNamed()
    {
        var rows = new MemoryRows(new RowMatrix(new[] { 1.0, 2, 2.5, 3 }, 1), null, ["visits"]);
        string message = Assert.Throws<InputException>(() => ComponentKind.Of(new PoissonFamily()).Fit(rows, 1)).Message;
        Assert.Contains("Row 2, feature 'visits': the value is 2.5, which is no count", message, StringComparison.Ordinal);
    }

    private static double[] Numbers(Mixture model) => [.. model.ParameterArrays.SelectMany(static array => array.Values)];

    private static (ComponentKind Kind, MemoryRows Rows) Problem(string name) => (KindsUnderLaws.Of(name).Kind, KindsUnderLaws.Of(name).Rows);
}
