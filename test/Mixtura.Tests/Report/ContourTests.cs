using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Report.Charts;

namespace Mixtura.Tests.Report;

/// <summary>For one Gaussian the region of highest density that holds a share s is the ellipse of squared Mahalanobis distance −2 ln(1 − s).</summary>
public class ContourTests
{
    // levels are quantiles of 20000 draws: the share they enclose is right to about .007
    private const double ShareError = 0.015;

    public static TheoryData<double, double, double> Units => new() { { 1, 1, 0 }, { 1e-9, 1e9, 0.9 }, { 1, 1, 1e8 }, { 0.01, 1, 1e4 } };

    [Theory]
    [MemberData(nameof(Units))]
    public void OneGaussian_HasItsEllipses(double acrossScale, double upScale, double offset)
    {
        double mean = offset * acrossScale;
        var plane = GaussianMixture.Create(
            [1.0], RowMatrix.Copy(new double[,] { { mean, 0 } }),
            [RowMatrix.Copy(new double[,] { { acrossScale * acrossScale, 0.6 * acrossScale * upScale }, { 0.6 * acrossScale * upScale, upScale * upScale } })]);
        var lines = new Contours(plane, new PlotRange(mean - (5 * acrossScale), mean + (5 * acrossScale)), new PlotRange(-5 * upScale, 5 * upScale)).Lines().ToList();
        Assert.Equal(Contours.Shares, lines.Select(static line => line.Share));
        foreach (var (share, points) in lines)
        {
            Assert.Equal(points[0], points[^1]);
            Assert.True(points.Count > 30, $"{points.Count} points");
            Assert.All(points, point =>
            {
                double x = (point.X - mean) / acrossScale;
                double y = point.Y / upScale;
                double distance = ((x * x) - (1.2 * x * y) + (y * y)) / (1 - 0.36);
                Assert.InRange(1 - Math.Exp(-distance / 2), share - ShareError, share + ShareError);
            });
        }
    }

    [Fact]
    public void FarApartComponents_HaveALineEach()
    {
        var unit = RowMatrix.Copy(new double[,] { { 1, 0 }, { 0, 1 } });
        var plane = GaussianMixture.Create([0.5, 0.5], RowMatrix.Copy(new double[,] { { 0, 0 }, { 1000, 0 } }), [unit, unit]);
        var lines = new Contours(plane, new PlotRange(-60, 1060), new PlotRange(-6, 6)).Lines().ToList();
        Assert.All(Contours.Shares, share => Assert.Equal(2, lines.Count(line => line.Share == share)));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(100)]
    public void ManyNarrowComponents_AreEachInALine(int components)
    {
        var means = new double[components, 2];
        var narrow = RowMatrix.Copy(new double[,] { { 1e-4, 0 }, { 0, 1e-4 } });
        for (int k = 0; k < components; k++)
        {
            means[k, 0] = k * 0.61803 % 1 * 100;
            means[k, 1] = k;
        }

        var plane = GaussianMixture.Create([.. Enumerable.Repeat(1.0 / components, components)], RowMatrix.Copy(means), [.. Enumerable.Repeat(narrow, components)]);
        var lines = new Contours(plane, new PlotRange(-5, 105), new PlotRange(-5, components + 5)).Lines().Where(static line => line.Share == 0.97).ToList();
        Assert.All(Enumerable.Range(0, components), k => Assert.Contains(lines, line =>
            line.Points.Min(static point => point.X) < means[k, 0] && means[k, 0] < line.Points.Max(static point => point.X)
            && line.Points.Min(static point => point.Y) < means[k, 1] && means[k, 1] < line.Points.Max(static point => point.Y)));
    }

    [Fact]
    public void LineThatLeavesThePicture_EndsAtItsEdge()
    {
        var unit = RowMatrix.Copy(new double[,] { { 1, 0 }, { 0, 1 } });
        var plane = GaussianMixture.Create([1.0], RowMatrix.Copy(new double[,] { { 0, 0 } }), [unit]);
        foreach (var (_, points) in new Contours(plane, new PlotRange(0, 5), new PlotRange(-5, 5)).Lines())
        {
            Assert.Equal(0, points[0].X, 12);
            Assert.Equal(0, points[^1].X, 12);
            Assert.NotEqual(points[0], points[^1]);
        }
    }
}
