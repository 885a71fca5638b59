using Mixtura.Data;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Processes;

namespace Mixtura.Tests.Scores;

public class MixtureComparisonTests
{
    private static readonly GaussianMixture Three = GaussianMixture.Create([0.5, 0.3, 0.2], new double[,] { { 0 }, { 3 }, { 6 } }, [new double[,] { { 1 } }, new double[,] { { 0.25 } }, new double[,] { { 4 } }]);

    private static readonly GaussianMixture Plane = GaussianMixture.Create([0.7, 0.3], new double[,] { { 0, 0 }, { 9, 3 } }, [new double[,] { { 4, 1.2 }, { 1.2, 1 } }, new double[,] { { 1, 0 }, { 0, 25 } }]);

    private static RowMatrix First => Column(Enumerable.Range(0, 80).Select(static i => ((i * 37 % 101) / 10.0) - 3));

    private static RowMatrix Second => Column(Enumerable.Range(0, 60).Select(static i => ((i * 53 % 89) / 8.0) - 1.5));

    private static RowMatrix Column(IEnumerable<double> values) => new(values.ToArray(), 1);

    /// <remarks>From scipy 1.10.1: norm.pdf, chi2.sf of a form with numpy's pinv, ttest_ind(equal_var=False), ks_2samp and kstwobign.sf.</remarks>
    [Fact]
    public void Figures_AreThoseOfScipy()
    {
        var found = MixtureComparison.Of(Three, First, Second);
        AreClose([0.4949208668, 0.1870072995, 0.3180718337], [0.3063222823, 0.1691394089, 0.5245383087], found);
        Agree.Relatively(-2.782857072004673, found.First.MeanLogDensity, 1e-9, "mean of the first");
        Agree.Relatively(0.945902244530088, found.Second.Deviation, 1e-9, "deviation of the second");
        Agree.Relatively(7.196251428018639, found.Shares.Statistic, 1e-9, "chi-squared");
        Assert.Equal(2, found.Shares.DegreesOfFreedom);
        Agree.Relatively(0.027374982940894983, found.Shares.PValue, 1e-9, "p of the shares");
        Agree.Relatively(-0.05140987375532147, found.MeanLogDensity.Difference, 1e-9, "difference");
        Agree.Relatively(0.16780165832714808, found.MeanLogDensity.StandardError, 1e-9, "standard error");
        Agree.Relatively(-0.306372858694234, found.MeanLogDensity.Statistic, 1e-9, "t");
        Agree.Relatively(132.36612383049732, found.MeanLogDensity.DegreesOfFreedom, 1e-9, "degrees of freedom");
        Agree.Relatively(0.7598021529729375, found.MeanLogDensity.PValue, 1e-9, "p of the mean");
        Agree.Relatively(0.16666666666666669, found.LogDensities.Statistic, 1e-9, "distance");
        Agree.Relatively(0.2967342149102645, found.LogDensities.PValue, 1e-9, "p of the distribution");
        Assert.Equal((80, 60.0, true), (found.First.Rows, found.Second.TotalWeight, found.IsCounted));
        Assert.Equal(3 * found.Shares.PValue, found.PValue);
    }

    [Fact]
    public void MirroredRows_AreAsLikely()
    {
        // 0.1 + d and 0.1 − d are as far from 0.1, but for rounding
        var model = GaussianMixture.Create([1], new double[,] { { 0.1 } }, new double[,] { { 0.3 } });
        double[] offsets = [.. Enumerable.Range(1, 60).Select(static i => 0.037 * i)];
        var found = MixtureComparison.Of(model, Column(offsets.Select(static d => 0.1 + d)), Column(offsets.Select(static d => 0.1 - d)));
        Assert.Equal(0, found.LogDensities.Statistic);
        Assert.Equal(1, found.LogDensities.PValue);
    }

