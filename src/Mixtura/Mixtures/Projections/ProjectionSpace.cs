using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Projections;

/// <summary>The features of a mixture in its own standard deviations z, and in coordinates y = Wᵀz that are uncorrelated and of variance 1 under it: where directions are looked for.</summary>
internal sealed class ProjectionSpace
{
    // of the largest: what is below has been lost in rounding
    private const double Negligible = 1e-10;

    private readonly Mixture mixture;
    private readonly double[] weights;
    private readonly double[] centre;
    private readonly int[] features;
    private readonly double[] scales;

    // of each component, in z
    private readonly double[][] shifts;
    private readonly double[][] covariances;

    // the correlations, their principal axes, and W of P×R
    private readonly double[] correlations;
    private readonly Eigen axes;
    private readonly int rank;
    private readonly double[] whitening;

    /// <exception cref="InputException">No feature has a variance, or one has none that is finite.</exception>
    public ProjectionSpace(Mixture mixture)
    {
        this.mixture = mixture;
        weights = mixture.Weights.ToArray();
        var moments = Components.Select(mixture.MomentsOf).ToArray();
        centre = [.. Enumerable.Range(0, mixture.Features).Select(j => Mean(k => moments[k].Means[j]))];
        double[] deviations = [.. centre.Select((middle, j) => Math.Sqrt(Mean(k => Square(moments[k].Deviations[j]) + Square(moments[k].Means[j] - middle))))];
        features = [.. Enumerable.Range(0, mixture.Features).Where(j => mixture.LevelsOf(j).Count == 0 && !(deviations[j] <= 0))];
        Check(deviations);
        int p = features.Length;
        scales = [.. features.Select(j => deviations[j])];
        shifts = [.. moments.Select(one => features.Select((j, i) => (one.Means[j] - centre[j]) / scales[i]).ToArray())];
        covariances = [.. Components.Select(k => ComponentMoments.CovarianceOf(mixture, k, features).Select((value, at) => value / scales[at / p] / scales[at % p]).ToArray())];
        correlations = [.. Enumerable.Range(0, p * p).Select(at => Mean(k => covariances[k][at] + (shifts[k][at / p] * shifts[k][at % p])))];
        axes = Eigen.Of(correlations, p);
        rank = axes.Values.Count(value => value > Negligible * axes.Values[0]);
        whitening = [.. Enumerable.Range(0, p * rank).Select(at => axes.Vectors[(at / rank * p) + (at % rank)] / Math.Sqrt(axes.Values[at % rank]))];
    }

    private IEnumerable<int> Components => Enumerable.Range(0, weights.Length);

    /// <summary>The directions of the largest variance of z.</summary>
    public MixtureProjection Principal(int count)
    {
        int p = features.Length;
        var found = Enumerable.Range(0, Math.Min(count, rank)).Select(q => (Enumerable.Range(0, p).Select(i => axes.Vectors[(i * p) + q]).ToArray(), axes.Values[q] / axes.Values.Sum()));
        return Projection([.. found]);
    }

    /// <summary>In y: eigenvectors of Σₖ πₖ mₖmₖᵀ, then, beside those, of Σₖ πₖ Cₖ²; as Σₖ πₖ Cₖ is 1 there, they are those of Σₖ πₖ (Cₖ − C)², too.</summary>
    public MixtureProjection Separating(int count)
    {
        int p = features.Length;
        int most = Math.Min(count, rank);
        double[] transposed = Transposed(whitening, p, rank);
        double[][] means = [.. shifts.Select(shift => Product(transposed, shift, p, 1))];
        double[][] within = [.. covariances.Select(covariance => Product(Product(transposed, covariance, p, p), whitening, p, rank))];
        double[][] squares = [.. within.Select(own => Product(own, own, rank, rank))];
        double[] between = [.. Enumerable.Range(0, rank * rank).Select(at => Mean(k => means[k][at / rank] * means[k][at % rank]))];
        double[] spread = [.. Enumerable.Range(0, rank * rank).Select(at => Mean(k => squares[k][at]))];
        var found = new List<(double[] Direction, double Share)>();
        double separation = Enumerable.Range(0, rank).Sum(a => between[a * (rank + 1)]);
        foreach (double[] matrix in (double[][])[between, spread])
        {
            var eigen = Eigen.Of(Beside(found, matrix), rank);
            for (int q = 0; found.Count < most && q < rank && eigen.Values[q] > Negligible; q++)
            {
                found.Add(([.. Enumerable.Range(0, rank).Select(a => eigen.Vectors[(a * rank) + q])], ReferenceEquals(matrix, between) ? eigen.Values[q] / separation : 0));
            }
        }

        return Projection([.. found.Select(one => (Product(whitening, one.Direction, rank, 1), one.Share))]);
    }

    private void Check(double[] deviations)
    {
        int endless = Array.FindIndex(features, j => !double.IsFinite(deviations[j]));
        if (features.Length == 0 || endless >= 0)
        {
            throw new InputException(features.Length == 0
                ? "No feature of the mixture is a number that varies, so there is no direction to look along."
                : $"The feature '{mixture.FeatureName(features[endless])}' has no finite variance under the mixture, so no direction can be measured by it. Take a marginal without it, or components with more degrees of freedom.");
        }
    }

    // directions in z, the largest entry positive, back in the features' units
    private MixtureProjection Projection((double[] Direction, double Share)[] found)
    {
        int d = mixture.Features;
        var directions = new double[found.Length * d];
        var shared = new double[found.Length * d];
        for (int q = 0; q < found.Length; q++)
        {
            double sign = Math.Sign(found[q].Direction.MaxBy(Math.Abs));
            double[] along = [.. found[q].Direction.Select(value => sign * value)];
            double[] with = Product(correlations, along, along.Length, 1);
            double deviation = Math.Sqrt(along.Zip(with, static (a, b) => a * b).Sum());
            for (int i = 0; i < along.Length; i++)
            {
                directions[(q * d) + features[i]] = along[i] / scales[i];
                shared[(q * d) + features[i]] = with[i] / deviation;
            }
        }

        return new MixtureProjection(centre, new RowMatrix(directions, d), [.. found.Select(static one => one.Share)], new RowMatrix(shared, d));
    }

    // PMP, P the projection on what is orthogonal to all that was found
    private double[] Beside(List<(double[] Direction, double Share)> found, double[] matrix)
    {
        double[] rest = [.. Enumerable.Range(0, rank * rank).Select(at => (at % (rank + 1) == 0 ? 1 : 0) - found.Sum(one => one.Direction[at / rank] * one.Direction[at % rank]))];
        return Product(Product(rest, matrix, rank, rank), rest, rank, rank);
    }

    private double Mean(Func<int, double> of) => Components.Sum(k => weights[k] * of(k));

    private static double Square(double value) => value * value;

    private static double[] Transposed(double[] matrix, int rows, int columns) => [.. Enumerable.Range(0, rows * columns).Select(at => matrix[(at % rows * columns) + (at / rows)])];

    // of matrices with so many columns, of the left (the rows of the right) and of the right
    private static double[] Product(double[] left, double[] right, int inner, int columns)
    {
        var product = new double[left.Length / inner * columns];
        for (int at = 0; at < left.Length; at++)
        {
            VectorLoops.AddScaled(right.AsSpan(at % inner * columns, columns), left[at], product.AsSpan(at / inner * columns, columns));
        }

        return product;
    }
}
