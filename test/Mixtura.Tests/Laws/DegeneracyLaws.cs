using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Laws;

/// <summary>A degenerate optimum never wins silently: the likelihood of a mixture is unbounded, and restarts find the way there.</summary>
public class DegeneracyLaws
{
    /// <summary>scikit-learn's defaults return −99.17 here, with a covariance at the ridge; the sound optimum is −180.1855, as mclust has it.</summary>
    [Fact]
    public void DegenerateOptimum_NeverWinsSilently()
    {
        var fit = GaussianMixture.Fit(ReferenceFile.Rows("iris.csv"), 3, new GaussianMixtureOptions { Initialization = Initialization.RandomRows, Restarts = 100 });
        Assert.Null(fit.Degeneracy);
        double mclusts = ReferenceFile.Json("mclust-table-iris.json").GetProperty("rows").EnumerateArray()
            .Single(static row => row.Text("model") == "VVV" && row.Integer("G") == 3).Number("loglik_tight");
        Agree.Within(mclusts, fit.LowerBound, 1e-4, "log L");
        Agree.Within(-180.1855, fit.LowerBound, 1e-4, "log L");
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void CollapseOnTies_NeverWins(string structure)
    {
        // 40 rows that are one and the same point, in a cloud
        var cloud = Shapes.Clusters(200, 3, 1, seed: 31).Rows.Values.ToArray();
        var point = cloud[..3];
        var rows = new RowMatrix(cloud.Concat(Enumerable.Range(0, 40).SelectMany(_ => point)).ToArray(), 3);
        var fit = GaussianMixture.Fit(rows, 2, new GaussianMixtureOptions { Covariance = Shapes.Structure(structure), Initialization = Initialization.RandomRows, Restarts = 20 });
        Assert.Null(fit.Degeneracy);
        for (int k = 0; k < 2; k++)
        {
            var covariance = fit.Model.CovarianceOf(k);
            Assert.All(Enumerable.Range(0, 3), j => Assert.True(covariance[j, j] > 1e-3, $"variance {covariance[j, j]} of component {k}"));
        }
    }

    /// <summary>A given start whose first component collapses onto one row far away: in the model it is the lightest, which is the last.</summary>
    [Fact]
    public void Degeneracy_NamesTheComponentAsTheModelCountsIt()
    {
        double[] values = [.. Shapes.Clusters(300, 2, 1, seed: 34).Rows.Values.ToArray(), 1e4, 1e4];
        var start = new MixtureParameters([0.01, 0.99], [[1e4, 1e4], [0, 0]], [[[1, 0], [0, 1]], [[9, 0], [0, 9]]]);
        var fit = GaussianMixture.Fit(new RowMatrix(values, 2), 2, new GaussianMixtureOptions { Start = start.ToModel() });
        Assert.True(fit.Model.Means[1, 0] > fit.Model.Means[0, 0]);
        Assert.Equal(1, fit.Degeneracy!.Component);
        Assert.Contains("omponent 1 ", Assert.Single(fit.Warnings), StringComparison.Ordinal);
    }

    /// <summary>One row far away: it is named, with its distance, and the other components are those of the other rows.</summary>
    [Theory]
    [InlineData("full")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    [InlineData("VEV")]
    public void LoneRow_IsNamedAndSpoilsNothing(string structure)
    {
        var others = Shapes.Clusters(300, 2, 2, seed: 34).Rows;
        double[] values = [.. others.Values.ToArray(), 1e4, -1e4];
        foreach (ulong seed in (ulong[])[0, 1, 2])
        {
            var options = new GaussianMixtureOptions { Seed = seed, Covariance = Shapes.Structure(structure) };
            var fit = GaussianMixture.Fit(new RowMatrix(values, 2), 3, options);
            Assert.Null(fit.Degeneracy);
            Assert.True(fit.Converged);
            var lone = Assert.Single(fit.LoneRows);
            Assert.Equal(300, lone.Row);
            Assert.Equal(2, lone.Component);
            Agree.Within(Math.Abs(lone.Value - fit.Model.Means[lone.Nearest, lone.Feature]), lone.Distance, 1e-6, "distance");
            Assert.Contains("Row 301 ", Assert.Single(fit.Warnings), StringComparison.Ordinal);

            var alone = GaussianMixture.Fit(others, 2, options);
            for (int k = 0; k < 2; k++)
            {
                Agree.Within(alone.Model.Weights.Span[k] * 300 / 301, fit.Model.Weights.Span[k], 1e-6, "weight");
                Agree.Within(alone.Model.Means[k, 0], fit.Model.Means[k, 0], 1e-4, "mean");
                Agree.Within(alone.Model.CovarianceOf(k)[0, 0], fit.Model.CovarianceOf(k)[0, 0], 1e-3, "variance");
            }

            // the row at the mean of its component, whose covariance is that of another: log density −½ log|2πΣ|
            double own = fit.Model.LogDensity(new RowMatrix(new[] { 1e4, -1e4 }, 2))[0];
            Agree.Within(alone.LowerBound + (300 * Math.Log(300.0 / 301)) + own, fit.LowerBound, 1e-4, "bound");
            Agree.Within(fit.Trace[^1], fit.LowerBound, 1e-6, "trace");
        }
    }

    /// <summary>Three points, each of them twenty times, are three rows: enough for a covariance that is not singular, not to estimate one.</summary>
    [Fact]
    public void FewDifferentRows_MakeNoComponent()
    {
        var random = new Generator(32);
        double[][] points = [[1, 1], [1.01, 1], [1, 1.01]];
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, 200).Select(_ => new[] { 3 * random.Gaussian(), 3 * random.Gaussian() }),
            .. Enumerable.Range(0, 60).Select(i => points[i % 3])]);
        AssertNothingNarrow(GaussianMixture.Fit(rows, 2, new GaussianMixtureOptions { Initialization = Initialization.RandomRows, Restarts = 20 }), 0.02);
    }

    /// <summary>Sixty rows on a line up to one part in ten million: numbers can still factor the covariance, but the likelihood has run away.</summary>
    [Fact]
    public void ThinComponent_NeverWins()
    {
        var random = new Generator(33);
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, 200).Select(_ => new[] { 3 * random.Gaussian(), 3 * random.Gaussian() }), .. Enumerable.Range(0, 60).Select(_ =>
        {
            double t = random.Gaussian();
            return new[] { t, t + (1e-7 * random.Gaussian()) };
        })]);
        AssertNothingNarrow(GaussianMixture.Fit(rows, 2, new GaussianMixtureOptions { Initialization = Initialization.RandomRows, Restarts = 20 }), 1e-4);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    public void AsManyComponentsAsRows_IsReported(string structure)
    {
        var rows = ReferenceFile.Rows("hard-n-equals-k.csv");
        var fit = GaussianMixture.Fit(rows, 5, new GaussianMixtureOptions { Covariance = Shapes.Structure(structure) });
        AssertReported(fit);
        Assert.Equal(3 * 20, fit.Restarts.Count);
        Assert.All(fit.Restarts, static restart => Assert.False(restart.IsSound));
    }

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    public void ComponentOnALine_IsReported(string structure)
    {
        // two clusters, each exactly on a line of its own direction: no feature is constant, and all rows together are in general position
        var random = new Generator(41);
        var rows = RowMatrix.Copy([.. Enumerable.Range(0, 60).Select(i =>
        {
            double t = random.Gaussian();
            return i % 2 == 0 ? new[] { t, 0.5 * t } : [100 + t, 40 - (structure == "tied" ? -0.5 : 2) * t];
        })]);
        AssertReported(GaussianMixture.Fit(
            rows, 2, new GaussianMixtureOptions { Covariance = Shapes.Structure(structure), Initialization = Initialization.KMeansPlusPlus }));
    }

    [Fact]
    public void GivenStart_ThatLeadsToASingularFit_IsReported()
    {
        var data = Shapes.Of("a plane");
        var start = new MixtureParameters([0.5, 0.5], [data.Rows.Row(0).ToArray(), [0, 0]], [[[1e-12, 0], [0, 1e-12]], [[9, 0], [0, 9]]]);
        AssertReported(GaussianMixture.Fit(data.Rows, 2, new GaussianMixtureOptions { Start = start.ToModel() }));
    }

    [Fact]
    public void DegenerateRestarts_AreCountedInAWarning()
    {
        var fit = GaussianMixture.Fit(
            ReferenceFile.Rows("iris.csv"), 6, new GaussianMixtureOptions { Initialization = Initialization.RandomRows, Restarts = 40 });
        int lost = fit.Restarts.Count(static restart => !restart.IsSound);
        Assert.InRange(lost, 1, 39);
        Assert.Null(fit.Degeneracy);
        Assert.Contains(fit.Warnings, warning => warning.Contains($"{lost} of 40 starts degenerated", StringComparison.Ordinal));
    }

    /// <summary>One bad row, far beyond the others' deviations: no component stretches out to it.</summary>
    [Fact]
    public void LoneOutlier_StretchesNoComponent()
    {
        var rows = ReferenceFile.Rows("hard-outlier-moderate.csv");
        var fit = GaussianMixture.Fit(rows, 3);
        Assert.Null(fit.Degeneracy);
        Assert.Equal(rows.Rows - 1, Assert.Single(fit.LoneRows).Row);
        Assert.All(Enumerable.Range(0, 3), k => Assert.InRange(fit.Model.CovarianceOf(k)[0, 0], 0.1, 10));
    }

    // some start must have been led there, or the data would prove nothing
    private static void AssertNothingNarrow(GaussianMixtureFit fit, double deviation)
    {
        Assert.Contains(fit.Restarts, static restart => !restart.IsSound);
        for (int k = 0; fit.Degeneracy is null && k < fit.Model.Components; k++)
        {
            var covariance = fit.Model.CovarianceOf(k);
            double least = ((covariance[0, 0] * covariance[1, 1]) - (covariance[0, 1] * covariance[0, 1])) / (covariance[0, 0] + covariance[1, 1]);
            Assert.True(Math.Sqrt(least) > deviation, $"component {k} is {Math.Sqrt(least)} wide");
        }
    }

    private static void AssertReported(GaussianMixtureFit fit)
    {
        Assert.NotNull(fit.Degeneracy);
        Assert.InRange(fit.Degeneracy.Component, 0, fit.Model.Components - 1);
        Assert.Contains(fit.Warnings, warning => warning.Contains($"omponent {fit.Degeneracy.Component} ", StringComparison.Ordinal) && warning.Contains("Use fewer components", StringComparison.Ordinal));
        Assert.True(double.IsFinite(fit.LowerBound));
    }
}
