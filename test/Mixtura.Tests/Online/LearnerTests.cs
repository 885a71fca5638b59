using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Online;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Models;

namespace Mixtura.Tests.Online;

public class LearnerTests
{
    private static readonly OnlineOptions Mean = new() { StepExponent = 1, Averaging = false, StartRows = 100, BatchRows = 64 };

    [Theory]
    [InlineData(0)]
    [InlineData(1e8)]
    public void OneComponent_WithStepsOfOneInT_IsTheClosedForm(double offset)
    {
        // the mean of all rows and the covariance about it, whatever the batches
        var rows = Drawn(1234, offset);
        var learner = Learner.From(GaussianMixture.Kind(), 1, null, Mean);
        learner.Add(rows);
        var model = (GaussianMixture)learner.Model;
        double[] mean = [.. Enumerable.Range(0, 2).Select(j => Enumerable.Range(0, rows.Rows).Average(i => rows[i, j] - offset))];
        for (int a = 0; a < 2; a++)
        {
            Agree.Within(mean[a] + offset, model.Means[0, a], 1e-10 * Math.Max(1, 100 * offset / 1e6), "mean");
            for (int b = 0; b < 2; b++)
            {
                double covariance = Enumerable.Range(0, rows.Rows).Average(i => (rows[i, a] - offset - mean[a]) * (rows[i, b] - offset - mean[b]));
                Agree.Within(covariance, model.CovarianceOf(0)[a, b], offset > 0 ? 1e-6 : 1e-11, "covariance");
            }
        }
    }

    [Fact]
    public void Steps_AreThoseOfTheArticle()
    {
        // batches of 1 row, of a Poisson distribution: s̄ is the row, the rate is s
        double[] counts = [3, 8, 1, 4, 4, 9, 2];
        var engine = new OnlineExpectationMaximization<PoissonRates, Sums>(new PoissonMixture(), new PoissonRates([1], [5]), Known(1, 5), 1, 1, new OnlineOptions { BatchRows = 1, Averaging = false });
        double rate = 5;
        for (int t = 0; t < counts.Length; t++)
        {
            engine.Learn(new MemoryRows(new RowMatrix(new[] { counts[t] }, 1)));
            rate += Math.Pow(t + 2, -0.6) * (counts[t] - rate);
            Agree.Within(rate, engine.Model.Rates[0], 1e-12, $"rate {t}");
        }
    }

    [Fact]
    public void Estimate_IsTheAverageSinceTheLastDoublingButOne()
    {
        double[] counts = [3, 8, 1, 4, 4, 9, 2, 7, 5, 1, 6];
        var engine = new OnlineExpectationMaximization<PoissonRates, Sums>(new PoissonMixture(), new PoissonRates([1], [5]), Known(1, 5), 1, 1, new OnlineOptions { BatchRows = 1 });
        double[] rates = new double[counts.Length + 1];
        rates[0] = 5;
        for (int t = 0; t < counts.Length; t++)
        {
            engine.Learn(new MemoryRows(new RowMatrix(new[] { counts[t] }, 1)));
            rates[t + 1] = rates[t] + (Math.Pow(t + 2, -0.6) * (counts[t] - rates[t]));
        }

        // weights 1 … 12: doublings at 2, 4 and 8, so the average begins after 4
        Agree.Within(rates[4..].Average(), engine.Estimate().Rates[0], 1e-12, "rate");
    }

    [Fact]
    public void IntegerWeights_AreRepetitionsWithinABatch()
    {
        var counts = Enumerable.Range(0, 90).Select(static i => (double)(i * 7 % 11)).ToArray();
        double[] weights = [.. counts.Select(static (_, i) => (double)(i % 4))];
        double[] repeated = [.. counts.SelectMany((x, i) => Enumerable.Repeat(x, (int)weights[i]))];
        var start = new PoissonRates([0.4, 0.6], [2, 7]);
        PoissonRates Learnt(MemoryRows rows)
        {
            var engine = new OnlineExpectationMaximization<PoissonRates, Sums>(new PoissonMixture(), start, options: new OnlineOptions { StepExponent = 1, Averaging = false });
            engine.Learn(rows);
            engine.Learn(rows);
            return engine.Model;
        }

        var weighted = Learnt(new MemoryRows(new RowMatrix(counts, 1), weights));
        var longer = Learnt(new MemoryRows(new RowMatrix(repeated, 1)));
        Agree.Within(longer.Rates, weighted.Rates, 1e-12, "rates");
        Agree.Within(longer.Weights, weighted.Weights, 1e-12, "weights");
    }

    [Fact]
    public void RowsOfWeight0_AreNotLearnt()
    {
        var learner = Learner.From(Fitted(), rows: 500, online: Mean);
        double[] before = Numbers(learner.Model);
        learner.Add(Drawn(64, 50), new double[64]);
        Assert.Equal(before, Numbers(learner.Model));
        Assert.Equal(0, learner.Batches);
        Assert.Empty(learner.Trace);
        Assert.Equal(564, learner.Rows);
        Assert.Equal(500, learner.TotalWeight);
    }

    [Fact]
    public void Drift_IsFollowedWithForgettingAndNotWithout()
    {
        // the second mean wanders from 8 to 18
        var random = new Generator(8);
        double[] values = [.. Enumerable.Range(0, 60_000).Select(i => (i % 2 == 0 ? 0 : 8 + (10 * Math.Min(1, i / 40_000.0))) + random.Gaussian())];
        double MeanWith(double? halfLife)
        {
            var learner = Learner.From(GaussianMixture.Kind(), 2, null, new OnlineOptions { StartRows = 2000, BatchRows = 200, HalfLife = halfLife });
            learner.Add(new RowMatrix(values, 1));
            var model = (GaussianMixture)learner.Model;
            return Math.Max(model.Means[0, 0], model.Means[1, 0]);
        }

        Agree.Within(18, MeanWith(1000), 0.15, "mean, followed");
        Assert.InRange(MeanWith(null), 15, 17.8);
    }

