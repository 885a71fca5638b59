using Microsoft.ML;
using Microsoft.ML.Data;
using static Mixtura.ML.Tests.Samples;

namespace Mixtura.ML.Tests;

/// <summary>ML.NET's evaluator against its figures worked out here.</summary>
public class EvaluationTests
{
    private static readonly double[][] Flowers = Rows("iris.csv");
    private static readonly string[] Species = Labels("iris.csv");

    [Fact]
    public void Evaluate_OfDistances_IsWhatTheComponentsSay()
    {
        var view = Context.Transforms.Conversion.MapValueToKey("Label", "Species").Fit(Floats(Flowers, labels: Species)).Transform(Floats(Flowers, labels: Species));
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 3).Fit(view);
        var metrics = Context.Clustering.Evaluate(fitted.Transform(view), "Label", "Distance", "Features");
        var scored = Scored(fitted, view);
        int[] components = [.. scored.Select(static row => (int)row.PredictedLabel - 1)];
        Assert.Equal(scored.Average(static row => -Math.Log(row.Score.Max())), metrics.AverageDistance, 5);
        Assert.Equal(MutualInformation(components) / Entropy(), metrics.NormalizedMutualInformation, 6);
        Assert.Equal(DaviesBouldin(components), metrics.DaviesBouldinIndex, 4);
    }

    [Fact]
    public void CrossValidate_WithDistancesAsScores_FindsTheSpecies()
    {
        var view = Floats(Flowers, labels: Species);
        var names = new MixtureColumns { Score = "Responsibilities", Distance = "Score" };
        var pipeline = Context.Transforms.Conversion.MapValueToKey("Label", "Species").Append(Context.Clustering.Trainers.GaussianMixture("Features", 3, columns: names));
        var folds = Context.Clustering.CrossValidate(view, pipeline, numberOfFolds: 3, labelColumnName: "Label", featuresColumnName: "Features");
        Assert.All(folds, static fold => Assert.InRange(fold.Metrics.NormalizedMutualInformation, 0.5, 1));
        Assert.All(folds, static fold => Assert.Equal(fold.ScoredHoldOutSet.GetColumn<float[]>("Responsibilities").Average(static shares => -Math.Log(shares.Max())), fold.Metrics.AverageDistance, 5));
    }

    // Σ p(class, component) log p(class, component) / p(class) p(component)
    private static double MutualInformation(int[] components)
    {
        double n = components.Length;
        return Species.Zip(components).GroupBy(static pair => pair).Sum(cell =>
        {
            double joint = cell.Count() / n;
            double ofClass = Species.Count(species => species == cell.Key.First) / n;
            return joint * Math.Log(joint / (ofClass * (components.Count(k => k == cell.Key.Second) / n)));
        });
    }

    private static double Entropy() => -Species.GroupBy(static species => species).Sum(static group => group.Count() / 150.0 * Math.Log(group.Count() / 150.0));

    // Davies and Bouldin 1979: the mean over clusters of the largest (sᵢ + sⱼ) / |cᵢ − cⱼ|, s the mean distance from the centroid
    private static double DaviesBouldin(int[] components)
    {
        double[][] centroids = [.. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 4).Select(j => Members(k).Average(row => row[j])).ToArray())];
        double[] spreads = [.. Enumerable.Range(0, 3).Select(k => Members(k).Average(row => Distance(row, centroids[k])))];
        return Enumerable.Range(0, 3).Average(i => Enumerable.Range(0, 3).Where(j => j != i).Max(j => (spreads[i] + spreads[j]) / Distance(centroids[i], centroids[j])));

        IEnumerable<double[]> Members(int k) => Flowers.Where((_, i) => components[i] == k);
    }

    private static double Distance(double[] one, double[] other) => Math.Sqrt(one.Zip(other).Sum(static pair => Math.Pow(pair.First - pair.Second, 2)));
}
