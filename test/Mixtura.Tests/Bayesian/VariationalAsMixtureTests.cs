using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Bayesian;

/// <summary>A variational mixture is a mixture like the others: scores, samples, marginal distributions, progress, weights.</summary>
public class VariationalAsMixtureTests
{
    public static TheoryData<string, WeightPrior> Cases
    {
        get
        {
            var data = new TheoryData<string, WeightPrior>();
            foreach (var structure in Shapes.Plain)
            {
                data.Add(structure.Name, WeightPrior.Dirichlet);
                data.Add(structure.Name, WeightPrior.DirichletProcess);
            }

            return data;
        }
    }

    /// <summary>Σ w log p and −Σ w Σ q ln q, from log densities and responsibilities row by row.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Score_IsTheSumOverTheRows(string structure, WeightPrior prior)
    {
        var data = Shapes.Of("weighted");
        var fit = Fit(data, structure, prior, 4);
        var score = fit.Model.Score(data.Source);
        double[] densities = fit.Model.LogDensity(data.Rows);
        var responsibilities = fit.Model.Responsibilities(data.Rows);
        double total = 0, entropy = 0, doubt = 0;
        for (int i = 0; i < densities.Length; i++)
        {
            double weight = data.Weights![i];
            total += weight * densities[i];
            entropy -= weight * responsibilities.Row(i).ToArray().Sum(static r => r > 0 ? r * Math.Log(r) : 0);
            doubt -= weight * Math.Log(responsibilities.Row(i).ToArray().Max());
        }

        Agree.Relatively(total, score.LogLikelihood, 1e-12, "log predictive density");
        Agree.Within(entropy, score.Entropy, 1e-9 * data.TotalWeight, "entropy");
        Agree.Within(doubt, score.Doubt, 1e-9 * data.TotalWeight, "doubt");
        Agree.Relatively(data.TotalWeight, score.TotalWeight, 1e-12, "weight");
        Assert.Equal(score, fit.Score);
    }

    /// <summary>AIC and BIC take a maximum of the likelihood, which a posterior is not at.</summary>
    [Fact]
    public void Criteria_AreNone()
    {
        var criteria = Fit(Shapes.Of("a plane"), "full", WeightPrior.Dirichlet, 2).Criteria;
        Assert.Equal([double.NaN, double.NaN, double.NaN], [criteria.Aic, criteria.Bic, criteria.Icl]);
    }

    [Fact]
    public void Score_ReadsTheRowsOnceAndHasTheSameBitsOnAnyThreads()
    {
        var data = Shapes.Clusters(300_000, 2, 2, seed: 31);
        var model = Fit(Shapes.Of("a plane"), "full", WeightPrior.DirichletProcess, 3).Model;
        using var never = new CancellationTokenSource();
        var rows = new CancellingRows(new MemoryRows(data.Rows), never, 0);
        var one = model.Score(rows, threads: 1);
        Assert.InRange(rows.Reads, data.Rows.Rows / 1024, (data.Rows.Rows / 1024) + 100);
        Assert.Equal(one, model.Score(data.Source, threads: 3));
    }

    [Fact]
    public void RowOfWeightZero_DoesNotCountHoweverFarOut()
    {
        var model = Fit(Shapes.Of("a plane"), "full", WeightPrior.Dirichlet, 2).Model;
        double alone = model.Score(new RowMatrix((double[])[0.5, 1], 2)).LogLikelihood;
        double beside = model.Score(new RowMatrix((double[])[0.5, 1, double.PositiveInfinity, 1], 2), (double[])[1, 0]).LogLikelihood;
        Assert.Equal(alone, beside);
    }

    /// <summary>The marginal density is the whole one summed over the other feature, by the trapezoidal rule; tails beyond are below the tolerance.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Marginal_IsTheIntegralOverTheOthers(string structure, WeightPrior prior)
    {
        var model = Fit(Shapes.Of("a plane"), structure, prior, 3, freedom: 14).Model;
        double[] places = [-3, 0.5, 4];
        double[] expected = model.Marginal(1).LogDensity(new RowMatrix(places, 1));
        for (int i = 0; i < places.Length; i++)
        {
            double[] line = [.. Enumerable.Range(0, 20_001).SelectMany(step => (double[])[-200 + (0.02 * step), places[i]])];
            Agree.Relatively(Math.Exp(expected[i]), model.LogDensity(new RowMatrix(line, 2)).Sum(Math.Exp) * 0.02, 1e-6, $"density at {places[i]}");
        }
    }

    /// <summary>Draws of Λ from the posterior: the inverse of a part of Λ⁻¹ has the mean that the marginal posterior says.</summary>
    [Fact]
    public void MarginalPosterior_IsThatOfDrawnParameters()
    {
        var model = Fit(Shapes.Clusters(30, 3, 1, seed: 41), "full", WeightPrior.Dirichlet, 1, freedom: 6).Model;
        var marginal = model.Marginal(2, 0);
        const int Draws = 4000;
        double first = 0, mixed = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            var covariance = model.SampleParameters((ulong)draw).CovarianceOf(0);
            double determinant = (covariance[2, 2] * covariance[0, 0]) - (covariance[2, 0] * covariance[2, 0]);
            first += covariance[0, 0] / determinant / Draws;
            mixed -= covariance[2, 0] / determinant / Draws;
        }

