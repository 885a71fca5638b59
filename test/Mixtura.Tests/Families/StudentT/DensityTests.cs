using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Mixtura.Data;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Numerics;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.StudentT;

/// <summary>The density and what follows from it, against formulas written out.</summary>
public class DensityTests
{
    private static readonly StudentTFamily Family = new(CovarianceStructure.Full, DegreesOfFreedom.Estimated);

    public static TheoryData<int, double> Sizes
    {
        get
        {
            var data = new TheoryData<int, double>();
            foreach (int d in (int[])[1, 2, 3, 4, 5, 8, 11, 20])
            {
                foreach (double nu in (double[])[0.1, 1, 4.5, 200])
                {
                    data.Add(d, nu);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void LogDensity_IsTheFormulas(int d, double nu)
    {
        foreach (var structure in CovarianceStructure.All)
        {
            var data = Shapes.Clusters(300, d, 3, seed: (ulong)d);
            var family = new StudentTFamily(structure, DegreesOfFreedom.Estimated);
            double[] freedoms = [nu, 2 * nu, 3 * nu];
            var model = StudentTParameters.Of(GaussianParameters.FromForms(structure, d, [.2, .5, .3], Spread(d, 3), Forms(structure, d, 3)), freedoms);
            var expected = PlainStudents.LogDensities(Mixed.Plain(model), freedoms, data.Rows);
            var actual = Mixed.LogDensity(family, model, data.Rows);
            for (int i = 0; i < expected.Length; i++)
            {
                Agree.Within(expected[i], actual[i], 1e-11 * (1 + Math.Abs(expected[i])), $"{structure}, row {i}");
            }
        }
    }

    [Theory]
    [InlineData(1e8)]
    [InlineData(1e12)]
    [InlineData(DegreesOfFreedom.AsGaussian)]
    public void ManyDegreesOfFreedom_AreTheGaussian(double nu)
    {
        foreach (string shape in Shapes.Names)
        {
            var data = Shapes.Of(shape);
            var gaussians = GaussianMixture.Fit(data.Source, data.Components, new() { Restarts = 1, Em = new() { MaxIterations = 5 } }).Model;
            double scored = gaussians.Score(data.Source).LogLikelihood;
            var model = StudentTParameters.Of(Copy(gaussians.Parameters), [.. Enumerable.Repeat(nu, data.Components)]);
            var (statistics, bound) = Mixed.Expect(Family, model, data.Source, 0, data.Rows.Rows);

            // −(ν+D)/2·ln(1 + δ/ν) = −δ/2 + (δ² − 2Dδ)/4ν + …, with outliers of δ = 1e4
            Agree.Relatively(scored, bound, (1e5 / nu) + 1e-12, shape);
            Assert.True(statistics.Tails.All(tail => tail is <= 1e-11 and > -1e-3), "u is 1");
        }
    }

    [Fact]
    public void BoundConvergesToTheGaussians_AsOneOverNu()
    {
        var data = Shapes.Of("a plane");
        var gaussians = GaussianMixture.Fit(data.Source, data.Components, new() { Restarts = 1, Em = new() { MaxIterations = 5 } }).Model;
        double limit = gaussians.Score(data.Source).LogLikelihood;
        double Difference(double nu) => Mixed.Expect(Family, StudentTParameters.Of(Copy(gaussians.Parameters), [nu, nu, nu]), data.Source, 0, data.Rows.Rows).Bound - limit;
        Agree.Relatively(10, Difference(1e5) / Difference(1e6), 1e-2, "ratio");
        Agree.Relatively(10, Difference(1e6) / Difference(1e7), 1e-2, "ratio");
    }

    [Fact]
    public void MStepOfManyDegreesOfFreedom_IsTheGaussians()
    {
        foreach (var structure in CovarianceStructure.All)
        {
            var data = Shapes.Of("many rows");
            var fit = Laws.Fits.Run(data, structure.Name, new() { Restarts = 1, SplitMerge = false, Em = new() { MaxIterations = 2 } });
            var step = GaussianMixture.Fit(data.Source, data.Components, new() { Start = fit.Model, Em = new() { MaxIterations = 1, Acceleration = false } });
            var family = new StudentTFamily(structure, DegreesOfFreedom.Fixed(1e12));
            var start = StudentTParameters.Of(Copy(fit.Model.Parameters), [.. Enumerable.Repeat(1e12, data.Components)]);
            Agree.Parameters(MixtureParameters.Of(step.Model), Mixed.Plain(Mixed.Plain(family, start, data.Source, 1).Model), 1e-8, structure.Name);
        }
    }

    [Fact]
    public void Cauchy_OfThreeRows_HasTheClosedFormScale()
    {
        // ∂/∂s [3 ln s − Σ ln(s² + x²)] = 0 for x = −a, 0, a
        const double a = 1.7;
        var family = new StudentTFamily(CovarianceStructure.Full, DegreesOfFreedom.Fixed(1));
        var start = StudentTParameters.Of(GaussianParameters.From(CovarianceStructure.Full, 1, [1], [0.3], [1]), [1]);
        var result = Mixed.Run(family, start, new MemoryRows(new RowMatrix(new double[] { -a, 0, a }, 1)), new() { Tolerance = 1e-15 });
        Agree.Within(0, result.Model.Gaussians.Means[0], 1e-7, "location");
        Agree.Relatively(a * a / 3, result.Model.Gaussians.Covariances[0], 1e-7, "scale");
    }

    [Theory]
    [InlineData("full", "estimated")]
    [InlineData("tied", "shared")]
    [InlineData("diagonal", "fixed")]
    [InlineData("spherical", "estimated")]
    public void OneComponent_SatisfiesTheLikelihoodEquations(string structure, string degrees)
    {
        var data = Shapes.Of("outliers") with { Components = 1 };
        var family = Mixed.Family(structure, degrees);
        var result = Mixed.Run(family, Mixed.Start(family, data), data.Source, new() { Tolerance = 1e-14 });
        var (sums, _) = Mixed.Expect(family, result.Model, data.Source, 0, data.Rows.Rows);
        double n = data.Rows.Rows;

        // Σu = N at a stationary scale (Kent, Tyler and Vardi 1994), Σu(x−μ) = 0
        Agree.Relatively(n, sums.Moments.Counts[0], 1e-6, "Σu");
        foreach (double shift in sums.Moments.Shift(0))
        {
            Agree.Within(0, shift / n, 1e-5, "Σu(x − μ)");
        }

        Assert.True(degrees == "fixed" || result.Model.DegreesOfFreedom[0] < 5, "outliers are seen");
    }

    [Fact]
    public void Marginal_IsTheStudentOfThePart()
    {
        foreach (var structure in CovarianceStructure.All)
        {
            var model = StudentTParameters.Of(GaussianParameters.FromForms(structure, 4, [.4, .6], Spread(4, 2), Forms(structure, 4, 2)), [1.5, 7]);
            var family = new StudentTFamily(structure, DegreesOfFreedom.Estimated);
            var part = family.Marginal(model, [2, 0]);
            var whole = Mixed.Plain(model);
            int[] kept = [2, 0];
            var expected = new MixtureParameters(
                whole.Weights, [.. whole.Means.Select(mean => kept.Select(j => mean[j]).ToArray())],
                [.. whole.Covariances.Select(scale => kept.Select(a => kept.Select(b => scale[a][b]).ToArray()).ToArray())]);
            Agree.Parameters(expected, Mixed.Plain(part), 1e-9, structure.Name);
            Agree.Exactly(model.DegreesOfFreedom, part.DegreesOfFreedom, "degrees of freedom");
        }
    }

    /// <summary>∫ p(x, y) dy = p(x), the integral by the trapezoidal rule in y = sinh t, which reaches far into the tails.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(5.0)]
    public void Marginal_IsTheIntegral(double nu)
    {
        var model = StudentTParameters.Of(GaussianParameters.From(CovarianceStructure.Full, 2, [.4, .6], [0, 1, 2, -1], [2, .8, .8, 1, 1, -.3, -.3, .5]), [nu, 2 * nu]);
        double[] places = [-3, 0, 1.3, 8];
        var one = Mixed.LogDensity(Family, Family.Marginal(model, [0]), new RowMatrix(places, 1));
        for (int i = 0; i < places.Length; i++)
        {
            const double step = 0.01;
            double[] t = [.. Enumerable.Range(-3000, 6001).Select(j => j * step)];
            var joint = Mixed.LogDensity(Family, model, new RowMatrix(t.SelectMany(s => new[] { places[i], Math.Sinh(s) }).ToArray(), 2));
            double integral = joint.Zip(t, static (log, s) => Math.Exp(log) * Math.Cosh(s)).Sum() * step;
            Agree.Relatively(Math.Exp(one[i]), integral, 1e-9, $"density at {places[i]}");
        }
    }

    [Fact]
    public void Moments_AreThoseOfStudents()
    {
        var model = StudentTParameters.Of(GaussianParameters.From(CovarianceStructure.Full, 2, [.4, .6], [0, 1, 2, -1], [2, .8, .8, 1, 1, -.3, -.3, .5]), [2, 6]);
        var means = new double[2];
        var deviations = new double[2];
        Family.WriteMoments(model, 1, means, deviations);
        Agree.Within([2, -1], means, 0, "means");
        Agree.Within([Math.Sqrt(1.5), Math.Sqrt(0.75)], deviations, 1e-15, "deviations");
        Family.WriteMoments(model, 0, means, deviations);
        Assert.All(deviations, static value => Assert.Equal(double.PositiveInfinity, value));
    }

    /// <summary>δ/D of rows drawn has Fisher's distribution with D and ν degrees of freedom; every direction is as likely.</summary>
    [Theory]
    [InlineData("full", 0.7)]
    [InlineData("tied", 3)]
    [InlineData("spherical", 5)]
    [InlineData("diagonal", DegreesOfFreedom.AsGaussian)]
    public void Sample_HasTheDistribution(string structure, double nu)
    {
        const int n = 20_000;
        var kind = Shapes.Structure(structure);
        var family = new StudentTFamily(kind, DegreesOfFreedom.Estimated);
        var model = StudentTParameters.Of(GaussianParameters.FromForms(kind, 3, [1], [5, -2, 100], Forms(kind, 3, 1)), [nu]);
        var random = new RandomSource(7);
        var row = new double[3];
        var whitened = new double[3];
        var ratios = new double[n];
        var above = new int[3];
        for (int i = 0; i < n; i++)
        {
            family.Sample(model, 0, random, row);
            double[] deviation = [row[0] - 5, row[1] + 2, row[2] - 100];
            Whitening.Apply(kind.FactorOf(model.Gaussians, 0), deviation, whitened);
            ratios[i] = whitened.Sum(static z => z * z) / 3;
            for (int j = 0; j < 3; j++)
            {
                above[j] += whitened[j] > 0 ? 1 : 0;
            }
        }

        // the quantile that one sample in a thousand exceeds, Kolmogorov's 1.95/√n
        Array.Sort(ratios);
        double Cumulative(double x) => nu > 1e6 ? ChiSquared.CDF(3, 3 * x) : FisherSnedecor.CDF(3, nu, x);
        Assert.True(ratios.Select((x, i) => Math.Abs(Cumulative(x) - ((i + 0.5) / n))).Max() < 1.95 / Math.Sqrt(n));
        Assert.All(above, static count => Assert.InRange(count, 10_000 - 233, 10_000 + 233));
    }

    [Fact]
    public void RowsThatAreNoNumbers_ShowAndSpoilNothingElse()
    {
        foreach (int d in (int[])[1, 3, 6, 12])
        {
            var data = Shapes.Clusters(40, d, 2, seed: 3);
            var model = StudentTParameters.Of(GaussianParameters.FromForms(CovarianceStructure.Full, d, [.5, .5], Spread(d, 2), Forms(CovarianceStructure.Full, d, 2)), [3, 5]);
            var clean = Mixed.LogDensity(Family, model, data.Rows);
            var values = data.Rows.Values.ToArray();
            values[5 * d] = double.NaN;
            values[9 * d] = double.PositiveInfinity;
            var rows = new RowMatrix(values, d);
            var spoilt = Mixed.LogDensity(Family, model, rows);
            Assert.True(double.IsFinite(spoilt[5]), "what is observed of it has a density");
            Assert.True(double.IsNaN(spoilt[9]) || double.IsNegativeInfinity(spoilt[9]));
            for (int i = 0; i < 40; i++)
            {
                Assert.True(i is 5 or 9 || clean[i].Equals(spoilt[i]), $"row {i}");
            }

            var (sums, bound) = Mixed.Expect(Family, model, new MemoryRows(rows), 0, 40);
            Assert.False(double.IsFinite(bound));
            var numbers = new double[sums.Length];
            sums.CopyTo(numbers);
            Assert.All(numbers, static number => Assert.True(double.IsFinite(number)));
        }
    }

    [Fact]
    public void FarRows_KeepAFiniteDensity()
    {
        var model = StudentTParameters.Of(GaussianParameters.From(CovarianceStructure.Full, 1, [1], [0], [1]), [3]);
        var far = Mixed.LogDensity(Family, model, new RowMatrix(new[] { 1e20, 1e150 }, 1));
        double constant = SpecialFunctions.GammaLn(2) - SpecialFunctions.GammaLn(1.5) - (0.5 * Math.Log(3 * Math.PI));
        Agree.Relatively(constant - (2 * Math.Log(1e40 / 3)), far[0], 1e-14, "1e20");
        Agree.Relatively(constant - (2 * (Math.Log(1e300) - Math.Log(3))), far[1], 1e-14, "1e150");
    }

    private static double[] Spread(int d, int components) => [.. Enumerable.Range(0, components * d).Select(static i => Math.Sin(3.1 * i))];

    // positive definite, of any structure once projected
    private static double[] Forms(CovarianceStructure structure, int d, int components)
    {
        int length = structure.FormLength(d);
        var forms = new double[components * length];
        for (int k = 0; k < components; k++)
        {
            for (int i = 0; i < length; i++)
            {
                forms[(k * length) + i] = !structure.HasCorrelations ? 1 + (0.3 * Math.Cos(i + k)) : i / d == i % d ? 2 + k : (i / d) + (i % d) == 1 ? 0.7 - k : 0;
            }
        }

        return forms;
    }

    private static GaussianParameters Copy(GaussianParameters parameters) =>
        GaussianParameters.FromForms(parameters.Structure, parameters.Features, parameters.Weights, parameters.Means, parameters.Forms(parameters.Structure));
}