    /// <remarks>The same, with uniform noise of weight 0.1 over a volume of 12.</remarks>
    [Fact]
    public void FiguresWithNoise_AreThoseOfScipy()
    {
        var found = MixtureComparison.Of(NoisyMixture.Of(Three, 0.1, [-4], [8]), First, Second);
        AreClose([0.4022285454, 0.1731583390, 0.2574310683, 0.1671820474], [0.2845843905, 0.1571309731, 0.3870327818, 0.1712518545], found);
        Agree.Relatively(-2.6749819622869735, found.First.MeanLogDensity, 1e-9, "mean of the first");
        Agree.Relatively(0.7904366742107373, found.Second.Deviation, 1e-9, "deviation of the second");
        Agree.Relatively(5.007597196547198, found.Shares.Statistic, 1e-9, "chi-squared");
        Assert.Equal(3, found.Shares.DegreesOfFreedom);
        Agree.Relatively(0.17124168476334498, found.Shares.PValue, 1e-9, "p of the shares");
        Agree.Relatively(-0.06370558811208804, found.MeanLogDensity.Difference, 1e-9, "difference");
        Agree.Relatively(0.1349079045215324, found.MeanLogDensity.StandardError, 1e-9, "standard error");
        Agree.Relatively(-0.4722153852884144, found.MeanLogDensity.Statistic, 1e-9, "t");
        Agree.Relatively(127.13685164220733, found.MeanLogDensity.DegreesOfFreedom, 1e-9, "degrees of freedom");
        Agree.Relatively(0.6375825842102223, found.MeanLogDensity.PValue, 1e-9, "p of the mean");
        Agree.Relatively(0.16666666666666669, found.LogDensities.Statistic, 1e-9, "distance");
        Agree.Relatively(0.2967342149102645, found.LogDensities.PValue, 1e-9, "p of the distribution");
    }

    /// <remarks>scipy 1.10.1, chi2_contingency(correction=False) of the table of counts.</remarks>
    [Fact]
    public void CertainMembership_IsPearsonsTest()
    {
        var apart = GaussianMixture.Create([0.5, 0.3, 0.2], new double[,] { { -1000 }, { 0 }, { 1000 } }, [new double[,] { { 1 } }, new double[,] { { 1 } }, new double[,] { { 1 } }]);
        RowMatrix Rows(params int[] counts) => Column(counts.SelectMany(static (count, k) => Enumerable.Repeat((k - 1) * 1000.0, count)));
        var found = MixtureComparison.Of(apart, Rows(30, 50, 20), Rows(10, 25, 40));
        Agree.Relatively(21.875, found.Shares.Statistic, 1e-12, "statistic");
        Agree.Relatively(1.777886794572054e-05, found.Shares.PValue, 1e-11, "p");
        Assert.Equal((2, 2, false), (found.Shares.DegreesOfFreedom, found.MostChanged, found.Shares.IsSparse));
        Assert.Equal((40.0 / 75) - 0.2, found.ShareDifference(2), 14);
        var few = MixtureComparison.Of(apart, Rows(30, 50, 20), Rows(9, 10, 0)).Shares;
        Assert.Equal((20 / 119.0 * 19, true), (few.SmallestExpected, few.IsSparse));

        // a component that neither sample has a row of takes no degree of freedom
        Assert.Equal(1, MixtureComparison.Of(apart, Rows(30, 50, 0), Rows(10, 25, 0)).Shares.DegreesOfFreedom);

        // samples that have no component in common are as far apart as n + m rows can be
        Assert.Equal(70, MixtureComparison.Of(apart, Rows(30, 0, 0), Rows(0, 40, 0)).Shares.Statistic, 10);
    }

    /// <remarks>kstwobign.sf of scipy 1.10.1.</remarks>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 0.999999999999495)]
    [InlineData(0.5, 0.9639452436648751)]
    [InlineData(0.999, 0.27107316411506394)]
    [InlineData(1, 0.26999967167735456)]
    [InlineData(1.5, 0.022217962616525127)]
    [InlineData(6, 1.0760372320042276e-31)]
    public void SmirnovsLimit_IsThatOfScipy(double lambda, double expected) => Agree.Relatively(expected, KolmogorovSmirnovTest.UpperTail(lambda), 1e-13, "p");

