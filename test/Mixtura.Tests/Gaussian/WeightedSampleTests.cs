using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Starts;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian;

/// <summary>Weighted rows, more than the sample to start from may hold.</summary>
public class WeightedSampleTests
{
    private const int Rows = 40_000;

    /// <summary>One unit is drawn from each of equal stretches of the weight, so the rows of any weight hold their share of the sample.</summary>
    [Fact]
    public void EveryWeight_HasItsShareOfTheSample()
    {
        var values = Enumerable.Range(0, Rows).Select(static i => (double)(i % 5)).ToArray();
        var source = new MemoryRows(new RowMatrix(values, 1), Array.ConvertAll(values, static value => value));
        var summary = DataSummary.Of(source);
        var sample = RowSample.Draw(source, summary, threads: 2, seed: 3, CancellationToken.None);
        Assert.InRange(sample.Count, 10_000, 1 << 14);
        Agree.Relatively(summary.TotalWeight, sample.Weights.Sum(), 1e-12, "weight of the sample");
        for (int weight = 1; weight <= 4; weight++)
        {
            double share = Enumerable.Range(0, sample.Count).Where(i => sample.Row(i)[0] == weight).Sum(i => sample.Weights[i]) / summary.TotalWeight;
            Assert.InRange(share, (weight / 10.0) - 0.01, (weight / 10.0) + 0.01);
        }

        Assert.DoesNotContain(Enumerable.Range(0, sample.Count), i => sample.Row(i)[0] == 0);
    }

    /// <summary>A start from a sample of the weighted rows leads where one from a sample of the repeated rows leads.</summary>
    [Fact]
    public void FitOfWeightedRows_IsThatOfTheRepeatedRows()
    {
        var rows = Shapes.Clusters(20_000, 2, 2, seed: 32).Rows;
        double[] weights = [.. Enumerable.Range(0, 20_000).Select(static i => 1.0 + (i % 2))];
        double[][] repeated = [.. Enumerable.Range(0, 20_000).SelectMany(i => Enumerable.Repeat(rows.Row(i).ToArray(), 1 + (i % 2)))];
        var options = new GaussianMixtureOptions { Restarts = 1 };
        var weighted = GaussianMixture.Fit(new MemoryRows(rows, weights), 2, options);
        var plain = GaussianMixture.Fit(RowMatrix.Copy(repeated), 2, options);
        Agree.Relatively(plain.LowerBound, weighted.LowerBound, 1e-9, "bound");
        Agree.Parameters(MixtureParameters.Of(plain.Model), MixtureParameters.Of(weighted.Model), 1e-4);
    }

    /// <summary>The entropy, and mclust's, count a row as often as its weight says.</summary>
    [Fact]
    public void EntropyOfWeightedRows_IsThatOfTheRepeatedRows()
    {
        var rows = Shapes.Clusters(300, 2, 3, seed: 31).Rows;
        var model = GaussianMixture.Fit(rows, 2, new GaussianMixtureOptions { Restarts = 1 }).Model;
        double[] weights = [.. Enumerable.Range(0, 300).Select(static i => (double)(i % 4))];
        double[][] repeated = [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(rows.Row(i).ToArray(), i % 4))];
        var weighted = model.Score(rows, weights);
        var plain = model.Score(RowMatrix.Copy(repeated));
        Agree.Relatively(plain.Entropy, weighted.Entropy, 1e-12, "entropy");
        Agree.Relatively(plain.Doubt, weighted.Doubt, 1e-12, "doubt");
    }
}
