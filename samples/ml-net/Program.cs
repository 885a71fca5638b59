// ML.NET's K-means and a Gaussian mixture on the same flowers: dotnet run --project samples/ml-net
using Iris;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Mixtura.Mixtures;
using Mixtura.ML;

const int Clusters = 3;
var mlContext = new MLContext(seed: 1);
var flowers = mlContext.Data.LoadFromTextFile<Flower>(args is [var path] ? path : "samples/iris.csv", separatorChar: ',', hasHeader: true);
var data = mlContext.Transforms.Concatenate("Features", nameof(Flower.SepalLength), nameof(Flower.SepalWidth), nameof(Flower.PetalLength), nameof(Flower.PetalWidth))
    .Append(mlContext.Transforms.Conversion.MapValueToKey("Label", nameof(Flower.Species)));

// the two trainers, each at the end of the same pipeline
var kMeans = data.Append(mlContext.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = Clusters, NumberOfThreads = 1 })).Fit(flowers);
var mixture = data.Append(mlContext.Clustering.Trainers.GaussianMixture("Features", components: Clusters)).Fit(flowers);
var byKMeans = kMeans.Transform(flowers);
var byMixture = mixture.Transform(flowers);

// the evaluator takes the cluster with the smallest score: a mixture's distances, not its responsibilities
var ofKMeans = mlContext.Clustering.Evaluate(byKMeans, labelColumnName: "Label", featureColumnName: "Features");
var ofMixture = mlContext.Clustering.Evaluate(byMixture, labelColumnName: "Label", scoreColumnName: "Distance", featureColumnName: "Features");
var (kMeansTable, mixtureTable) = (Table(byKMeans), Table(byMixture));
Console.WriteLine("                                      K-means  mixture");
Console.WriteLine($"flowers with their species            {kMeansTable.MatchedShare(),7:P1}  {mixtureTable.MatchedShare(),7:P1}");
Console.WriteLine($"adjusted Rand index                   {kMeansTable.AdjustedRandIndex(),7:F4}  {mixtureTable.AdjustedRandIndex(),7:F4}");
Console.WriteLine($"normalized mutual information         {ofKMeans.NormalizedMutualInformation,7:F4}  {ofMixture.NormalizedMutualInformation,7:F4}");
Console.WriteLine($"average distance (cm², nats)          {ofKMeans.AverageDistance,7:F4}  {ofMixture.AverageDistance,7:F4}");
Console.WriteLine($"Davies–Bouldin index                  {ofKMeans.DaviesBouldinIndex,7:F4}  {ofMixture.DaviesBouldinIndex,7:F4}");
Console.WriteLine($"mean log density                            –  {Mean(byMixture, "LogDensity"),7:F4}");
Console.WriteLine();

// what the fit tells
var fit = mixture.LastTransformer.Fit;
Console.WriteLine($"{fit.StopReason} after {fit.Iterations} iterations, BIC {fit.Criteria.Bic:F2}; weights {string.Join(", ", fit.Model.Weights.ToArray().Select(static weight => $"{weight:F3}"))}");

// saved, and loaded where nothing of the above is known
using var file = new MemoryStream();
mlContext.Model.Save(mixture, flowers.Schema, file);
var elsewhere = new MLContext();
var loaded = elsewhere.Model.Load(file, out _);
var engine = elsewhere.Model.CreatePredictionEngine<Flower, Cluster>(loaded);
var between = engine.Predict(new Flower { SepalLength = 6.2f, SepalWidth = 2.8f, PetalLength = 4.9f, PetalWidth = 1.6f });
Console.WriteLine($"a flower between two species: component {between.PredictedLabel - 1}, responsibilities {string.Join(", ", between.Score.Select(static share => $"{share:F3}"))}");
Console.WriteLine();

// the flowers least like all others
var detector = data.Append(mlContext.AnomalyDetection.Trainers.GaussianMixture("Features", components: Clusters, anomalyFraction: 0.02)).Fit(flowers);
Console.WriteLine($"log densities below {detector.LastTransformer.Threshold:F3}:");
foreach (var flower in mlContext.Data.CreateEnumerable<Measured>(detector.Transform(flowers), reuseRowObject: false).Where(static flower => flower.PredictedLabel))
{
    Console.WriteLine($"  {flower.LogDensity:F3}  {flower.Species} {string.Join(' ', flower.Features.Select(static value => $"{value:F1}"))}");
}

ConfusionTable Table(IDataView scored)
{
    var table = new ConfusionTable(Clusters, Clusters);
    foreach (var row in mlContext.Data.CreateEnumerable<Cluster>(scored, reuseRowObject: true))
    {
        table.Add((int)row.Label - 1, (int)row.PredictedLabel - 1);
    }

    return table;
}

static double Mean(IDataView view, string column) => view.GetColumn<double>(column).Average();