    /// <remarks>2 t.sf(3.3, degrees) of scipy 1.10.1, and the normal limit beyond.</remarks>
    [Theory]
    [InlineData(1000, 0.0010009967250020878)]
    [InlineData(100000, 0.0009671862623271419)]
    [InlineData(900000, 0.0009668858343361683)]
    [InlineData(1500000, 0.0009668708144039168)]
    public void StudentsTail_IsThatOfScipy(double degrees, double expected) => Agree.Relatively(expected, WelchTest.TwoSided(-3.3, degrees), 1e-4, "p");

    [Fact]
    public void SampleBesideItself_DoesNotDiffer()
    {
        var found = MixtureComparison.Of(Three, First, First);
        Assert.Equal((0, 0, 0), (found.Shares.Statistic, found.MeanLogDensity.Statistic, found.LogDensities.Statistic));
        Assert.Equal((1, 1, 1, 1), (found.Shares.PValue, found.MeanLogDensity.PValue, found.LogDensities.PValue, found.PValue));
        Assert.Equal(0, found.ShareDifference(found.MostChanged));
    }

    [Fact]
    public void SamplesInTheOtherOrder_DifferTheOtherWay()
    {
        var one = MixtureComparison.Of(Three, First, Second);
        var other = MixtureComparison.Of(Three, Second, First);
        Assert.Equal((one.First, one.Second), (other.Second, other.First));
        Assert.Equal(one.MeanLogDensity.Difference, -other.MeanLogDensity.Difference);
        Agree.Relatively(one.PValue, other.PValue, 1e-12, "p");
        Assert.Equal(one.MostChanged, other.MostChanged);
    }

    /// <remarks>Of rows from one distribution p-values are uniform: 1.63/√n is the limit of Kolmogorov and Smirnov at 1 %. The mixture need not be true.</remarks>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PValues_OfOneDistribution_AreUniform(bool isTrue)
    {
        const int Pairs = 200;
        var source = isTrue ? Plane : GaussianMixture.Create([0.5, 0.5], new double[,] { { 3, 1 }, { 6, 2 } }, [new double[,] { { 9, 0 }, { 0, 9 } }, new double[,] { { 2, 0 }, { 0, 30 } }]);
        var found = Enumerable.Range(0, Pairs).Select(i => MixtureComparison.Of(Plane, source.Sample(400, seed: (ulong)(2 * i)), source.Sample(250, seed: (ulong)((2 * i) + 1)))).ToArray();
        foreach (var p in (Func<MixtureComparison, double>[])[static one => one.Shares.PValue, static one => one.MeanLogDensity.PValue, static one => one.LogDensities.PValue])
        {
            double[] values = [.. found.Select(p).Order()];
            double most = values.Select((value, i) => Math.Max(Math.Abs(value - ((i + 1.0) / Pairs)), Math.Abs(value - ((double)i / Pairs)))).Max();
            Assert.InRange(most, 0, 1.63 / Math.Sqrt(Pairs));
        }

        // all together, at most one in twenty is below 0.05 but for chance
        Assert.InRange(found.Count(static one => one.PValue < 0.05), 0, 20);
    }

    [Fact]
    public void Drift_IsFound()
    {
        var before = Plane.Sample(500, seed: 1);
        var heavier = GaussianMixture.Create([0.5, 0.5], new double[,] { { 0, 0 }, { 9, 3 } }, [new double[,] { { 4, 1.2 }, { 1.2, 1 } }, new double[,] { { 1, 0 }, { 0, 25 } }]);
        var shares = MixtureComparison.Of(Plane, before, heavier.Sample(500, seed: 2));
        Assert.InRange(shares.Shares.PValue, 0, 1e-6);
        Assert.InRange(shares.ShareDifference(1), 0.1, 0.3);

        // shifted across the correlation: the shares stay, the density does not
        var shifted = GaussianMixture.Create([0.7, 0.3], new double[,] { { 0, 1 }, { 9, 3 } }, [new double[,] { { 4, 1.2 }, { 1.2, 1 } }, new double[,] { { 1, 0 }, { 0, 25 } }]);
        var densities = MixtureComparison.Of(Plane, before, shifted.Sample(500, seed: 3));
        Assert.InRange(densities.Shares.PValue, 0.01, 1);
        Assert.InRange(densities.MeanLogDensity.PValue, 0, 1e-4);
        Assert.InRange(densities.LogDensities.PValue, 0, 1e-4);
        Assert.InRange(densities.MeanLogDensity.Difference, -1.5, -0.2);
    }

