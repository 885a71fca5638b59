using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Contaminated;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Tests.Laws;

/// <summary>What stays fixed stays, the bound never falls, and what is free is where its likelihood equations put it.</summary>
public class FixedPartLaws
{
    private static readonly RowMatrix Rows = Drawn();

    private static readonly GaussianMixture Start = GaussianMixture.Create(
        [0.3, 0.5, 0.2], RowMatrix.Copy([[0, 0], [4, 1], [1, 5]]), [Matrix(1, 0.2, 1), Matrix(2, 0, 1), Matrix(1, -0.3, 2)]);

    public static TheoryData<string, string> Asked
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string family in new[] { "gaussian", "student-t", "contaminated" })
            {
                foreach (string part in new[] { "weights", "means", "covariances", "all means", "all weights", "all covariances", "component 0" })
                {
                    data.Add(family, part);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public void WhatIsFixed_StaysAndTheBoundNeverFalls(string family, string part)
    {
        var (start, kind) = Of(family);
        var parts = Parts(part);
        var fit = kind.Fit(Rows, 3, new MixtureOptions { Start = start, Fixed = parts, Order = ComponentOrder.Kept, Em = new EmOptions { MaxIterations = 60, Tolerance = 0 } });
        for (int i = 1; i < fit.Trace.Count; i++)
        {
            Assert.True(fit.Trace[i] >= fit.Trace[i - 1] - (1e-11 * Math.Abs(fit.Trace[i])), $"iteration {i}: {fit.Trace[i]} after {fit.Trace[i - 1]}");
        }

        Assert.True(fit.Trace[^1] > fit.Trace[0] + 1);
        Assert.Equal(1, fit.Model.Weights.ToArray().Sum(), 1e-12);
        Same(start, fit.Model, "weights", parts.Weights);
        Same(start, fit.Model, family == "student-t" ? "locations" : "means", parts.Means);
        Same(start, fit.Model, family == "student-t" ? "scales" : "covariances", parts.Covariances);
    }

    /// <summary>At the end the gradient of the log-likelihood in every free direction is none: moving a free parameter either way loses.</summary>
    [Theory]
    [InlineData("weights")]
    [InlineData("means")]
    [InlineData("covariances")]
    [InlineData("component 0")]
    public void WhatIsFree_IsAtItsBest(string part)
    {
        var parts = Parts(part);
        var fit = GaussianMixture.Kind().Fit(Rows, 3, new MixtureOptions { Start = Start, Fixed = parts, Order = ComponentOrder.Kept, Em = new EmOptions { MaxIterations = 3000, Tolerance = 1e-14 } });
        var model = Assert.IsType<GaussianMixture>(fit.Model);
        for (int k = 0; k < 3; k++)
        {
            for (int j = 0; j < 2; j++)
            {
                foreach (double step in new[] { -1e-3, 1e-3 })
                {
                    Assert.True(parts.Means.Contains(k) || Loses(fit, Moved(model, k, j, mean: step, variance: 0)), $"mean {j} of {k}");
                    Assert.True(parts.Covariances.Contains(k) || Loses(fit, Moved(model, k, j, mean: 0, variance: step)), $"variance {j} of {k}");
                }
            }
        }
    }

    [Fact]
    public void Parameters_AreThoseThatAreFree()
    {
        int Free(FixedParts? parts)
        {
            var fit = GaussianMixture.Kind().Fit(Rows, 3, new MixtureOptions { Start = Start, Fixed = parts, Em = new EmOptions { MaxIterations = 3 } });
            double expected = (-2 * fit.Score.LogLikelihood) + ((fit.Model.ParameterCount - fit.FixedParameters) * Math.Log(Rows.Rows));
            Assert.Equal(expected, fit.Criteria.Bic, 1e-9);
            return fit.Model.ParameterCount - fit.FixedParameters;
        }

        // two weights, three means of two, three covariances of three
        Assert.Equal(17, Free(null));
        Assert.Equal(11, Free(Parts("all means")));
        Assert.Equal(15, Free(Parts("all weights")));
        Assert.Equal(16, Free(Parts("weights")));
        Assert.Equal(14, Free(Parts("covariances")));
        Assert.Equal(8, Free(Parts("all covariances")));
    }

    /// <summary>A mean that is the optimum's own changes nothing.</summary>
    [Fact]
    public void FixedAtTheOptimum_IsTheOptimum()
    {
        var free = GaussianMixture.Fit(Rows, 3);
        var held = GaussianMixture.Kind().Fit(Rows, 3, new MixtureOptions { Start = free.Model, Fixed = Parts("all means") });
        Assert.Equal(free.LowerBound, held.LowerBound, 1e-6);
    }

    [Fact]
    public void FreedomOfStudentT_Stays()
    {
        var (start, kind) = Of("student-t");
        var fit = kind.Fit(Rows, 3, new MixtureOptions { Start = start, Fixed = new FixedParts { DegreesOfFreedom = [1] }, Order = ComponentOrder.Kept });
        double[] freedom = [.. fit.Model.ParameterArrays.Single(static array => array.Name == "degreesOfFreedom").Values];
        Assert.Equal(7, freedom[1]);
        Assert.NotEqual(7, freedom[0]);
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("student-t")]
    [InlineData("contaminated")]
    public void BoundedWeights_StayWithinAndTheBoundNeverFalls(string family)
    {
        var (start, kind) = Of(family);
        var fit = kind.Fit(Rows, 3, new MixtureOptions { Start = start, Fixed = new FixedParts { LeastWeight = 0.2, MostWeight = 0.5 }, Order = ComponentOrder.Kept, Em = new EmOptions { MaxIterations = 60, Tolerance = 0 } });
        for (int i = 1; i < fit.Trace.Count; i++)
        {
            Assert.True(fit.Trace[i] >= fit.Trace[i - 1] - (1e-11 * Math.Abs(fit.Trace[i])), $"iteration {i}: {fit.Trace[i]} after {fit.Trace[i - 1]}");
        }

        Assert.Equal(1, fit.Model.Weights.ToArray().Sum(), 1e-12);
        Assert.All(fit.Model.Weights.ToArray(), static weight => Assert.InRange(weight, 0.2, 0.5));
        Assert.Equal(0, fit.FixedParameters);
    }

    /// <summary>Σ Nₖ log πₖ has its maximum within bounds where Nₖ/πₖ is the same of all weights between them, no larger at the least and no smaller at the most (Karush, Kuhn and Tucker).</summary>
    [Fact]
    public void BoundedWeights_AreTheMaximum()
    {
        var random = new RandomSource(5, 0);
        for (int round = 0; round < 400; round++)
        {
            int count = 2 + (round % 5);
            double least = 0.8 * random.NextUniform() / count;
            double most = (1 / (double)count) + (random.NextUniform() * (1 - (1 / (double)count)));
            int held = round % 3 == 0 ? 1 : 0;
            double[] rows = [.. Enumerable.Range(0, count).Select(k => k == round % 7 ? 0 : Math.Exp(6 * random.NextUniform()))];
            var start = GaussianMixture.Create(Enumerable.Repeat(1.0 / count, count).ToArray(), new RowMatrix(new double[count], 1), new RowMatrix(Enumerable.Repeat(1.0, count).ToArray(), 1), CovarianceStructure.Diagonal);
            double[] weights = [.. rows.Select(one => one / rows.Sum())];
            HeldParts.Of(new FixedParts { Weights = [.. Enumerable.Range(0, held)], LeastWeight = least, MostWeight = most }, start.Parameters, hasFreedom: false)!.HoldWeights(weights);
            Assert.Equal(1, weights.Sum(), 1e-12);
            int[] free = [.. Enumerable.Range(held, count - held)];
            Assert.All(free, k => Assert.InRange(weights[k], least, most));
            int[] between = [.. free.Where(k => weights[k] > least && weights[k] < most)];
            double[] rates = [.. free.Select(k => rows[k] / weights[k])];
            double rate = between.Length > 0 ? rows[between[0]] / weights[between[0]] : double.NaN;
            Assert.All(between.Where(k => rows[k] > 0), k => Agree.Relatively(rate, rows[k] / weights[k], 1e-9, "rows a weight"));
            double atLeast = free.Where(k => weights[k] == least).Select(k => rows[k] / weights[k]).DefaultIfEmpty(0).Max();
            double atMost = free.Where(k => weights[k] == most).Select(k => rows[k] / weights[k]).DefaultIfEmpty(double.PositiveInfinity).Min();
            Assert.True(atLeast <= atMost * (1 + 1e-9) && !(atLeast > rate * (1 + 1e-9)) && !(atMost < rate * (1 - 1e-9)), $"round {round}: {string.Join(' ', rates)} at {string.Join(' ', weights)}");
        }
    }

    /// <remarks>A bound above alone, and a weight that stays where the others may not be.</remarks>
    [Fact]
    public void WeightThatStays_MayBeOutsideTheBounds()
    {
        var fit = GaussianMixture.Kind().Fit(Rows, 3, new MixtureOptions { Start = Start, Fixed = new FixedParts { Weights = [1], MostWeight = 0.35 }, Order = ComponentOrder.Kept });
        Assert.Equal(0.5, fit.Model.Weights.Span[1]);
        Assert.InRange(fit.Model.Weights.Span[0], 0.15 - 1e-12, 0.35);
        Assert.InRange(fit.Model.Weights.Span[2], 0.15 - 1e-12, 0.35);
        var even = GaussianMixture.Create([1 / 3.0, 1 / 3.0, 1 / 3.0], Start.Means, [.. Enumerable.Range(0, 3).Select(Start.CovarianceOf)]);
        double most = GaussianMixture.Kind().Fit(Rows, 3, new MixtureOptions { Start = even, Fixed = new FixedParts { MostWeight = 0.34 } }).Model.Weights.ToArray().Max();
        Assert.Equal(0.34, most, 1e-12);
    }

    [Fact]
    public void WhatCannotBe_IsSaid()
    {
        string Message(FixedParts parts, Mixture? start, ComponentKind? kind = null, RowMatrix? rows = null) =>
            Assert.Throws<InputException>(() => (kind ?? GaussianMixture.Kind()).Fit(rows ?? Rows, 3, new MixtureOptions { Start = start, Fixed = parts })).Message;
        Assert.Contains("no start", Message(Parts("means"), null), StringComparison.Ordinal);
        Assert.Contains("Component 3 is to stay fixed", Message(new FixedParts { Means = [3] }, Start), StringComparison.Ordinal);
        Assert.Contains("The weight of component 2 is 0.2 in the start, outside the bounds 0.25 to 0.6.", Message(new FixedParts { LeastWeight = 0.25, MostWeight = 0.6 }, Start), StringComparison.Ordinal);
        Assert.Contains("The weight of component 1 is 0.5 in the start, outside the bounds 0 to 0.4.", Message(new FixedParts { MostWeight = 0.4 }, Start), StringComparison.Ordinal);
        Assert.Contains("The weights' bounds are 0.6 and 0.5.", Message(new FixedParts { LeastWeight = 0.6, MostWeight = 0.5 }, Start), StringComparison.Ordinal);
        Assert.Contains("have none", Message(new FixedParts { DegreesOfFreedom = [0] }, Start), StringComparison.Ordinal);
        Assert.Contains("beside noise", Message(Parts("means"), NoisyMixture.Of(Start, 0.1, [-9, -9], [9, 9]), GaussianMixture.Kind().WithNoise()), StringComparison.Ordinal);
        var counts = RowMatrix.Copy([.. Enumerable.Range(0, 60).Select(static i => new double[] { i % 7 })]);
        var poisson = ComponentKind.Of(new PoissonFamily());
        Assert.Contains("cannot stay fixed", Message(Parts("weights"), poisson.Fit(counts, 3).Model, poisson, counts), StringComparison.Ordinal);
        var tied = GaussianMixture.Fit(Rows, 3, new GaussianMixtureOptions { Covariance = CovarianceStructure.Tied }).Model;
        Assert.Contains("have parts in common", Message(Parts("covariances"), tied, GaussianMixture.Kind(CovarianceStructure.Tied)), StringComparison.Ordinal);
    }

    private static (Mixture Start, ComponentKind Kind) Of(string family)
    {
        if (family == "gaussian")
        {
            return (Start, GaussianMixture.Kind());
        }

        if (family == "contaminated")
        {
            var contaminated = ContaminatedMixture.Kind();
            return (contaminated.Create(Start.ParameterArrays.Append(new("goodShares", [0.9, 0.9, 0.9], 3)).Append(new("inflations", [5, 5, 5], 3)).ToDictionary(static array => array.Name)), contaminated);
        }

        var kind = StudentTMixture.Kind();
        var arrays = kind.Fit(Rows, 3, new MixtureOptions { Em = new EmOptions { MaxIterations = 1 } }).Model.ParameterArrays.ToDictionary(static array => array.Name);
        foreach (var (name, from) in new[] { ("weights", "weights"), ("locations", "means"), ("scales", "covariances") })
        {
            arrays[name] = new ParameterArray(name, Start.ParameterArrays.Single(array => array.Name == from).Values, [.. arrays[name].Shape]);
        }

        arrays["degreesOfFreedom"] = new ParameterArray("degreesOfFreedom", [7, 7, 7], 3);
        return (kind.Create(arrays), kind);
    }

    private static FixedParts Parts(string name) => name switch
    {
        "weights" => new FixedParts { Weights = [1] },
        "means" => new FixedParts { Means = [0, 2] },
        "covariances" => new FixedParts { Covariances = [1] },
        "all means" => new FixedParts { Means = [0, 1, 2] },
        "all weights" => new FixedParts { Weights = [0, 1, 2] },
        "all covariances" => new FixedParts { Covariances = [0, 1, 2] },
        _ => new FixedParts { Weights = [0], Means = [0], Covariances = [0] },
    };

    private static void Same(Mixture start, Mixture end, string array, IReadOnlyList<int> components)
    {
        var (before, after) = (Array(start, array), Array(end, array));
        int length = before.Length / 3;
        for (int k = 0; k < 3; k++)
        {
            bool isSame = before.AsSpan(k * length, length).ToArray().Zip(after.AsSpan(k * length, length).ToArray()).All(static pair => Math.Abs(pair.First - pair.Second) <= 1e-14 * Math.Abs(pair.First));
            Assert.Equal(components.Contains(k), isSame);
        }
    }

    private static double[] Array(Mixture mixture, string name) => [.. mixture.ParameterArrays.Single(array => array.Name == name).Values];

    private static bool Loses(MixtureFit fit, GaussianMixture moved) => moved.Score(Rows).LogLikelihood < fit.Score.LogLikelihood;

    private static GaussianMixture Moved(GaussianMixture model, int component, int feature, double mean, double variance)
    {
        double[] means = model.Means.Values.ToArray();
        means[(2 * component) + feature] += mean;
        var covariances = Enumerable.Range(0, 3).Select(k => model.CovarianceOf(k).Values.ToArray()).ToArray();
        covariances[component][3 * feature] *= 1 + variance;
        return GaussianMixture.Create(model.Weights.Span, new RowMatrix(means, 2), [.. covariances.Select(static values => new RowMatrix(values, 2))]);
    }

    private static RowMatrix Matrix(double first, double between, double second) => RowMatrix.Copy([[first, between], [between, second]]);

    private static RowMatrix Drawn()
    {
        var random = new RandomSource(3, 0);
        return RowMatrix.Copy([.. Enumerable.Range(0, 400).Select(i => new[] { (i % 3 == 1 ? 5 : 0) + random.NextGaussian(), (i % 3 == 2 ? 4 : 0) + (1.5 * random.NextGaussian()) })]);
    }
}
