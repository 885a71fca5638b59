using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Bayesian;

/// <summary>Rows drawn from a variational mixture are from its predictive density.</summary>
public class VariationalDrawTests
{
    /// <summary>In one dimension: the distribution function of draws against the density's integral (Kolmogorov's distance, 1.95 / √n has probability 0.001).</summary>
    [Theory]
    [InlineData("full", WeightPrior.Dirichlet)]
    [InlineData("diagonal", WeightPrior.Dirichlet)]
    [InlineData("full", WeightPrior.DirichletProcess)]
    public void Draws_FollowThePredictiveDensity(string structure, WeightPrior prior)
    {
        var model = VariationalAsMixtureTests.Fit(Shapes.Clusters(12, 1, 2, seed: 1), structure, prior, 2, freedom: 2, concentration: 4).Model;
        const int Count = 40_000;
        double[] draws = [.. model.Sample(Count, 5).Values.ToArray().Order()];
        const double Step = 0.005;
        double[] grid = [.. Enumerable.Range(0, 800_001).Select(static i => -2000 + (i * Step))];
        double[] density = Array.ConvertAll(model.LogDensity(new RowMatrix(grid, 1)), Math.Exp);
        double below = 0, distance = 0;
        int drawn = 0;
        double tails = (1 - (density.Sum() * Step)) / 2;
        for (int i = 0; i < grid.Length; i++)
        {
            below += density[i] * Step;
            while (drawn < Count && draws[drawn] <= grid[i] + (Step / 2))
            {
                drawn++;
            }

            distance = Math.Max(distance, Math.Abs(tails + below - ((double)drawn / Count)));
        }

        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(Count));
    }

    /// <summary>In the plane the mean of the log density over draws is its integral: it tells a product of t's from one t.</summary>
    [Theory]
    [InlineData("full")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    public void DrawsInThePlane_HaveTheDensitysEntropy(string structure)
    {
        var model = VariationalAsMixtureTests.Fit(Shapes.Clusters(4, 2, 1, seed: 8), structure, WeightPrior.Dirichlet, 1, freedom: 4).Model;
        double[] logDensity = model.LogDensity(model.Sample(400_000, 9));
        double mean = logDensity.Average();
        double error = Math.Sqrt(logDensity.Sum(value => (value - mean) * (value - mean))) / logDensity.Length;
        Assert.InRange(Entropy(model), -mean - (5 * error), -mean + (5 * error));
    }

    /// <summary>The distances of two features from the mean: independent where each has a precision of its own, together large where they share one.</summary>
    [Theory]
    [InlineData("full", true)]
    [InlineData("spherical", true)]
    [InlineData("diagonal", false)]
    public void FeaturesShareTheirTails_WhereTheyShareAPrecision(string structure, bool shares)
    {
        var model = VariationalAsMixtureTests.Fit(Shapes.Clusters(4, 2, 1, seed: 8), structure, WeightPrior.Dirichlet, 1, freedom: 2).Model;
        const int Count = 40_000;
        var rows = model.Sample(Count, 11);

        // whitened, so that of the Gaussian part no dependence is left; roots of distances have a variance however few the degrees of freedom
        var scale = model.ScaleMatrix(0);
        double slope = scale[0, 1] / scale[1, 1];
        double[] one = new double[Count], other = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            double x = rows[i, 0] - model.Means[0, 0];
            one[i] = Math.Sqrt(Math.Abs(x));
            other[i] = Math.Sqrt(Math.Abs(rows[i, 1] - model.Means[0, 1] + (slope * x)));
        }

        double meanOne = one.Average(), meanOther = other.Average();
        double Covariance(double[] a, double meanA, double[] b, double meanB) => a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Sum();
        double correlation = Covariance(one, meanOne, other, meanOther)
            / Math.Sqrt(Covariance(one, meanOne, one, meanOne) * Covariance(other, meanOther, other, meanOther));
        Assert.Equal(shares, Math.Abs(correlation) > 5 / Math.Sqrt(Count));
    }

    [Fact]
    public void DrawsOfAProcess_ComeFromTheRestOfTheSticksToo()
    {
        var model = VariationalAsMixtureTests.Fit(Shapes.Clusters(12, 1, 2, seed: 1), "full", WeightPrior.DirichletProcess, 2, concentration: 4).Model;
        const int Count = 40_000;
        model.Sample(Count, 3, out int[] labels);
        double[] weights = [.. model.ExpectedWeights, 1 - model.ExpectedWeights.Sum()];
        Assert.InRange(weights[2], 0.05, 1);
        for (int k = 0; k < weights.Length; k++)
        {
            Agree.Within(weights[k], labels.Count(label => label == k) / (double)Count, 5 * Math.Sqrt(weights[k] / Count), $"share of {k}");
        }

        Assert.Equal(2, model.Components);
    }

    // −∫ p ln p over a wide square, by the trapezoidal rule
    private static double Entropy(VariationalGaussianMixture model)
    {
        const int Side = 1001;
        double reach = 30 * model.MomentsOf(0).Deviations.Max();
        double step = 2 * reach / (Side - 1);
        double sum = 0;
        var line = new double[2 * Side];
        for (int i = 0; i < Side; i++)
        {
            for (int j = 0; j < Side; j++)
            {
                line[2 * j] = model.Means[0, 0] - reach + (i * step);
                line[(2 * j) + 1] = model.Means[0, 1] - reach + (j * step);
            }

            sum -= model.LogDensity(new RowMatrix(line, 2)).Sum(static value => value * Math.Exp(value));
        }

        return sum * step * step;
    }
}
