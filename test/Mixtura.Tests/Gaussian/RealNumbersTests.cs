using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian;

/// <summary>Data as people have them: whole years, pixels clipped at 0 and 255, counts, quarters, tenths. A sound fit wherever one exists, no lower than plain EM's best, no narrower than rounding leaves.</summary>
public class RealNumbersTests
{
    // the colours of pixels: many at 0 and 255
    private static readonly double[][] Colours = [[20, 20, 30], [240, 245, 250], [120, 60, 40], [60, 130, 200]];

    public static TheoryData<string, int> Cases => new()
    {
        { "ages", 2 }, { "ages", 3 }, { "quarters", 2 }, { "quarters", 3 }, { "quarters", 4 }, { "tenths", 3 }, { "tenths", 4 }, { "counts", 2 }, { "counts", 3 }, { "pixels", 2 }, { "colours", 4 }, { "colours", 5 }, { "two of tenths", 3 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void RoundedData_HaveASoundFitNoLowerThanPlainEms(string kind, int components)
    {
        var rows = Rows(kind);
        var fit = GaussianMixture.Fit(rows, components);
        var plain = GaussianMixture.Fit(rows, components, new GaussianMixtureOptions
        {
            SplitMerge = false,
            Restarts = 10,
            Initialization = Initialization.RandomRows,
            Em = new() { Acceleration = false },
        });
        Assert.Null(plain.Degeneracy);
        Assert.Null(fit.Degeneracy);
        Assert.True(fit.LowerBound >= plain.LowerBound - (1e-4 * rows.Rows), $"{fit.LowerBound:R} against {plain.LowerBound:R}");
        double step = kind switch { "quarters" => 0.25, "tenths" or "two of tenths" => 0.1, _ => 1 };
        for (int k = 0; k < components; k++)
        {
            for (int j = 0; j < rows.Columns; j++)
            {
                Assert.True(Math.Sqrt(fit.Model.CovarianceOf(k)[j, j]) >= 0.5 * step / Math.Sqrt(12), $"component {k} is {Math.Sqrt(fit.Model.CovarianceOf(k)[j, j])} wide");
            }
        }
    }

    /// <summary>The steps are known by how the values were made.</summary>
    [Fact]
    public void StepOfAGrid_IsFound()
    {
        var random = new Generator(91);
        double[] normal = [.. Enumerable.Range(0, 200).Select(_ => 10 * random.Gaussian())];
        Assert.Equal(0, ValueGrid.StepOf(normal));
        Assert.Equal(0, ValueGrid.StepOf([3, 3, 3]));
        foreach (double step in (double[])[1, 0.25, 0.1, 0.01, 5])
        {
            double[] rounded = Array.ConvertAll(normal, value => Math.Round(value / step) * step);
            Agree.Within(step, ValueGrid.StepOf(rounded), 1e-9 * step, "step");
            Agree.Within(step, ValueGrid.StepOf(Array.ConvertAll(rounded, value => value + (1 << 20))), 1e-6 * step, "step, shifted");
        }

        Agree.Within(0.1, ValueGrid.StepOf([1.3, 1.5, 1.8]), 1e-12, "tenths without neighbours");
    }

    /// <summary>Under a bounded likelihood one row, or very many equal ones, are a proper component.</summary>
    [Fact]
    public void BoundedLikelihood_LetsOneRowBeAComponent()
    {
        var random = new Generator(92);
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? -4 : 4) + (0.1 * random.Gaussian())), 1e6];
        var fit = GaussianMixture.Fit(new RowMatrix(values, 1), 3, new GaussianMixtureOptions { Regularization = 0.01 });
        Assert.Null(fit.Degeneracy);
        Assert.Empty(fit.LoneRows);
        Agree.Within(1.0 / 201, fit.Model.Weights.Span[2], 1e-9, "weight of one row");
        Agree.Within(0.01, fit.Model.CovarianceOf(2)[0, 0], 1e-12, "its variance: what was added");

        double[] zeros = [.. Enumerable.Repeat(0.0, 242), .. Enumerable.Range(0, 158).Select(_ => Math.Exp(1.5 + random.Gaussian()))];
        var inflated = GaussianMixture.Fit(new RowMatrix(zeros, 1), 3, new GaussianMixtureOptions { Regularization = 0.01 });
        Assert.Null(inflated.Degeneracy);
        Assert.True(inflated.Restarts.Count < 20);
    }

    /// <summary>Equal volumes bound the likelihood: a light component is no reason to refuse.</summary>
    [Theory]
    [InlineData("EII")]
    [InlineData("EEI")]
    [InlineData("tied")]
    [InlineData("EEV")]
    public void EqualVolumes_AreNeverRefusedForALightComponent(string structure)
    {
        double[] values = [.. Shapes.Clusters(100, 2, 1, seed: 5).Rows.Values.ToArray(), 60, 60];
        var fit = GaussianMixture.Fit(new RowMatrix(values, 2), 2, new GaussianMixtureOptions { Covariance = Shapes.Structure(structure) });
        Assert.Null(fit.Degeneracy);
        Agree.Within(1.0 / 101, fit.Model.Weights.Span[1], 1e-9, "weight of one row");
    }

    private static RowMatrix Rows(string kind)
    {
        var random = new Generator(90);
        double Cluster(double low, double high, double spread) => (random.Uniform() < 0.6 ? low : high) + (spread * random.Gaussian());
        double[] Column(int count, Func<double> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
        return kind switch
        {
            "ages" => new RowMatrix(Column(500, () => Math.Round(Math.Clamp(Cluster(32, 61, 9), 0, 95))), 1),
            "quarters" => new RowMatrix(Column(800, () => Math.Round(4 * Cluster(0, 2.5, 0.8)) / 4), 1),
            "tenths" => new RowMatrix(Column(300, () => Math.Round(10 * Cluster(3, 6, 0.7)) / 10), 1),
            "counts" => new RowMatrix(Column(400, () => Math.Round(Math.Abs(Cluster(3, 14, 3)))), 1),
            "pixels" => new RowMatrix(Column(1500, () => Math.Round(Math.Clamp(Cluster(60, 200, 60), 0, 255))), 3),
            "colours" => new RowMatrix(Enumerable.Range(0, 1500).SelectMany(i => Colours[i % 4].Select(mean => Math.Round(Math.Clamp(mean + (30 * random.Gaussian()), 0, 255)))).ToArray(), 3),
            _ => new RowMatrix(Column(600, () => Math.Round(10 * Cluster(3, 6, 0.7)) / 10), 2),
        };
    }
}