    [Fact]
    public void WholeWeights_AreRepetitions()
    {
        double[] weights = [.. Enumerable.Range(0, 80).Select(static i => (double)(i % 4))];
        var repeated = Column(Enumerable.Range(0, 80).SelectMany(i => Enumerable.Repeat(First.Values.Span[i], (int)weights[i])));
        var expected = MixtureComparison.Of(Three, repeated, Second);
        var found = MixtureComparison.Of(Three, new MemoryRows(First, weights), new MemoryRows(Second));
        Assert.Equal((80, expected.First.TotalWeight), (found.First.Rows, found.First.TotalWeight));
        Agree.Within(expected.First.Shares, found.First.Shares, 1e-14, "shares");
        Agree.Relatively(expected.First.Deviation, found.First.Deviation, 1e-13, "deviation");
        Agree.Relatively(expected.Shares.PValue, found.Shares.PValue, 1e-11, "p of the shares");
        Agree.Relatively(expected.MeanLogDensity.PValue, found.MeanLogDensity.PValue, 1e-11, "p of the mean");
        Agree.Relatively(expected.LogDensities.PValue, found.LogDensities.PValue, 1e-11, "p of the distribution");
    }

    [Fact]
    public void WeightsThatCountNothing_HaveNoPValues()
    {
        var rows = new MemoryRows(First, Enumerable.Repeat(0.5, 80).ToArray());
        var found = MixtureComparison.Of(Three, rows, new MemoryRows(Second));
        var plain = MixtureComparison.Of(Three, First, Second);
        Assert.False(found.IsCounted);
        Agree.Within(plain.First.Shares, found.First.Shares, 1e-14, "shares");
        Agree.Relatively(plain.MeanLogDensity.Difference, found.MeanLogDensity.Difference, 1e-11, "difference");
        Agree.Relatively(plain.LogDensities.Statistic, found.LogDensities.Statistic, 1e-13, "distance");
        Assert.All((double[])[found.PValue, found.Shares.PValue, found.MeanLogDensity.PValue, found.MeanLogDensity.StandardError, found.LogDensities.PValue], static p => Assert.True(double.IsNaN(p)));
    }

    [Fact]
    public void AnyNumberOfThreadsAndProcesses_HasTheSameBits()
    {
        var first = Plane.Sample(150_000, seed: 1);
        double[] weights = [.. Enumerable.Range(0, first.Rows).Select(static i => i < 40_000 ? 1.0 : i % 3)];
        var rows = new MemoryRows(first, weights);
        var second = new MemoryRows(Plane.Sample(90_000, seed: 2));
        var one = MixtureComparison.Of(Plane, rows, second, threads: 1);
        Assert.Equal(one, MixtureComparison.Of(Plane, rows, second, threads: 5));
        Assert.All(ThreadProcesses.Run(3, group => MixtureComparison.Of(Plane, new WatchedRows(rows, group), new WatchedRows(second, group), threads: 2, cancellationToken: group.Ended)), found => Assert.Equal(one, found));
    }

