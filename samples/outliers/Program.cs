// The density of rows, and those that the model itself finds unlikely: dotnet run --project samples/outliers -- samples/faithful.csv
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;

const double Unlikely = 0.005;
using var rows = RowFile.Open(args is [var path] ? path : "samples/faithful.csv");
var model = GaussianMixture.Fit(rows, components: 2).Model;
double[] densities = model.LogDensity(rows);

// a log density has units; the probability of one as low has none
var tails = new TailProbabilities(model);
var unusual = new UnusualFeatures(model);
var table = MemoryRows.CopyOf(rows).Matrix;
Console.WriteLine($"rows that the mixture would draw, or less likely ones, less often than {Unlikely:P1}:");
for (int i = 0; i < table.Rows; i++)
{
    var row = table.Row(i);
    double probability = tails.Of(row, densities[i]);
    if (probability < Unlikely)
    {
        Console.WriteLine($"  row {i + 1} ({row[0]}, {row[1]}): log density {densities[i]:F4}, tail probability {probability:F5} ± {tails.StandardError(probability):F5}");
        if (unusual.In(row) is { } feature)
        {
            Console.WriteLine($"    {rows.FeatureNames[feature.Feature]}: {feature.Expected:F3} was expected, {feature.Deviations:F2} standard deviations away");
        }
    }
}

// as a detector keeps it: a row comes, and is judged by itself
double[] arrived = [4.3, 45];
Console.WriteLine($"({arrived[0]}, {arrived[1]}): {(tails.Of(arrived) < Unlikely ? "an outlier" : "as usual")}");
