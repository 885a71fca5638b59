using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>Densities and responsibilities are those of the textbook, for any number of rows, features and components.</summary>
public class ScoringLaws
{
    public static TheoryData<int, int, string> Sizes
    {
        get
        {
            // dimensions and components through every remainder of vector widths; rows through every edge of blocks
            var data = new TheoryData<int, int, string>();
            foreach (var structure in Shapes.Plain)
            {
                for (int d = 1; d <= 12; d++)
                {
                    data.Add(d, 1 + (d % 5), structure.Name);
                }

                data.Add(17, 3, structure.Name);
                data.Add(40, 2, structure.Name);
                data.Add(3, 33, structure.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void DensitiesAndResponsibilities_EqualThePlainFormulas(int features, int components, string structure)
    {
        var model = RandomModel(features, components, Shapes.Structure(structure));
        var parameters = MixtureParameters.Of(model);
        foreach (int rows in (int[])[1, 2, 7, 8, 9, 63, 64, 65, 255, 256, 257, 1025])
        {
            var data = Shapes.Clusters(rows, features, 3, seed: (ulong)rows).Rows;
            var expected = PlainGaussians.LogDensities(parameters, data);
            var responsibilities = PlainGaussians.Responsibilities(parameters, data);
            var found = model.Responsibilities(data);
            var labels = model.Predict(data);
            var densities = model.LogDensity(data);
            for (int i = 0; i < rows; i++)
            {
                // the quadratic forms here are sums of some 1e4 in magnitude
                Agree.Within(expected[i], densities[i], 1e-12 * (100 + Math.Abs(expected[i])), $"log density of row {i} of {rows}");
                Agree.Within(responsibilities[i], found.Row(i), 1e-10, $"responsibilities of row {i} of {rows}");
                Agree.Within(1, found.Row(i).ToArray().Sum(), 1e-14, $"sum of the responsibilities of row {i}");
                Assert.Equal(MixtureScorer.IndexOfLargest(found.Row(i)), labels[i]);
            }
        }
    }

    /// <summary>A row so far that its squared distance overflows has log density −∞, and still belongs to the component nearest to it.</summary>
    [Theory]
    [InlineData(1e6)]
    [InlineData(1e100)]
    [InlineData(1e160)]
    [InlineData(1e300)]
    public void FarRow_HasNoNaN(double far)
    {
        foreach (var structure in Shapes.Plain)
        {
            var model = RandomModel(2, 3, structure);
            var row = new RowMatrix(new[] { far, -far }, 2);
            Assert.True(model.LogDensity(row)[0] < -1e11);
            Assert.False(double.IsNaN(model.LogDensity(row)[0]));
            Assert.Equal(far < 1e154, double.IsFinite(model.LogDensity(row)[0]));
            Agree.Within(1, model.Responsibilities(row).Values.ToArray().Sum(), 1e-12, $"sum of the responsibilities, {structure}");
        }
    }

    [Fact]
    public void RowThatTwoComponentsShareEqually_IsTheFirsts()
    {
        var unit = RowMatrix.Copy([[1]]);
        var model = GaussianMixture.Create([0.2, 0.4, 0.4], RowMatrix.Copy([[9], [1], [-1]]), [unit, unit, unit]);
        Assert.Equal(1, model.Predict(RowMatrix.Copy([[0]]))[0]);
    }

    [Fact]
    public void NaN_ScoresAsNaN()
    {
        foreach (var structure in Shapes.Plain)
        {
            var rows = new RowMatrix(new[] { 0, 1, 0.5, double.NaN, 1, 0 }, 2);
            var densities = RandomModel(2, 3, structure).LogDensity(rows);
            Assert.True(double.IsNaN(densities[1]), $"{structure}: {densities[1]}");
            Assert.True(double.IsFinite(densities[0]) && double.IsFinite(densities[2]));
        }
    }

    [Fact]
    public void Sample_HasTheModelsMoments()
    {
        foreach (var structure in Shapes.Plain)
        {
            var model = RandomModel(3, 2, structure);
            var rows = model.Sample(40_000, seed: 1, out var labels);
            for (int k = 0; k < 2; k++)
            {
                int[] own = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == k)];
                Agree.Within(model.Weights.Span[k], own.Length / 40_000.0, 0.015, "share of the sample");
                var covariance = model.CovarianceOf(k);
                for (int a = 0; a < 3; a++)
                {
                    double mean = own.Average(i => rows[i, a]);
                    Agree.Within(model.Means[k, a], mean, 5 * Math.Sqrt(covariance[a, a] / own.Length), "mean of the sample");
                    for (int b = 0; b < 3; b++)
                    {
                        double scale = Math.Sqrt(covariance[a, a] * covariance[b, b]);
                        double moment = own.Average(i => (rows[i, a] - model.Means[k, a]) * (rows[i, b] - model.Means[k, b]));
                        Agree.Within(covariance[a, b], moment, 8 * scale / Math.Sqrt(own.Length), "covariance of the sample");
                    }
                }
            }
        }
    }

    // Σ = A·Aᵀ + I/2, brought to the structure
    private static GaussianMixture RandomModel(int d, int components, CovarianceStructure structure)
    {
        var random = new Generator((ulong)((100 * d) + components));
        var weights = Enumerable.Range(0, components).Select(_ => random.Uniform() + 0.1).ToArray();
        var means = Enumerable.Range(0, components * d).Select(_ => 2 * random.Gaussian()).ToArray();
        var covariances = new List<RowMatrix>();
        for (int k = 0; k < components; k++)
        {
            var mixing = Enumerable.Range(0, d * d).Select(_ => 0.7 * random.Gaussian()).ToArray();
            double Entry(int a, int b) => (a == b ? 0.5 : 0) + Enumerable.Range(0, d).Sum(m => mixing[(a * d) + m] * mixing[(b * d) + m]);
            double[] Values(Func<int, int, double> entry) => [.. Enumerable.Range(0, d * d).Select(i => entry(i / d, i % d))];
            covariances.Add(structure.Name switch
            {
                "tied" when k > 0 => covariances[0],
                "full" or "tied" => new RowMatrix(Values(Entry), d),
                "diagonal" => new RowMatrix(Values((a, b) => a == b ? Entry(a, a) : 0), d),
                _ => new RowMatrix(Values((a, b) => a == b ? Entry(0, 0) : 0), d),
            });
        }

        double total = weights.Sum();
        return GaussianMixture.Create(Array.ConvertAll(weights, w => w / total), new RowMatrix(means, d), covariances, structure);
    }
}
