using MathNet.Numerics.LinearAlgebra;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>Where a fit or an M-step has a closed form, it is that.</summary>
public class ClosedFormLaws
{
    private static readonly EmOptions OneStep = new() { MaxIterations = 1, Tolerance = 0 };

    /// <remarks>With S the data's covariance: Σ = S, its diagonal, or its mean variance; log L = −½W(D log 2π + log det Σ + D) in each.</remarks>
    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void OneComponent_EqualsTheClosedForm(string shape, string structure)
    {
        var data = Shapes.Of(shape) with { Components = 1 };
        var fit = Fits.Run(data, structure);
        Assert.True(fit.Converged);
        Assert.Null(fit.Degeneracy);
        var expected = ClosedForm(data, structure);
        Agree.Parameters(expected, MixtureParameters.Of(fit.Model), shape == "offset 1e8" ? 1e-7 : 1e-11);

        int d = data.Rows.Columns;
        var deviations = Enumerable.Range(0, d).Select(j => Math.Sqrt(expected.Covariances[0][j][j])).ToArray();
        var correlation = Matrix<double>.Build.Dense(d, d, (i, j) => expected.Covariances[0][i][j] / deviations[i] / deviations[j]);
        double logDeterminant = Math.Log(correlation.Determinant()) + (2 * deviations.Sum(Math.Log));
        double bound = -0.5 * data.TotalWeight * ((d * Math.Log(2 * Math.PI)) + logDeterminant + d);
        Agree.Within(bound, fit.LowerBound, 1e-10 * (Math.Abs(bound) + data.TotalWeight), "log L");
    }

    /// <summary>From one start, one M-step: tied is the weighted mean of the full covariances, diagonal their diagonal, spherical their mean variance.</summary>
    [Theory]
    [MemberData(nameof(Shapes.Each), MemberType = typeof(Shapes))]
    public void SimplerStructures_ArePooledFromTheFull(string shape)
    {
        var data = Shapes.Of(shape);
        var start = MixtureParameters.Of(Fits.Run(data, "spherical", new() { Restarts = 1, Em = new EmOptions { MaxIterations = 1 } }).Model);
        start = start with { Covariances = [.. Enumerable.Repeat(start.Covariances[0], start.Components)] };
        var full = Step(data, start, "full");
        int d = full.Features;

        var pooled = Enumerable.Range(0, d).Select(i => Enumerable.Range(0, d).Select(j =>
            Enumerable.Range(0, full.Components).Sum(k => full.Weights[k] * full.Covariances[k][i][j])).ToArray()).ToArray();
        Agree.Parameters(full with { Covariances = [.. Enumerable.Repeat(pooled, full.Components)] }, Step(data, start, "tied"), 1e-9);

        double[][] Diagonal(Func<int, double> entry) => [.. Enumerable.Range(0, d).Select(i => Enumerable.Range(0, d).Select(j => i == j ? entry(i) : 0).ToArray())];
        Agree.Parameters(full with { Covariances = Array.ConvertAll(full.Covariances, rows => Diagonal(i => rows[i][i])) }, Step(data, start, "diagonal"), 1e-9);
        Agree.Parameters(
            full with { Covariances = Array.ConvertAll(full.Covariances, rows => Diagonal(_ => Enumerable.Range(0, d).Average(i => rows[i][i]))) },
            Step(data, start, "spherical"), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void MarginalOfTheJoint_EqualsTheFitsOwnMarginal(string structure)
    {
        if (structure == "spherical")
        {
            return;     // a sphere's variance is over all features: its marginal is not the marginal's sphere
        }

        var data = Shapes.Of("twelve features") with { Components = 1 };
        int[] kept = [7, 0, 3];
        var part = new DataSet(RowMatrix.Copy([.. Enumerable.Range(0, data.Rows.Rows).Select(i => Array.ConvertAll(kept, j => data.Rows[i, j]))]), null, 1);
        Agree.Parameters(
            MixtureParameters.Of(Fits.Run(part, structure).Model),
            MixtureParameters.Of(Fits.Run(data, structure).Model.Marginal(kept)), 1e-11);
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void Joint_IsMarginalTimesConditional(string structure)
    {
        var data = Shapes.Of("many rows");
        var model = Fits.Run(data, structure, new() { Restarts = 1, Em = new EmOptions { MaxIterations = 5 } }).Model;
        var joint = model.LogDensity(data.Rows);
        for (int i = 0; i < 40; i++)
        {
            double[] known = [data.Rows[i, 4], data.Rows[i, 1]];
            double[] free = [data.Rows[i, 0], data.Rows[i, 2], data.Rows[i, 3]];
            double product = model.Marginal(4, 1).LogDensity(new RowMatrix(known, 2))[0]
                + model.Conditional([4, 1], known).LogDensity(new RowMatrix(free, 3))[0];
            Agree.Within(joint[i], product, 1e-9, $"log p of row {i}");
        }
    }

    private static MixtureParameters Step(DataSet data, MixtureParameters start, string structure) => MixtureParameters.Of(
        GaussianMixture.Fit(data.Source, data.Components, new() { Start = start.ToModel(Shapes.Structure(structure)), Em = OneStep }).Model);

    // moments about the first row: the second pass loses nothing at any offset
    private static MixtureParameters ClosedForm(DataSet data, string structure)
    {
        int d = data.Rows.Columns;
        var weights = data.AllWeights;
        double total = weights.Sum();
        var origin = data.Rows.Row(0).ToArray();
        var shift = Enumerable.Range(0, d).Select(j => Enumerable.Range(0, weights.Length).Sum(i => weights[i] * (data.Rows[i, j] - origin[j])) / total).ToArray();
        double Entry(int a, int b) => Enumerable.Range(0, weights.Length).Sum(i =>
            weights[i] * (data.Rows[i, a] - origin[a] - shift[a]) * (data.Rows[i, b] - origin[b] - shift[b])) / total;
        double mean = structure == "spherical" ? Enumerable.Range(0, d).Average(j => Entry(j, j)) : 0;
        double Covariance(int a, int b) => structure is "full" or "tied" ? Entry(a, b) : a != b ? 0 : structure == "diagonal" ? Entry(a, a) : mean;
        return new(
            [1.0],
            [[.. origin.Zip(shift, static (x, y) => x + y)]],
            [[.. Enumerable.Range(0, d).Select(a => Enumerable.Range(0, d).Select(b => Covariance(a, b)).ToArray())]]);
    }
}
