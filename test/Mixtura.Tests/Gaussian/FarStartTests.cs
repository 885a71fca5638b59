using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Tests.Gaussian;

/// <summary>A start given far from the data loses no digits: the first covariances are taken about the new means.</summary>
public class FarStartTests
{
    public static TheoryData<string, int> Structures
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var structure in CovarianceStructure.All)
            {
                all.Add(structure.Name, 2);
                all.Add(structure.Name, 6);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void FirstStep_FromAfar_IsTheClosedForm(string name, int features)
    {
        var structure = CovarianceStructure.Find(name)!;
        var rows = Rows(300, features);
        var near = OneStep(rows, structure, 0.5, 1);
        var far = OneStep(rows, structure, 1e8, 1);
        AreEqual(near, far, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void FirstStep_OfTwoComponentsFarOff_IsThatOfTheirRows(string name, int features)
    {
        // far along the first feature, apart in the last: which rows are whose is blurred by what 1e8 leaves of the difference, but they are among the rows
        var structure = CovarianceStructure.Find(name)!;
        var rows = Rows(300, features);
        var model = OneStep(rows, structure, 1e8, 2);
        Assert.All(Enumerable.Range(0, 2), k => Assert.All(model.VariancesOf(k), static variance => Assert.InRange(variance, 1e-3, 20)));
    }

    private static GaussianMixture OneStep(RowMatrix rows, CovarianceStructure structure, double distance, int components)
    {
        int d = rows.Columns;
        double[] means = [.. Enumerable.Range(0, components * d).Select(i => i % d == 0 || components == 1 ? distance : (d - 1) * (i / d))];
        double[] unit = [.. Enumerable.Range(0, d * d).Select(i => i % (d + 1) == 0 ? 1.0 : 0.0)];
        var start = GaussianMixture.Create(
            [.. Enumerable.Repeat(1.0 / components, components)], new RowMatrix(means, d), [.. Enumerable.Repeat(new RowMatrix(unit, d), components)], structure);
        var fit = GaussianMixture.Fit(rows, components, new GaussianMixtureOptions { Start = start, Covariance = structure, Em = new() { MaxIterations = 1, Tolerance = 0, Acceleration = false } });
        Assert.Equal(1, fit.Iterations);
        return fit.Model;
    }

    private static void AreEqual(GaussianMixture expected, GaussianMixture actual, double tolerance)
    {
        for (int j = 0; j < expected.Features; j++)
        {
            Assert.Equal(expected.Means[0, j], actual.Means[0, j], tolerance * 10);
            for (int i = 0; i < expected.Features; i++)
            {
                Assert.Equal(expected.CovarianceOf(0)[i, j], actual.CovarianceOf(0)[i, j], tolerance * 10);
            }
        }
    }

    // of mean 0 … and deviations 1 … 2, correlated
    private static RowMatrix Rows(int count, int features)
    {
        var random = new Mixtura.Numerics.RandomSource(3, 0);
        var values = new double[count * features];
        for (int i = 0; i < count; i++)
        {
            double common = random.NextGaussian();
            for (int j = 0; j < features; j++)
            {
                values[(i * features) + j] = j + (0.5 * common) + ((1 + (j * 0.1)) * random.NextGaussian());
            }
        }

        return new RowMatrix(values, features);
    }
}
