using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Families.Poisson;

/// <summary>What holds of every fit of counts, and what the workbench asks of the family.</summary>
public class PoissonFamilyTests
{
    private static readonly PoissonParameters Truth = Counts.Mixture([0.25, 0.35, 0.4], [0, 3, 1, 700], [2, 0, 2.5, 650], [1, 1, 0, 800]);

    [Fact]
    public void Iterations_EqualAPlainDoubleLoop()
    {
        var rows = Counts.Draw(Truth, 700, 1);
        var start = Counts.Mixture([0.3, 0.3, 0.4], [1, 1, 1, 720], [2, 1, 0, 700], [0.5, 2, 3, 740]);
        var expected = start;
        var result = Counts.Run(start, rows, Counts.Plain(5) with { KeepPath = true });
        for (int t = 0; t < 5; t++)
        {
            (expected, double bound) = PlainSteps.Iterate(expected, rows.Matrix);
            Agree.Relatively(bound, result.Trace[t], 1e-12, $"bound {t}");
            Agree.Within(expected.Weights, result.Path[t + 1].Weights, 1e-10, "weights");
            Agree.Within(expected.Rates, result.Path[t + 1].Rates, 1e-8, "rates");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IntegerWeights_EqualRepeatedRows(bool accelerated)
    {
        var rows = Counts.Draw(Truth, 300, 2).Matrix;
        double[] weights = [.. Enumerable.Range(0, rows.Rows).Select(static i => (double)(i % 4))];
        var repeated = RowMatrix.Copy([.. Enumerable.Range(0, rows.Rows).SelectMany(i => Enumerable.Repeat(rows.Row(i).ToArray(), i % 4))]);
        var start = Counts.Start(new MemoryRows(rows), 2, 1);
        var options = Counts.Plain(30) with { Acceleration = accelerated };
        var weighted = Counts.Run(start, new MemoryRows(rows, weights), options);
        var plain = Counts.Run(start, new MemoryRows(repeated), options);
        Agree.Relatively(plain.LowerBound, weighted.LowerBound, 1e-12, "bound");
        Agree.Within(plain.Model.Rates, weighted.Model.Rates, 1e-7, "rates");
    }

    [Fact]
    public void WeightZero_IsNoRow()
    {
        var rows = Counts.Draw(Truth, 200, 3).Matrix;
        double[] weights = [.. Enumerable.Range(0, rows.Rows).Select(static i => i < 150 ? 1.0 : 0)];
        var start = Counts.Start(new MemoryRows(rows), 2, 1);
        var weighted = Counts.Run(start, new MemoryRows(rows, weights), Counts.Plain(30));
        var fewer = Counts.Run(start, new MemoryRows(new RowMatrix(rows.Values[..(150 * rows.Columns)], rows.Columns)), Counts.Plain(30));
        Agree.Relatively(fewer.LowerBound, weighted.LowerBound, 1e-13, "bound");
        Agree.Within(fewer.Model.Rates, weighted.Model.Rates, 1e-9, "rates");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyThreadCount_GivesTheSameBits(bool accelerated)
    {
        var rows = Counts.Draw(Truth, 20_000, 4);
        var start = Counts.Start(rows, 3, 1);
        var options = Counts.Plain(8) with { Acceleration = accelerated };
        var one = Counts.Run(start, rows, options with { Threads = 1 });
        foreach (int threads in (int[])[2, 8])
        {
            var several = Counts.Run(start, rows, options with { Threads = threads });
            Agree.Exactly(one.Trace.ToArray(), several.Trace.ToArray(), "bound");
            Agree.Exactly(one.Model.Rates, several.Model.Rates, "rates");
        }
    }

    [Fact]
    public void OneComponent_HasTheMeanForRates()
    {
        var rows = Counts.Draw(Truth, 500, 5);
        var summary = DataSummary.Of(rows);
        var pooled = Counts.Family.Pooled(summary, 1);
        var result = Counts.Run(Counts.Mixture([1], [1, 1, 1, 1]), rows);
        Assert.Equal(StopReason.Converged, result.StopReason);
        for (int j = 0; j < rows.Columns; j++)
        {
            Agree.Relatively(summary.Mean.Span[j], result.Model.Rates[j], 1e-13, "rate");
            Agree.Relatively(summary.Mean.Span[j], pooled.Rates[j], 1e-15, "pooled rate");
        }
    }

    [Fact]
    public void TooManyRowsForABlock_AndManyFeatures_AreFitted()
    {
        var wide = Counts.Mixture([0.5, 0.5], [.. Enumerable.Range(0, 1500).Select(static j => j % 3 * 0.5)], [.. Enumerable.Range(0, 1500).Select(static j => (j + 1) % 3 * 0.5)]);
        var rows = Counts.Draw(wide, 100, 6);
        var result = Counts.Run(wide, rows, Counts.Plain(2) with { KeepPath = true });
        var (expected, bound) = PlainSteps.Iterate(wide, rows.Matrix);
        Agree.Relatively(bound, result.Trace[0], 1e-12, "bound");
        Agree.Within(expected.Rates, result.Path[1].Rates, 1e-12, "rates");
    }

    /// <summary>A rate of 0 is as good as any: a component with it has no row with a count there, and the fit is no worse for it.</summary>
    [Fact]
    public void RatesOfZero_StayAndAreSound()
    {
        var rows = new MemoryRows(RowMatrix.Copy([[0, 4], [0, 5], [0, 6], [3, 0], [2, 0], [0, 0]]));
        var result = Counts.Run(Counts.Mixture([0.5, 0.5], [0, 5], [2, 0]), rows);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.Null(Counts.Family.FindDegeneracy(result.Model));
        Assert.Equal(0, result.Model.RatesOf(0)[0]);
        Assert.Equal(0, result.Model.RatesOf(1)[1]);
        Counts.NeverFalls(result.Trace);
    }

    [Fact]
    public void WhatIsNoCount_HasDensityZero()
    {
        var model = Counts.Mixture([0.5, 0.5], [1, 600], [2, 0]);
        foreach (double[] row in (double[][])[[-1, 3], [0.5, 3], [1, 600.5], [1, -600], [1e300, 1]])
        {
            double bound = Counts.Run(model, new MemoryRows(RowMatrix.Copy([row])), Counts.Plain(0)).LowerBound;
            Assert.True(bound < -1e290, $"{string.Join(' ', row)}: {bound}");
        }
    }

    [Fact]
    public void ComponentWithoutRows_IsDegenerate()
    {
        var result = Counts.Run(Counts.Mixture([0.5, 0.5], [1], [1e6]), new MemoryRows(new RowMatrix(new double[] { 0, 1, 2 }, 1)));
        Assert.Equal(StopReason.Degenerate, result.StopReason);
        Assert.Equal(new Degeneracy(DegeneracyKind.Empty, 1), result.Degeneracy);
    }

    [Theory]
    [InlineData(0, -1, "negative")]
    [InlineData(3, 2.5, "whole number")]
    public void FindFault_NamesTheFirst(double first, double second, string reason)
    {
        string? fault = Counts.Family.FindFault([7, first, second, -1], out int feature);
        Assert.Equal(2, feature);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
        Assert.Null(Counts.Family.FindFault([0, 1, 1e15], out feature));
        Assert.Equal(-1, feature);
    }

    [Fact]
    public void Marginal_IsTheFitOfFewerFeatures()
    {
        var marginal = Counts.Family.Marginal(Truth, [3, 0]);
        Assert.Equal(Truth.Weights.ToArray(), marginal.Weights.ToArray());
        Assert.Equal([700, 0, 650, 2, 800, 1], marginal.Rates.ToArray());

        // summed over a second feature the density is that of the first alone
        var pair = Counts.Family.Marginal(Truth, [2, 1]);
        double Density(PoissonParameters model, params double[] row) => Math.Exp(Counts.Run(model, new MemoryRows(new RowMatrix(row, row.Length)), Counts.Plain(0)).LowerBound);
        Agree.Within(Density(Counts.Family.Marginal(pair, [0]), 2), Enumerable.Range(0, 60).Sum(y => Density(pair, 2, y)), 1e-14, "density");
    }

    [Fact]
    public void Compose_TakesComponentsInTheOrderGiven()
    {
        var other = Counts.Mixture([1], [9, 9, 9, 9]);
        var model = Counts.Family.Compose([new(Truth, 2, 0.2), new(other, 0, 0.5), new(Truth, 0, 0.3)]);
        Assert.Equal([0.2, 0.5, 0.3], model.Weights.ToArray());
        Assert.Equal([1, 1, 0, 800, 9, 9, 9, 9, 0, 3, 1, 700], model.Rates.ToArray());
    }

    [Fact]
    public void Vector_LeadsBackToTheModel()
    {
        var family = Counts.Family;
        var vector = new double[family.VectorLength(Truth)];
        family.WriteVector(Truth, vector);
        Assert.All(vector, static entry => Assert.True(double.IsFinite(entry)));
        var back = family.FromVector(Truth, vector);
        Agree.Within(Truth.Weights, back.Weights, 1e-14, "weights");
        for (int i = 0; i < Truth.Rates.Length; i++)
        {
            Agree.Relatively(Truth.Rates[i], back.Rates[i], 1e-13, "rates");
        }

        // any vector is a model
        var anything = family.FromVector(Truth, [.. vector.Select(static (_, i) => (i % 2 == 0 ? 1 : -1) * 1e5 * i)]);
        Assert.All(anything.Rates.ToArray(), static rate => Assert.True(double.IsFinite(rate) && rate >= 0));
        Agree.Within(1, anything.Weights.ToArray().Sum(), 1e-12, "weights");
    }

    [Fact]
    public void WhatTheWorkbenchAsks_IsAnswered()
    {
        var family = Counts.Family;
        Assert.Equal("poisson", family.Name);
        Assert.Equal(4, family.FeatureCount(Truth));
        Assert.Equal(2 + 12, family.ParameterCount(Truth));
        Assert.True(family.IsDiscrete(Truth, 0));
        var means = new double[4];
        var deviations = new double[4];
        family.WriteMoments(Truth, 1, means, deviations);
        Assert.Equal([2, 0, 2.5, 650], means);
        Assert.Equal([Math.Sqrt(2), 0, Math.Sqrt(2.5), Math.Sqrt(650)], deviations);
    }
}
