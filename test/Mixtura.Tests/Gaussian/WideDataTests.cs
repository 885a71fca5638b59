using System.Text.Json.Nodes;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;
using Mixtura.Storage;
using Mixtura.Tests.Laws;

namespace Mixtura.Tests.Gaussian;

/// <summary>What has no correlations costs what its variances cost: memory O(N·D + K·D), from the data's summary to the model file.</summary>
public class WideDataTests
{
    public static TheoryData<string> Uncorrelated => [.. CovarianceStructure.All.Where(static structure => !structure.HasCorrelations).Select(static structure => structure.Name)];

    [Theory]
    [MemberData(nameof(Uncorrelated))]
    public void Fit_OfManyFeatures_FormsNoMatrixOfThem(string structure)
    {
        const int Features = 6000;
        var rows = TwoGroups(20, Features);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fit = GaussianMixture.Fit(rows, 2, OptionsOf(structure) with { Restarts = 2 });
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        stream.Position = 0;
        _ = ModelFile.Load(stream);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(fit.Converged, $"{fit.StopReason}: {fit.Degeneracy}");
        Assert.True(allocated < (long)Features * Features * sizeof(double) / 2, $"{structure}: {allocated:N0} bytes");
    }

    /// <summary>Gaps change nothing of that: few rows of a pattern, and many.</summary>
    [Theory]
    [MemberData(nameof(Uncorrelated))]
    public void FitWithGaps_FormsNoMatrixOfFeatures(string structure)
    {
        const int Features = 6000;
        double[] values = TwoGroups(40, Features).Matrix.Values.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            // half of the rows lack the same third of the features, the others some of their own
            int row = i / Features;
            values[i] = (row % 2 == 0 ? i % Features % 3 == 0 : ((i * 31L) + row) % 7 == 0) ? double.NaN : values[i];
        }

        var rows = new MemoryRows(new RowMatrix(values, Features));
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fit = GaussianMixture.Fit(rows, 2, OptionsOf(structure) with { Restarts = 2, Missing = MissingCells.IntegrateOut, Em = new Mixtura.Estimation.EmOptions { Threads = 1, MaxIterations = 20 } });
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotNull(fit.Missing);
        Assert.True(allocated < (long)Features * Features * sizeof(double) / 2, $"{structure}: {allocated:N0} bytes");
    }

    [Theory]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    public void Fit_OfMoreFeaturesThanASquareOfThemCanBeCounted_FindsTheGroups(string structure)
    {
        const int Features = 50_000;
        var fit = GaussianMixture.Fit(TwoGroups(12, Features), 2, OptionsOf(structure));
        Assert.True(fit.Converged, $"{fit.StopReason}: {fit.Degeneracy}");
        Assert.Equal([0.5, 0.5], fit.Model.Weights.ToArray());
    }

    [Theory]
    [MemberData(nameof(Uncorrelated))]
    public void ModelWithoutCorrelations_IsWrittenWithVariances_AndReadInBothForms(string structure)
    {
        var model = GaussianMixture.Fit(TwoGroups(40, 3), 2, OptionsOf(structure)).Model;
        var compact = JsonNode.Parse(Saved(model))!;
        Assert.Equal(2, (int?)compact["version"]);
        Assert.Null(compact["covariances"]);
        Assert.Equal([2, 3], [compact["variances"]!.AsArray().Count, compact["variances"]![0]!.AsArray().Count]);
        Fits.SameBits(model, Loaded(compact));

        compact["version"] = 1;
        compact.AsObject().Remove("variances");
        compact["covariances"] = new JsonArray([.. Enumerable.Range(0, 2).Select(k => Matrix(model.CovarianceOf(k)))]);
        Fits.SameBits(model, Loaded(compact));
    }

    [Theory]
    [InlineData("full", "[[1, 1, 1], [1, 1, 1]]", "which have correlations")]
    [InlineData("diagonal", "[[1, 1], [1, 1]]", "There are 2 variances a component")]
    [InlineData("diagonal", "[[1, 0, 1], [1, 1, 1]]", "not positive definite")]
    [InlineData("spherical", "[[1, 2, 1], [1, 1, 1]]", "The variances of component 0 are not spherical")]
    [InlineData("diagonal", "[[1, 1, 1]]", "1 covariance.")]
    public void Variances_ThatAreNotTheModels_AreRefused(string structure, string variances, string message)
    {
        var json = JsonNode.Parse(Saved(GaussianMixture.Fit(TwoGroups(40, 3), 2, OptionsOf("diagonal")).Model))!;
        json["covarianceStructure"] = structure;
        json["variances"] = JsonNode.Parse(variances);
        Assert.Contains(message, Assert.Throws<InputException>(() => Loaded(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_WithoutCorrelations_HasTheSameVariances()
    {
        var rows = TwoGroups(40, 5);
        var whole = DataSummary.Of(rows);
        var summary = DataSummary.Of(rows, correlations: false, threads: 1, CancellationToken.None);
        Agree.Within(whole.Variances.Span, summary.Variances.Span, 1e-12, "variances");
        for (int j = 0; j < whole.Columns; j++)
        {
            Assert.Equal(whole.Covariance[j, j], whole.Variances.Span[j]);
        }

        Assert.Throws<InvalidOperationException>(() => summary.Covariance);
    }

    private static GaussianMixtureOptions OptionsOf(string structure) => new()
    {
        Covariance = CovarianceStructure.Find(structure)!,
        Em = new EmOptions { Threads = 1 },
    };

    // standard normal, by turns about −3 and 3
    private static MemoryRows TwoGroups(int count, int features)
    {
        var random = new RandomSource(11, 0);
        var values = new double[count * features];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextGaussian() + (i / features % 2 == 0 ? -3 : 3);
        }

        return new MemoryRows(new RowMatrix(values, features));
    }

    private static byte[] Saved(GaussianMixture model)
    {
        using var stream = new MemoryStream();
        ModelFile.Save(model, stream);
        return stream.ToArray();
    }

    private static GaussianMixture Loaded(JsonNode json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
        return ModelFile.Load(stream).Gaussian;
    }

    private static JsonArray Matrix(RowMatrix matrix) =>
        new([.. Enumerable.Range(0, matrix.Rows).Select(i => new JsonArray([.. matrix.Row(i).ToArray().Select(static value => (JsonNode?)value)]))]);
}
