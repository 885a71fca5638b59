using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures.Search;

namespace Mixtura.Tests.Gaussian;

/// <summary>What comes first among equals is fixed.</summary>
public class OrderTests
{
    /// <summary>Falling weight, then rising first feature of the mean, then the second: in whatever order they were given.</summary>
    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(2, 0, 3, 1)]
    public void ComponentsOfEqualWeight_AreOrderedByTheirMeans(params int[] order)
    {
        double[] weights = [0.4, 0.2, 0.2, 0.2];
        double[][] means = [[9, 9], [-3, 5], [2, -1], [2, 4]];
        var unit = RowMatrix.Copy([[1, 0], [0, 1]]);
        var start = GaussianMixture.Create(Array.ConvertAll(order, k => weights[k]), RowMatrix.Copy(Array.ConvertAll(order, k => means[k])), [unit, unit, unit, unit]);
        var rows = RowMatrix.Copy([[9, 9], [-3, 5], [2, -1], [2, 4], [0, 1], [1, 0]]);
        var fit = GaussianMixture.Fit(rows, 4, new GaussianMixtureOptions { Start = start, Em = new EmOptions { MaxIterations = 0 } });
        Assert.Equal(weights, fit.Model.Weights.ToArray());
        Assert.Equal(means.SelectMany(static mean => mean), fit.Model.Means.Values.ToArray());
    }

    [Fact]
    public void StartsWithEqualBounds_AreRankedAsTheyWereMade()
    {
        var parameters = GaussianParameters.From(CovarianceStructure.Full, 1, [1], [0], [1]);
        Candidate<GaussianParameters> Reached(int restart, double bound)
        {
            var candidate = new Candidate<GaussianParameters>(restart, parameters);
            candidate.Continue(new EmResult<GaussianParameters>(parameters, [bound], StopReason.Converged, null, 1));
            return candidate;
        }

        var ranked = Candidate<GaussianParameters>.Ranked([Reached(0, -7), Reached(1, -5), Reached(2, -7), Reached(3, -5)]);
        Assert.Equal([1, 3, 0, 2], ranked.Select(static candidate => candidate.Restart));
    }
}
