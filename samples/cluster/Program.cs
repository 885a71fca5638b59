// Clusters the rows of a table: dotnet run --project samples/cluster -- samples/faithful.csv
using Mixtura.Gaussian;
using Mixtura.IO;

using var rows = RowFile.Open(args is [var path] ? path : "samples/faithful.csv");
var fit = GaussianMixture.Fit(rows, components: 2);
foreach (string warning in fit.Warnings)
{
    Console.WriteLine($"warning: {warning}");
}

var model = fit.Model;
int[] clusters = model.Predict(rows);
for (int k = 0; k < model.Components; k++)
{
    string means = string.Join(", ", rows.FeatureNames.Select((name, j) => $"{name} {model.Means[k, j]:F3}"));
    Console.WriteLine($"component {k}: {clusters.Count(cluster => cluster == k)} rows, weight {model.Weights[k]:F4}, means: {means}");
}

// how sure each row is of its component
Console.WriteLine("rows that are less than 90 % of one component:");
var responsibilities = model.Responsibilities(rows);
for (int i = 0; i < responsibilities.Rows; i++)
{
    double[] shares = responsibilities.Row(i).ToArray();
    if (shares.Max() < 0.9)
    {
        Console.WriteLine($"  row {i + 1}: {string.Join(", ", shares.Select(static share => $"{share:F4}"))}");
    }
}

// a row that was not among them
int predicted = model.Predict([3.0, 66], out double probability);
Console.WriteLine($"3 minutes, then 66: component {predicted}, probability {probability:F4}");
