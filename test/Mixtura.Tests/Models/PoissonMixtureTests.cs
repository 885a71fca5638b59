using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Models;

public class PoissonMixtureTests
{
    private static readonly PoissonRates Start = new([0.3, 0.7], [1.5, 9]);

    [Fact]
    public void Iterations_EqualAPlainDoubleLoop()
    {
        var counts = Counts(500);
        var expected = Start;
        var bounds = new List<double>();
        for (int iteration = 0; iteration < 20; iteration++)
        {
            (expected, double bound) = PlainIteration(expected, counts);
            bounds.Add(bound);
        }

        var result = Run(counts, null, iterations: 20);
        Agree.Within(expected.Weights, result.Model.Weights, 1e-12, "weight");
        Agree.Within(expected.Rates, result.Model.Rates, 1e-11, "rate");
        Agree.Within(bounds.ToArray(), result.Trace.Take(20).ToArray(), 1e-10, "bound");
    }

    [Fact]
    public void LowerBound_NeverFalls()
    {
        var trace = Run(Counts(2000), null, iterations: 100).Trace;
        for (int t = 1; t < trace.Count; t++)
        {
            Assert.True(trace[t] >= trace[t - 1] - (1e-13 * Math.Abs(trace[t])), $"iteration {t}: {trace[t - 1]:R} → {trace[t]:R}");
        }
    }

    [Fact]
    public void IntegerWeights_EqualRepeatedRows()
    {
        var counts = Counts(200);
        var weights = counts.Select((_, i) => (double)(i % 4)).ToArray();
        var repeated = counts.SelectMany((x, i) => Enumerable.Repeat(x, i % 4)).ToArray();
        var weighted = Run(counts, weights, iterations: 30);
        var plain = Run(repeated, null, iterations: 30);
        Agree.Within(plain.Model.Rates, weighted.Model.Rates, 1e-12, "rate");
        Agree.Relatively(plain.LowerBound, weighted.LowerBound, 1e-13, "bound");
    }

    [Fact]
    public void AnyThreadCount_GivesTheSameBits()
    {
        var counts = Counts(160_000);
        var one = Run(counts, null, iterations: 2, threads: 1);
        foreach (int threads in (int[])[2, 8])
        {
            var several = Run(counts, null, iterations: 2, threads);
            Agree.Exactly(one.Model.Rates, several.Model.Rates, "rate");
            Agree.Exactly(one.Trace.ToArray(), several.Trace.ToArray(), "bound");
        }
    }

    [Fact]
    public void ScoringUnderAnotherMixtureWithinTheEStep_ChangesNoBit()
    {
        var rows = new MemoryRows(new RowMatrix(Counts(500), 1));
        var options = new EmOptions { MaxIterations = 5, Tolerance = 0, Threads = 1 };
        var other = GaussianMixture.Fit(rows.Matrix, 3, new GaussianMixtureOptions { Restarts = 1 }).Model;
        var plain = ExpectationMaximization.Run(new PoissonMixture(), Start, rows, options);
        var nested = ExpectationMaximization.Run(new ScoredPoissonMixture(other), Start, rows, options);
        Agree.Exactly(plain.Trace.ToArray(), nested.Trace.ToArray(), "bound");
        Agree.Exactly(plain.Model.Rates, nested.Model.Rates, "rate");
    }

    private static EmResult<PoissonRates> Run(double[] counts, double[]? weights, int iterations, int threads = 2)
    {
        var rows = weights is null ? new MemoryRows(new RowMatrix(counts, 1)) : new MemoryRows(new RowMatrix(counts, 1), weights);
        return ExpectationMaximization.Run(
            new PoissonMixture(), Start, rows, new EmOptions { MaxIterations = iterations, Tolerance = 0, Threads = threads });
    }

    private static (PoissonRates Next, double Bound) PlainIteration(PoissonRates model, double[] counts)
    {
        var sums = new double[2];
        var moments = new double[2];
        double bound = 0;
        foreach (double x in counts)
        {
            double factorial = 1;
            for (int j = 2; j <= x; j++)
            {
                factorial *= j;
            }

            var joint = new double[2];
            for (int k = 0; k < 2; k++)
            {
                joint[k] = model.Weights[k] * Math.Pow(model.Rates[k], x) * Math.Exp(-model.Rates[k]) / factorial;
            }

            bound += Math.Log(joint[0] + joint[1]);
            for (int k = 0; k < 2; k++)
            {
                sums[k] += joint[k] / (joint[0] + joint[1]);
                moments[k] += x * joint[k] / (joint[0] + joint[1]);
            }
        }

        return (new([sums[0] / counts.Length, sums[1] / counts.Length], [moments[0] / sums[0], moments[1] / sums[1]]), bound);
    }

    // binomial counts of two kinds: not Poisson, so that the fit is no triviality
    private static double[] Counts(int rows)
    {
        var random = new Generator(5);
        return [.. Enumerable.Range(0, rows).Select(_ => (double)Enumerable.Repeat(random.Uniform() < 0.4 ? 0.1 : 0.4, 30).Count(p => random.Uniform() < p))];
    }
}