    [Fact]
    public void MissingCells_AreIntegratedOut()
    {
        var known = Plane.Sample(100, seed: 1);
        var other = Plane.Sample(80, seed: 2);
        RowMatrix Gapped(RowMatrix rows) => RowMatrix.Copy(Enumerable.Range(0, rows.Rows).Select(i => (double[])[rows.Row(i)[0], double.NaN]));
        RowMatrix Half(RowMatrix rows) => Column(Enumerable.Range(0, rows.Rows).Select(i => rows.Row(i)[0]));
        var expected = MixtureComparison.Of(Plane.Marginal(0), Half(known), Half(other));
        var found = MixtureComparison.Of(Plane, Gapped(known), Gapped(other), MissingCells.IntegrateOut);
        Agree.Relatively(expected.PValue, found.PValue, 1e-9, "p");
        Agree.Within(expected.Second.Shares, found.Second.Shares, 1e-12, "shares");
        var refused = Assert.Throws<InputException>(() => MixtureComparison.Of(Plane, known, Gapped(other)));
        Assert.StartsWith("Row 0 holds a value that is not finite", refused.Message, StringComparison.Ordinal);
    }

    /// <remarks>The distance is looked at behind all rows of a density: of counts of 0 and 1 that is the difference of their shares.</remarks>
    [Fact]
    public void RowsOfEqualDensity_AreOneStep()
    {
        var counts = Mixture.Fit(new PoissonFamily(), Column([0, 1, 1, 2, 1, 0]), 1).Model;
        RowMatrix Rows(int zeros, int ones) => Column([.. Enumerable.Repeat(0.0, zeros), .. Enumerable.Repeat(1.0, ones), 7]);
        var found = MixtureComparison.Of(counts, Rows(10, 9), Rows(4, 5));
        Assert.Equal(0.1, found.LogDensities.Statistic, 14);
        Assert.Equal((0, double.NaN), (found.Shares.DegreesOfFreedom, found.Shares.PValue));
        Assert.Equal(Math.Min(1, 2 * found.MeanLogDensity.PValue), found.PValue);
    }

    /// <remarks>A row that no component gives a density has −∞ for its logarithm: there is no mean, but a distribution.</remarks>
    [Fact]
    public void RowOfDensityZero_LeavesTheDistribution()
    {
        var found = MixtureComparison.Of(Three, First, Column([.. Second.Values.ToArray(), 1e200]));
        Assert.Equal(double.NegativeInfinity, found.MeanLogDensity.Difference);
        Assert.Equal((double.NaN, double.NaN), (found.MeanLogDensity.StandardError, found.MeanLogDensity.PValue));
        Assert.InRange(found.LogDensities.PValue, 0, 1);
        Assert.Equal(2 * Math.Min(found.Shares.PValue, found.LogDensities.PValue), found.PValue, 12);
    }

    [Fact]
    public void OneRow_HasNoStandardError()
    {
        var found = MixtureComparison.Of(Three, First, Column([0]));
        Assert.Equal(double.NaN, found.MeanLogDensity.PValue);
        Assert.False(double.IsNaN(found.PValue));
    }

    [Fact]
    public void WhatCannotBeCompared_IsSaid()
    {
        Assert.Contains("has weight", Assert.Throws<InputException>(() => MixtureComparison.Of(Three, new MemoryRows(First), new MemoryRows(First, new double[80]))).Message, StringComparison.Ordinal);
        Assert.Contains("1 feature", Assert.Throws<InputException>(() => MixtureComparison.Of(Three, First, Plane.Sample(5))).Message, StringComparison.Ordinal);
        Assert.Contains("keeps nothing to resume by", Assert.Throws<InputException>(() => MixtureComparison.Of(Three, new WatchedRows(new MemoryRows(First), log: new MemoryLog([])), new MemoryRows(First))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MixtureComparison.Of(Three, new MemoryRows(First), new MemoryRows(First), threads: 0));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => MixtureComparison.Of(Three, new MemoryRows(First), new MemoryRows(First), cancellationToken: cancelled.Token));
    }

    private static void AreClose(double[] shares, double[] others, MixtureComparison found)
    {
        Agree.Within(shares, (double[])[.. found.First.Shares, .. found.First.Noise > 0 ? [found.First.Noise] : (double[])[]], 1e-8, "shares of the first");
        Agree.Within(others, (double[])[.. found.Second.Shares, .. found.Second.Noise > 0 ? [found.Second.Noise] : (double[])[]], 1e-8, "shares of the second");
    }
}
