using System.Text.Json;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Selection;
using Mixtura.Tests.Generated;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Selection;

/// <summary>The search over K and structure, against mclust's tables and the article.</summary>
public class ModelSelectionTests
{
    [Theory]
    [InlineData("iris", "VEV", 2)]
    [InlineData("faithful", "EEE", 3)]
    public void Tables_AreAtLeastMclustsAndBicChoosesTheSame(string table, string model, int components)
    {
        var json = ReferenceFile.Json($"mclust-table-{table}.json");
        var result = ModelSelection.Search(ReferenceFile.Rows($"{table}.csv"), (1, 6));
        Assert.Equal(model, result.Best!.Kind.Title);
        Assert.Equal(components, result.Best.Components);
        AssertAtLeast(json, result, structure => structure.MclustName);
        Assert.True(result.IsComplete);
        foreach (var ofOne in result.Candidates.Where(static candidate => candidate.IsSound).GroupBy(static candidate => candidate.Kind))
        {
            var bounds = ofOne.Select(static candidate => candidate.Fit!.LowerBound).ToList();
            for (int i = 1; i < bounds.Count; i++)
            {
                Assert.True(bounds[i] >= bounds[i - 1] - 1e-6, $"{ofOne.Key}: {bounds[i - 1]:R} → {bounds[i]:R} with one more component");
            }
        }
    }

    [Fact]
    public void OneDimension_IsMclustsEAndV()
    {
        var json = ReferenceFile.Json("mclust-table-faithful-waiting-1d.json");
        var rows = new RowMatrix(ReferenceFile.Column("faithful.csv", "waiting"), 1);
        var result = ModelSelection.Search(rows, (1, 5), [CovarianceStructure.Tied, CovarianceStructure.Full]);
        Assert.Equal("EEE", result.Best!.Kind.Title);
        Assert.Equal(2, result.Best.Components);
        AssertAtLeast(json, result, static structure => structure == CovarianceStructure.Tied ? "E" : "V");
    }

    /// <summary>The article's section on the optimal number of components: the bound never falls, bends at three, and BIC picks three.</summary>
    [Fact]
    public void ArticlesData_HaveThreeComponents()
    {
        var result = ModelSelection.Search(ReferenceFile.Rows("three-gaussians.csv"), (1, 7), [CovarianceStructure.Full]);
        var bounds = result.Candidates.Select(static candidate => candidate.Fit!.LowerBound).ToList();
        for (int i = 1; i < bounds.Count; i++)
        {
            Assert.True(bounds[i] >= bounds[i - 1] - 1e-6);
        }

        Assert.True(bounds[2] - bounds[1] > 8 * (bounds[3] - bounds[2]));
        Assert.Equal(3, result.Best!.Components);
    }

    [Fact]
    public void Criteria_ChooseByTheirOwnValues()
    {
        var data = Shapes.Of("a plane");
        foreach (var criterion in Enum.GetValues<Criterion>())
        {
            var result = ModelSelection.Search(data.Source, [1, 2, 3, 4], [CovarianceStructure.Full, CovarianceStructure.Spherical], criterion, new SelectionOptions { Folds = 4 });
            bool larger = criterion is Criterion.LowerBound or Criterion.CrossValidation;
            var values = result.Candidates.Where(static candidate => candidate.IsSound).Select(candidate => candidate.Value(criterion)).ToList();
            Assert.DoesNotContain(double.NaN, values);
            Assert.Equal(larger ? values.Max() : values.Min(), result.Best!.Value(criterion));
            Assert.Same(result.Best, result.Candidates[result.BestIndex]);
        }
    }

    /// <summary>Three components of full covariances in four dimensions have 44 parameters: on 40 rows the criterion may be better, but not the place.</summary>
    [Fact]
    public void MoreParametersThanRows_RankBehind()
    {
        var iris = ReferenceFile.Rows("iris.csv");
        var few = new RowMatrix(iris.Values[..(40 * 4)].ToArray(), 4);
        var result = ModelSelection.Search(few, (1, 3), [CovarianceStructure.Full, CovarianceStructure.EII], Criterion.Aic);
        var behind = result.Candidates.Where(static one => one.IsSound && one.Fit!.Model.ParameterCount > 40).ToList();
        Assert.NotEmpty(behind);
        Assert.All(behind, static one => Assert.Contains("more parameters", one.Reservation, StringComparison.Ordinal));
        Assert.Equal(behind.Count, result.Ranking.Reverse().TakeWhile(static one => one.Reservation is not null).Count());
        Assert.Null(result.Best!.Reservation);
    }

    /// <summary>Rows of weight 0 are as good as absent: what ranks behind without them does so with them, for the same reason.</summary>
    [Fact]
    public void RowsOfZeroWeight_DoNotCountAgainstParameters()
    {
        var iris = ReferenceFile.Rows("iris.csv");
        var few = new RowMatrix(iris.Values[..(40 * 4)].ToArray(), 4);
        double[] weights = [.. Enumerable.Range(0, iris.Rows).Select(static i => i < 40 ? 1.0 : 0.0)];
        string?[] Reservations(IRowSource rows) =>
            [.. ModelSelection.Search(rows, (1, 3), [CovarianceStructure.Full, CovarianceStructure.EII], Criterion.Aic).Candidates.Select(static one => one.Reservation)];
        string?[] alone = Reservations(new MemoryRows(few));
        Assert.Contains(alone, static reservation => reservation is not null);
        Assert.Equal(alone, Reservations(new MemoryRows(iris, weights)));
    }