        // a diagonal entry of a Wishart matrix has a relative variance of 2/ν, here 2/35: five standard errors
        var scale = marginal.ScaleMatrix(0);
        double nu = marginal.DegreesOfFreedom[0];
        Assert.Equal(model.DegreesOfFreedom[0] - 1, nu);
        Agree.Relatively(nu * scale[0, 0], first, 5 * Math.Sqrt(2 / nu / Draws), "E[Λ] of the first feature kept");
        Agree.Within(nu * scale[0, 1], mixed, 5 * Math.Sqrt(2 * nu / Draws) * Math.Sqrt(scale[0, 0] * scale[1, 1]), "E[Λ] of both");
    }

    [Fact]
    public void MarginalOfAMarginal_IsTheMarginal()
    {
        var model = Fit(Shapes.Of("many rows"), "full", WeightPrior.DirichletProcess, 3).Model;
        var straight = model.Marginal(4, 1);
        var round = model.Marginal(1, 4, 2).Marginal(1, 0);
        var rows = Shapes.Clusters(50, 2, 2, seed: 3).Rows;
        Agree.Within(straight.LogDensity(rows), round.LogDensity(rows), 1e-10, "log density");
        Agree.Within(straight.Responsibilities(rows).Values.Span, round.Responsibilities(rows).Values.Span, 1e-10, "responsibilities");
        Assert.Equal(straight.Prior.DegreesOfFreedom, round.Prior.DegreesOfFreedom);
    }

    /// <summary>A component without a row has the prior's ν₀ = D, its predictive t one degree of freedom and no variance.</summary>
    [Fact]
    public void EmptyComponent_HasNoDeviation()
    {
        var model = Fit(Shapes.Of("a plane"), "full", WeightPrior.Dirichlet, 12, concentration: 1e-3).Model;
        int empty = Enumerable.Range(0, 12).First(k => model.Counts[k] < 1e-6);
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], model.MomentsOf(empty).Deviations);
    }

    [Fact]
    public void Weights_CountFromEveryDoor()
    {
        var data = Shapes.Of("weighted");
        var options = new VariationalOptions { Restarts = 2 };
        var fromSource = VariationalGaussianMixture.Fit(data.Source, 3, options);
        var fromMemory = VariationalGaussianMixture.Fit(data.Rows, 3, options, data.Weights);
        Assert.True(fromMemory.IsWeighted);
        Assert.Equal(fromSource.Trace, fromMemory.Trace);
        Assert.NotEqual(fromSource.LowerBound, VariationalGaussianMixture.Fit(data.Rows, 3, options).LowerBound);
    }

    [Fact]
    public void Progress_TellsEveryIterationOfEveryStart()
    {
        var seen = new List<FitProgress>();
        var fit = VariationalGaussianMixture.Fit(Shapes.Of("a plane").Source, 3, new VariationalOptions { Restarts = 3 }, new Listener(seen));
        Assert.All(seen, static one => Assert.Equal(3, one.Restarts));
        Assert.Equal([0, 1, 2], seen.Select(static one => one.Restart).Distinct());
        for (int start = 0; start < 3; start++)
        {
            int iterations = fit.Restarts[start].Iterations;
            Assert.Equal(Enumerable.Range(1, iterations), seen.Where(one => one.Restart == start).Select(static one => one.Iteration));
            Assert.Equal(fit.Restarts[start].LowerBound, seen.Last(one => one.Restart == start).LowerBound);
        }

        Assert.All(seen.Where(static one => one.Phase == FitPhase.Starts), one => Assert.Equal((one.Restart, 3), (one.FinishedRestarts, one.Restarts)));
        Assert.Equal((FitPhase.Finish, 3), (seen[^1].Phase, seen[^1].FinishedRestarts));

        // the winner is taken on at the end, to the bound that is reported
        Assert.Equal(fit.BestRestart, seen[^1].Restart);
        Assert.Equal(fit.Iterations, seen[^1].Iteration);
        Agree.Relatively(fit.LowerBound, seen[^1].LowerBound, 1e-12, "last bound");
    }

    [Fact]
    public void Warnings_SayWhatHappened()
    {
        var fit = VariationalGaussianMixture.Fit(
            Shapes.Of("a plane").Source, 3, new VariationalOptions { Restarts = 1, Em = new EmOptions { MaxIterations = 2, Acceleration = false } });
        Assert.Equal(StopReason.IterationLimit, fit.StopReason);
        Assert.Contains("Not converged after", Assert.Single(fit.Warnings), StringComparison.Ordinal);
        Assert.Empty(VariationalGaussianMixture.Fit(Shapes.Of("a plane").Source, 3, new VariationalOptions { Restarts = 1 }).Warnings);
    }

    internal static VariationalFit Fit(DataSet data, string structure, WeightPrior prior, int components, double? freedom = null, double concentration = 1) =>
        VariationalGaussianMixture.Fit(data.Source, components, new VariationalOptions
        {
            Covariance = Shapes.Structure(structure),
            WeightPrior = prior,
            WeightConcentration = concentration,
            DegreesOfFreedom = freedom,
            Restarts = 1,
        });

    private sealed class Listener(List<FitProgress> seen) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => seen.Add(value);
    }
}
