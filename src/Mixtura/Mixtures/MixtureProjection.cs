using Mixtura.Data;
using Mixtura.Mixtures.Projections;

namespace Mixtura.Mixtures;

/// <summary>A few directions through the features of a mixture to look along, where there are more features than a picture has axes: those on which the components stand apart, or those of the largest spread.</summary>
/// <remarks>
/// Everything is computed from the means and covariances of the components, so that no rows are needed. A coordinate is aᵀ(x − μ), μ the mean of the mixture. Features of categories take no part; neither do those without variance.
/// </remarks>
public sealed class MixtureProjection
{
    private readonly double[] centre;

    internal MixtureProjection(double[] centre, RowMatrix directions, double[] shares, RowMatrix correlations)
    {
        this.centre = centre;
        Directions = directions;
        Shares = shares;
        Correlations = correlations;
    }

    /// <summary>The directions a, Q×D, a row each; 0 for features that take no part.</summary>
    public RowMatrix Directions { get; }

    /// <summary>What each direction has of what all have together, Q numbers: of the separation of the means, or of the variance. The separating directions beyond the first K − 1 have none of it: 0.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>The correlation of each coordinate with each feature under the mixture, Q×D; 0 for features that take no part.</summary>
    public RowMatrix Correlations { get; }

    /// <summary>The directions on which the components are told apart: eigenvectors of the covariance of their means, Σₖ πₖ (μₖ − μ)(μₖ − μ)ᵀ, in the metric of the whole mixture's covariance (Scrucca 2010, eq. 3 with λ = 1: canonical
    /// variates with responsibilities for labels). There are min(D, K − 1) of them; further ones are, orthogonal to those, where the covariances of the components differ most (Scrucca 2014). Each coordinate has variance 1 under the mixture.</summary>
    /// <param name="mixture">The mixture; noise is left out.</param>
    /// <param name="count">Q ≥ 1, how many at most.</param>
    /// <exception cref="InputException">No feature has a variance, or one has none that is finite.</exception>
    public static MixtureProjection Separating(Mixture mixture, int count = 2)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new ProjectionSpace(mixture.WithoutNoise).Separating(count);
    }

    /// <summary>The principal components of the mixture's correlation matrix: the directions of the largest variance, every feature in its own standard deviations.</summary>
    /// <param name="mixture">The mixture; noise is left out.</param>
    /// <param name="count">Q ≥ 1, how many at most.</param>
    /// <exception cref="InputException">No feature has a variance, or one has none that is finite.</exception>
    public static MixtureProjection Principal(Mixture mixture, int count = 2)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new ProjectionSpace(mixture.WithoutNoise).Principal(count);
    }

    /// <summary>The coordinates of a row, Q numbers.</summary>
    /// <param name="row">D numbers.</param>
    public double[] Of(ReadOnlySpan<double> row)
    {
        var coordinates = new double[Directions.Rows];
        for (int q = 0; q < coordinates.Length; q++)
        {
            var direction = Directions.Row(q);
            for (int j = 0; j < row.Length; j++)
            {
                coordinates[q] += direction[j] == 0 ? 0 : direction[j] * (row[j] - centre[j]);
            }
        }

        return coordinates;
    }

    /// <summary>The mean and the covariance of the coordinates under one component. Of a Gaussian or Student-t component they are Gaussian or Student-t again.</summary>
    /// <param name="mixture">The mixture that the projection was made of, or another over the same features.</param>
    /// <param name="component">The component, counted from 0.</param>
    /// <returns>Q numbers and Q×Q.</returns>
    public (double[] Mean, RowMatrix Covariance) MomentsOf(Mixture mixture, int component)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        int q = Directions.Rows;
        var (means, _) = mixture.MomentsOf(component);
        int[] features = [.. Enumerable.Range(0, mixture.Features).Where(j => Enumerable.Range(0, q).Any(a => Directions[a, j] != 0))];
        double[] covariance = ComponentMoments.CovarianceOf(mixture, component, features);
        var projected = new double[q * q];
        for (int at = 0; at < q * q; at++)
        {
            int a = Math.Max(at / q, at % q);
            int b = Math.Min(at / q, at % q);
            for (int i = 0; i < features.Length; i++)
            {
                for (int j = 0; j < features.Length; j++)
                {
                    projected[at] += Directions[a, features[i]] * covariance[(i * features.Length) + j] * Directions[b, features[j]];
                }
            }
        }

        return (Of(means), new RowMatrix(projected, q));
    }
}
