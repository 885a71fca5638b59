using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.Starts;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Starts;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Laws;
using Mixtura.Tests.Models;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Estimation;

/// <summary>Leaps beyond EM's step: their coordinates, and that they change how fast the optimum comes, not what it is.</summary>
public class AccelerationTests
{
    public static TheoryData<string, string, string> StructuresAndPriors
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var structure in Shapes.Plain)
            {
                foreach (string shape in (string[])["a line", "a plane", "scale 1e-9", "twelve features", "weighted"])
                {
                    foreach (string prior in (string[])["none", "conjugate", "fraley-raftery"])
                    {
                        data.Add(structure.Name, shape, prior);
                    }
                }
            }

            return data;
        }
    }

    /// <summary>Fisher's identity: the gradient from the statistics is the derivative of the objective along any tangent.</summary>
    [Theory]
    [MemberData(nameof(StructuresAndPriors))]
    public void Gradient_IsTheDerivativeOfTheBound(string structure, string shape, string prior)
    {
        var (family, model, source) = Problem(structure, shape, prior);
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, model, source, 1);
        pass.TryExpect(model, CancellationToken.None, out _);
        var gradient = new double[family.TangentLength(model)];
        family.Gradient(model, pass.Statistics, gradient);
        double total = pass.TotalWeight;
        var random = new Generator(5);
        for (int trial = 0; trial < 4; trial++)
        {
            var direction = Array.ConvertAll(gradient, _ => random.Gaussian() / Math.Sqrt(gradient.Length));
            double Bound(double step)
            {
                var there = family.Retract(model, Array.ConvertAll(direction, entry => step * entry));
                pass.TryExpect(there, CancellationToken.None, out double bound);
                return bound;
            }

            const double Step = 1e-4;
            double derivative = (Bound(Step) - Bound(-Step)) / (2 * Step * total);
            double expected = gradient.Zip(direction, static (g, p) => g * p).Sum();
            Agree.Within(expected, derivative, 1e-6 * (1 + Math.Abs(expected)), $"derivative along direction {trial}");
        }
    }

    [Theory]
    [MemberData(nameof(StructuresAndPriors))]
    public void Tangent_IsTheInverseOfRetract(string structure, string shape, string prior)
    {
        var (family, model, _) = Problem(structure, shape, prior);
        var random = new Generator(6);
        var tangent = new double[family.TangentLength(model)];
        for (int i = 0; i < tangent.Length; i++)
        {
            tangent[i] = 0.05 * random.Gaussian();
        }

        var there = family.Retract(model, tangent);
        var found = new double[tangent.Length];
        family.Tangent(model, there, found);
        var again = family.Retract(model, found);
        for (int i = 0; i < there.Means.Length; i++)
        {
            Agree.Within(there.Means[i], again.Means[i], 1e-9 * Math.Sqrt(there.Covariances.Max()), $"mean {i}");
        }

        Agree.Within(there.Weights, again.Weights, 1e-12, "weights");
        Agree.Within(there.Covariances, again.Covariances, 1e-9 * there.Covariances.Max(), "covariances");
        Agree.Within(tangent.AsSpan(model.Components), found.AsSpan(model.Components), 1e-6, "tangent");     // log weights are up to a constant
    }

    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void AcceleratedEm_EndsNoLowerThanPlainEmNearItsOptimum(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var plain = Fits.Run(data, structure, new() { Restarts = 1, SplitMerge = false, Em = new EmOptions { Acceleration = false, Tolerance = 1e-12, MaxIterations = 20_000 } });
        var start = Disturbed(plain.Model);
        var slow = From(start, data, accelerated: false);
        var fast = From(start, data, accelerated: true);
        double rounding = 1e-9 * (Math.Abs(slow.LowerBound) + data.TotalWeight);
        Assert.True(fast.Converged, $"{fast.StopReason}: {fast.Degeneracy}");
        Assert.True(fast.LowerBound >= slow.LowerBound - rounding, $"plain {slow.LowerBound:R}, accelerated {fast.LowerBound:R}");
    }

    /// <summary>faithful with three components: EM needs hundreds of passes, mclust's own optimum is the yardstick.</summary>
    [Fact]
    public void SlowProblem_TakesAFractionOfThePasses()
    {
        var rows = ReferenceFile.Rows("faithful.csv");
        GaussianMixtureFit Fit(bool accelerated) => GaussianMixture.Fit(rows, 3, new GaussianMixtureOptions
        {
            Restarts = 1,
            SplitMerge = false,
            Initialization = Initialization.KMeans,
            Seed = 1,
            Em = new EmOptions { Acceleration = accelerated },
        });
        var plain = Fit(accelerated: false);
        var fast = Fit(accelerated: true);
        Agree.Within(plain.LowerBound, fast.LowerBound, 1e-6 * rows.Rows, "bound");
        Assert.True(fast.DataPasses < 0.5 * plain.DataPasses, $"{fast.DataPasses} against {plain.DataPasses} passes");
    }

    [Fact]
    public void DefaultTolerance_EndsWithinAMillionthOfTheLimit()
    {
        foreach (string shape in Shapes.Names)
        {
            var data = Shapes.Of(shape);
            var options = new GaussianMixtureOptions { Restarts = 1, SplitMerge = false };
            var fit = Fits.Run(data, "full", options);
            var limit = GaussianMixture.Fit(data.Source, data.Components, options with { Start = fit.Model, Em = new EmOptions { Acceleration = false, Tolerance = 1e-15, MaxIterations = 50_000 } });
            Assert.True(limit.LowerBound - fit.LowerBound <= 1e-6 * data.TotalWeight, $"{shape}: {limit.LowerBound - fit.LowerBound:R} to gain");
        }
    }

    /// <summary>What is added to variances belongs to no objective that a leap could be held to.</summary>
    [Fact]
    public void Regularization_IsPlainEm()
    {
        var data = Shapes.Of("a plane");
        GaussianMixtureFit Fit(bool accelerated) => Fits.Run(
            data, "full", new() { Regularization = 0.01, Restarts = 1, SplitMerge = false, Em = new EmOptions { Acceleration = accelerated, Tolerance = 0, MaxIterations = 30 } });
        Fits.SameBits(Fit(accelerated: false).Model, Fit(accelerated: true).Model);
    }

    /// <summary>The engine needs nothing Gaussian: a Poisson mixture with coordinates of its own is accelerated, and ends where plain EM does.</summary>
    [Fact]
    public void AnyModelWithCoordinates_IsAccelerated()
    {
        var random = new Generator(3);
        var counts = Enumerable.Range(0, 600).Select(i => (double)random.Index(6) + (i % 3 == 0 ? random.Index(9) : 0)).ToArray();
        var rows = new MemoryRows(new RowMatrix(counts, 1));
        var start = new PoissonRates([0.5, 0.5], [2, 5]);
        var plain = ExpectationMaximization.Run(new PoissonMixture(), start, rows, new EmOptions { MaxIterations = 100_000 });
        var fast = ExpectationMaximization.Run(new AcceleratedPoissonMixture(), start, rows);
        Agree.Within(plain.LowerBound, fast.LowerBound, 1e-6, "bound");
        Assert.True(fast.Passes < 0.5 * plain.Passes, $"{fast.Passes} against {plain.Passes} passes");
        for (int t = 1; t < fast.Trace.Count; t++)
        {
            Assert.True(fast.Trace[t] >= fast.Trace[t - 1] - 1e-9);
        }
    }

    /// <summary>A leap that promised a gain and stands still goes round in circles: it is refused, and EM's own steps lead on.</summary>
    [Fact]
    public void LeapThatGainsNothingAgainstItsPromise_IsRefused()
    {
        var result = ExpectationMaximization.Run(new MirroredModel(), new Place(1), new MemoryRows(new RowMatrix(new double[10], 1)));
        Assert.Equal(StopReason.Converged, result.StopReason);
        Agree.Within(0, result.LowerBound, 1e-8, "bound");
        Assert.All(Enumerable.Range(1, result.Iterations), t => Assert.True(result.Trace[t] > result.Trace[t - 1], $"nothing gained in iteration {t}"));
    }

    private static GaussianMixtureFit From(GaussianMixture start, DataSet data, bool accelerated) => GaussianMixture.Fit(
        data.Source, data.Components, new GaussianMixtureOptions { Start = start, Em = new EmOptions { Acceleration = accelerated, MaxIterations = 20_000 } });

    // a few hundredths of a standard deviation off: near enough to climb back to the same optimum
    private static GaussianMixture Disturbed(GaussianMixture model)
    {
        var means = model.Means.Values.ToArray();
        for (int i = 0; i < means.Length; i++)
        {
            int k = i / model.Features;
            int j = i % model.Features;
            means[i] += (i % 2 == 0 ? 0.03 : -0.03) * Math.Sqrt(model.CovarianceOf(k)[j, j]);
        }

        return GaussianMixture.Create(
            model.Weights.Span, new RowMatrix(means, model.Features), [.. Enumerable.Range(0, model.Components).Select(model.CovarianceOf)], model.Covariance);
    }

    private static (GaussianFamily Family, GaussianParameters Model, MemoryRows Source) Problem(string structure, string shape, string prior)
    {
        var data = Shapes.Of(shape);
        var summary = DataSummary.Of(data.Source);
        var kind = Shapes.Structure(structure);
        var context = new StartContext(RowSample.Draw(data.Source, summary, 1, 0, default), summary, data.Components, true, 0);
        var family = new GaussianFamily(0, null, CovariancePrior.Find(prior)?.For(summary, kind, data.Components));
        return (family, GaussianStart.From(Initialization.KMeansPlusPlus.Find(context, 1), context, kind, 0), data.Source);
    }
}
