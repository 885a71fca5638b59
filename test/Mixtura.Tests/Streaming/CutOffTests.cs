using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Starts;
using Mixtura.Report;
using Mixtura.Report.Survey;
using Mixtura.Selection;
using Mixtura.Tests.Generated;
using Mixtura.Tests.Models;

namespace Mixtura.Tests.Streaming;

/// <summary>Rows that end before as many came as were promised are an error, wherever they are read.</summary>
public class CutOffTests
{
    private const int Came = 90_000;
    private const int Promised = 160_000;

    private static readonly MemoryRows Whole = new(Shapes.Clusters(Came, 2, 2, seed: 12).Rows);
    private static readonly CutOffRows Rows = new(Whole, Promised);
    private static readonly GaussianMixture Model = GaussianMixture.Fit(new RowMatrix(Whole.Matrix.Values[..400], 2), 2).Model;

    private static readonly Dictionary<string, Action> Reads = new(StringComparer.Ordinal)
    {
        ["fit"] = static () => GaussianMixture.Fit(Rows, 2),
        ["variational fit"] = static () => VariationalGaussianMixture.Fit(Rows, 2),
        ["selection"] = static () => ModelSelection.Search(Rows, [1, 2], [CovarianceStructure.Full], Criterion.Bic),
        ["score"] = static () => Model.Score(Rows),
        ["score on one thread"] = static () => Model.Score(Rows, threads: 1),
        ["copy"] = static () => MemoryRows.CopyOf(Rows),
        ["merging"] = static () => ComponentMerging.Of(Model, Rows),
        ["sample"] = static () => RowSample.Draw(Rows, DataSummary.Of(new MemoryRows(Shapes.Clusters(Promised, 2, 2, seed: 12).Rows)), 1, 0, CancellationToken.None),
        ["report"] = static () => RowSurvey.Of(new ReportInput(Model, Rows), CancellationToken.None),
        ["a model of one's own"] = static () => ExpectationMaximization.Run(new PoissonMixture(), new([0.5, 0.5], [1, 9]), Rows, new EmOptions { Threads = 4 }),
    };

    public static TheoryData<string> Names => [.. Reads.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void RowsThatEndEarly_AreAnErrorThatSaysHowManyCame(string read)
    {
        var failure = Assert.Throws<InputException>(Reads[read]);
        Assert.Contains($"after {Came} rows", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{Promised} were promised", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsThatAreAllZeroUpToTheCut_AreNotBlamed()
    {
        var weightless = new MemoryRows(Whole.Matrix, new double[Came]);
        var failure = Assert.Throws<InputException>(() => GaussianMixture.Fit(new CutOffRows(weightless, Promised), 2));
        Assert.Contains($"after {Came} rows", failure.Message, StringComparison.Ordinal);
    }
}