    [Fact]
    public void IterationLimit_RanksBehind()
    {
        var options = new SelectionOptions { Fit = new GaussianMixtureOptions { Restarts = 1, SplitMerge = false, Em = new Mixtura.Estimation.EmOptions { MaxIterations = 2 } } };
        var result = ModelSelection.Search(ReferenceFile.Rows("faithful.csv"), (1, 4), [CovarianceStructure.Full], Criterion.LowerBound, options);
        Assert.Contains(result.Ranking, static one => one.Reservation is not null);
        Assert.True(result.Best!.Fit!.Converged);
        Assert.Equal(1, result.Best.Components);
    }

    /// <summary>Held-out log densities are what fits without the fold say of it, fold by fold.</summary>
    [Fact]
    public void CrossValidation_OfOneComponentIsTheClosedForm()
    {
        var data = Shapes.Of("a line");
        var result = ModelSelection.Search(data.Source, [1], [CovarianceStructure.Full], Criterion.CrossValidation, new SelectionOptions { Folds = data.Rows.Rows });
        double expected = 0;
        double[] x = data.Rows.Values.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            double[] others = [.. x.Where((_, j) => j != i)];
            double mean = others.Average();
            double variance = others.Sum(value => (value - mean) * (value - mean)) / others.Length;
            expected += (-0.5 * Math.Log(2 * Math.PI * variance)) - ((x[i] - mean) * (x[i] - mean) / (2 * variance));
        }

        Agree.Relatively(expected, result.Candidates[0].HeldOutLogDensity, 1e-10, "held-out log density");
    }

    [Fact]
    public void Search_HasTheSameResultOnAnyNumberOfThreads()
    {
        var data = Shapes.Of("a plane");
        SelectionResult Run(int threads) => ModelSelection.Search(
            data.Source, [1, 2, 3], [CovarianceStructure.Full, CovarianceStructure.VEV, CovarianceStructure.EII],
            options: new SelectionOptions { Fit = new GaussianMixtureOptions { Em = new Mixtura.Estimation.EmOptions { Threads = threads } } });
        Assert.Equal(Run(1).Candidates.Select(static one => one.Fit!.LowerBound), Run(3).Candidates.Select(static one => one.Fit!.LowerBound));
    }

    [Fact]
    public void EmptyCells_SayWhy()
    {
        var result = ModelSelection.Search(ReferenceFile.Rows("iris.csv"), (1, 40), [CovarianceStructure.Full], options: new SelectionOptions { Fit = new GaussianMixtureOptions { Restarts = 1 } });
        var empty = result.Candidates.Where(static candidate => !candidate.IsSound).ToList();
        Assert.NotEmpty(empty);
        Assert.All(empty, static candidate => Assert.False(string.IsNullOrEmpty(candidate.Why)));
        Assert.Contains(result.Warnings, static warning => warning.Contains("no sound fit", StringComparison.Ordinal));
    }

    [Fact]
    public void WinnerAtTheEdge_IsWarnedOf()
    {
        var result = ModelSelection.Search(ReferenceFile.Rows("faithful.csv"), (1, 2), [CovarianceStructure.Full]);
        Assert.Contains(result.Warnings, static warning => warning.Contains("largest that was tried", StringComparison.Ordinal));
    }

    [Fact]
    public void Cancelled_KeepsWhatIsFinished()
    {
        using var cancellation = new CancellationTokenSource();
        var seen = new List<SelectionProgress>();
        var result = ModelSelection.Search(
            new MemoryRows(ReferenceFile.Rows("faithful.csv")), [1, 2, 3, 4, 5, 6], [CovarianceStructure.Full],
            progress: new Watcher(report =>
            {
                seen.Add(report);
                if (report.Finished == 2)
                {
                    cancellation.Cancel();
                }
            }),
            cancellationToken: cancellation.Token);
        Assert.False(result.IsComplete);
        Assert.NotNull(result.Best);
        Assert.InRange(result.Candidates.Count(static candidate => candidate.IsSound), 2, 3);
        Assert.Equal(6, seen[0].Total);
    }

    private static void AssertAtLeast(JsonElement json, SelectionResult result, Func<CovarianceStructure, string> name)
    {
        foreach (var row in json.GetProperty("rows").EnumerateArray())
        {
            if (!row.TryGetProperty("loglik_tight", out var tight) || tight.ValueKind != JsonValueKind.Number
                || result.Candidates.SingleOrDefault(one => name(one.Covariance!) == row.Text("model") && one.Components == row.Integer("G")) is not { } candidate)
            {
                continue;
            }

            Assert.True(candidate.IsSound, $"{row.Text("model")} {candidate.Components}: {candidate.Why}");
            Assert.Equal(row.Integer("df"), candidate.Fit!.Model.ParameterCount);
            double mclusts = tight.GetDouble();
            Assert.True(candidate.Fit.LowerBound >= mclusts - 1e-4, $"{row.Text("model")} {candidate.Components}: {candidate.Fit.LowerBound:R} below mclust's {mclusts:R}");
        }
    }

    private sealed class Watcher(Action<SelectionProgress> see) : IProgress<SelectionProgress>
    {
        public void Report(SelectionProgress value) => see(value);
    }
}