    [Theory]
    [InlineData(double.NaN, 1, "Row 70, x1: the value is NaN")]
    [InlineData(double.PositiveInfinity, 1, "Row 70, x1: the value is")]
    [InlineData(1, -1, "The weight of row 70 is -1")]
    public void BadRow_IsNamedAndNothingOfItsBlockIsLearnt(double value, double weight, string message)
    {
        var learner = Learner.From(Fitted(), rows: 500, online: Mean);
        learner.Add(Drawn(100, 0));
        double[] before = Numbers(learner.Model);
        double[] values = [.. Drawn(90, 0).Values.ToArray()];
        values[140] = value;
        double[] weights = [.. Enumerable.Range(0, 90).Select(i => i == 70 ? weight : 1.0)];
        string said = Assert.Throws<InputException>(() => learner.Add(new RowMatrix(values, 2), weights)).Message;
        Assert.Contains(message.Replace("x1", "feature 1", StringComparison.Ordinal).Split(':')[0][..10], said, StringComparison.Ordinal);
        Assert.Contains("70", said, StringComparison.Ordinal);
        Assert.Equal(before, Numbers(learner.Model));
        Assert.Equal(600, learner.Rows);
    }

    [Fact]
    public void CountThatIsNone_IsNamed()
    {
        var learner = Learner.From(ComponentKind.Of(new PoissonFamily()), 1, null, Mean);
        string said = Assert.Throws<InputException>(() => learner.Add(new MemoryRows(new RowMatrix(new[] { 1.0, 2, 2.5 }, 1), null, ["visits"]))).Message;
        Assert.StartsWith("Row 2, feature 'visits': the value is 2.5, which is no count", said, StringComparison.Ordinal);
    }

    [Fact]
    public void RowWithoutDensity_IsRefusedWithItsBatchAndLearningGoesOn()
    {
        var kind = ComponentKind.Of(new CategoricalFamily(CategoricalLevels.Numbered(3)));
        RowMatrix Answers(Func<int, double> of) => new(Enumerable.Range(0, 64).Select(of).ToArray(), 1);
        var learner = Learner.From(kind, 1, null, new OnlineOptions { StartRows = 64, BatchRows = 64 });
        learner.Add(Answers(static i => i % 2));
        string said = Assert.Throws<InputException>(() => learner.Add(Answers(static i => i == 5 ? 2 : 0))).Message;
        Assert.StartsWith("Rows 64 to 127: A row of the batch has a density of 0", said, StringComparison.Ordinal);
        Assert.Equal(64, learner.Rows);
        learner.Add(Answers(static i => i % 2));
        Assert.Equal(1, learner.Batches);
    }

    [Fact]
    public void BeforeTheStart_TheModelIsTheFitToTheRowsGathered()
    {
        var rows = Drawn(80, 0);
        var learner = Learner.From(GaussianMixture.Kind(), 2, null, Mean);
        Assert.Throws<InputException>(() => learner.Model);
        learner.Add(rows);
        Assert.Equal(Numbers(GaussianMixture.Kind().Fit(new MemoryRows(rows), 2).Model), Numbers(learner.Model));
        Assert.Null(learner.Start);
        learner.Flush();
        Assert.NotNull(learner.Start);
    }

    [Fact]
    public void ModelOfUnknownRows_WaitsForAFewRowsAParameter()
    {
        var model = Fitted();
        var learner = Learner.From(model, rows: 0, online: new OnlineOptions { BatchRows = 10 });
        learner.Add(Drawn(5 * model.ParameterCount / 10 * 10, 3));
        Assert.Equal(Numbers(model), Numbers(learner.Model));
        learner.Add(Drawn(20, 3));
        Assert.NotEqual(Numbers(model), Numbers(learner.Model));
    }

    [Fact]
    public void RowsOfAnotherWidth_AreRefused()
    {
        var learner = Learner.From(Fitted(), rows: 500);
        Assert.Contains("2 features", Assert.Throws<InputException>(() => learner.Add(new RowMatrix(new double[9], 3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_KeepsItsMeanInBoundedMemory()
    {
        var trace = new BatchTrace();
        for (int i = 0; i < 5000; i++)
        {
            trace.Add(i, 2);
        }

        Assert.Equal(8, trace.BatchesEach);
        Assert.Equal(625, trace.Means.Count);
        Assert.Equal(3.5, trace.Means[0]);
        Assert.Equal(2499.5, trace.Mean, 1e-9);
    }

    private static Sums Known(double weight, double sum)
    {
        var sums = new Sums(2);
        (sums[0], sums[1]) = (weight, sum);
        return sums;
    }

    private static GaussianMixture Fitted() => GaussianMixture.Fit(Drawn(500, 0), 2).Model;

    private static RowMatrix Drawn(int count, double offset)
    {
        var random = new Generator(11);
        return new RowMatrix(Enumerable.Range(0, 2 * count).Select(i => offset + (6 * (i / 2 % 2)) + random.Gaussian()).ToArray(), 2);
    }

    private static double[] Numbers(Mixture model) => [.. model.ParameterArrays.SelectMany(static array => array.Values)];
}
