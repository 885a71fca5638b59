using System.Globalization;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Report.Survey;

namespace Mixtura.Report.Charts;

/// <summary>The rows and the components along two directions through more features than a picture has axes.</summary>
/// <param name="Title">What the directions are, in a list to choose from.</param>
/// <param name="Share">What the shares of the directions are shares of.</param>
/// <param name="Directions">The directions.</param>
/// <param name="Plane">The plane that they span.</param>
/// <param name="Rows">The two coordinates of every drawn row.</param>
internal sealed record ProjectedPlane(string Title, string Share, MixtureProjection Directions, Plane Plane, double[][] Rows)
{
    // two or three features are seen as they are
    private const int FewFeatures = 3;

    // directions through more take long to find, and nobody reads what they are made of
    private const int MostFeatures = 100;

    /// <summary>Whether the mixture is on the plane, with all that is in it, what <see cref="Charts.Plane.Seen"/> makes of it: a mixture of Gaussians is one there too.</summary>
    public static bool IsWhole(Mixture mixture) => mixture is GaussianMixture;

    /// <summary>Those that tell the components apart, then those of the largest variance; empty where there are few features, or too many, or one without a finite variance.</summary>
    public static ProjectedPlane[] Of(ReportView view)
    {
        if (view.Numbers.Length is <= FewFeatures or > MostFeatures || view.Drawn.Any(k => view.Numbers.Any(j => !double.IsFinite(view.Deviation(k, j)))))
        {
            return [];
        }

        double[][] rows = Filled(view);
        var planes = new List<ProjectedPlane>();
        if (view.Drawn.Length > 1)
        {
            planes.Add(Of(view, rows, "separating", "directions that tell the components apart", "of the separation", MixtureProjection.Separating(view.Model)));
        }

        planes.Add(Of(view, rows, "principal", "principal components", "of the variance", MixtureProjection.Principal(view.Model)));
        return [.. planes.Where(static plane => plane.Directions.Directions.Rows == 2)];
    }

    /// <summary>The field of a coordinate, 0 or 1.</summary>
    public string FieldOf(int coordinate) => coordinate == 0 ? Plane.AcrossField : Plane.UpField;

    private static ProjectedPlane Of(ReportView view, double[][] rows, string id, string title, string share, MixtureProjection projection)
    {
        double[][] coordinates = [.. rows.Select(row => projection.Of(row))];
        if (projection.Directions.Rows < 2)
        {
            return new ProjectedPlane(title, share, projection, new Plane(id, id, id, id, default, default, static mixture => mixture), coordinates);
        }

        var moments = view.Drawn.Select(k => projection.MomentsOf(view.Model, k)).ToArray();
        var ranges = new FeatureRanges(2);
        foreach (double[] row in coordinates)
        {
            ranges.Add(0, row[0], isDrawn: true);
            ranges.Add(1, row[1], isDrawn: true);
        }

        PlotRange Range(int q) => PlotRange.Of(ranges.ViewOf(q), moments.Select(one => (one.Mean[q], Math.Sqrt(one.Covariance[q, q]))));
        string Name(int q) => string.Create(CultureInfo.InvariantCulture, $"{(string.Equals(id, "principal", StringComparison.Ordinal) ? "principal component" : "direction")} {q + 1}{(projection.Shares[q] > 0 ? $" ({100 * projection.Shares[q]:F0} % {share})" : string.Empty)}");
        return new ProjectedPlane(title, share, projection, new Plane(id + "0", id + "1", Name(0), Name(1), Range(0), Range(1), mixture => Projected(projection, mixture)), coordinates);
    }

    private static GaussianMixture Projected(MixtureProjection projection, Mixture mixture)
    {
        var moments = Enumerable.Range(0, mixture.Components).Select(k => projection.MomentsOf(mixture, k)).ToArray();
        return GaussianMixture.Create(mixture.WithoutNoise.Weights.Span, RowMatrix.Copy(moments.Select(static one => one.Mean)), [.. moments.Select(static one => one.Covariance)]);
    }

    // what is missing is put where the model expects it
    private static double[][] Filled(ReportView view)
    {
        var imputer = view.Model.IntegratesMissing ? new Imputer(view.Model) : null;
        return [.. view.Survey.Drawn.Select(row => Filled(row, imputer))];
    }

    private static double[] Filled(DrawnRow row, Imputer? imputer)
    {
        if (imputer is null || !row.Values.Any(double.IsNaN))
        {
            return row.Values;
        }

        var filled = new double[row.Values.Length];
        imputer.Impute(new RowBlock(row.Values, [1.0], row.Values.Length, row.Index), filled, []);
        return filled;
    }
}
