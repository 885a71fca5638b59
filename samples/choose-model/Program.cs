// How many components, and which covariances: dotnet run --project samples/choose-model -- samples/faithful.csv
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Selection;

using var rows = RowFile.Open(args is [var path] ? path : "samples/faithful.csv");

// every number and structure by BIC; both ends of (1, 4) count
var selection = ModelSelection.Search(rows, (1, 4), [CovarianceStructure.VVV, CovarianceStructure.EEE, CovarianceStructure.VVI]);
foreach (var candidate in selection.Ranking.Take(3))
{
    Console.WriteLine($"{candidate.Kind.Title} with {candidate.Components} components: BIC {candidate.Value(Criterion.Bic):F3}, log-likelihood {candidate.Fit!.Score.LogLikelihood:F3}");
}

foreach (string warning in selection.Warnings)
{
    Console.WriteLine($"warning: {warning}");
}

// is there more than one component at all? Compared with data drawn from the fit of one
var test = BootstrapLikelihoodRatio.Test(rows, components: 1, replicates: 99);
Console.WriteLine($"one component against two: 2 log Λ = {test.Statistic:F3}, p = {test.PValue:F2}");

// how certain what was found is
var model = GaussianMixture.Fit(rows, components: 2).Model;
var bootstrap = ParameterBootstrap.Run(model, rows, count: 199);
Console.WriteLine($"weight {model.Weights[0]:F3}, standard error {bootstrap.StandardError("weights", 0):F3}, 95 %: {bootstrap.Percentile(0.025, "weights", 0):F3} to {bootstrap.Percentile(0.975, "weights", 0):F3}");
