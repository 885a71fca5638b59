using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian;

/// <summary>Data that cannot be fitted are refused before anything is tried, with the place, the value and the remedy.</summary>
public class BadDataTests
{
    private static readonly string[] Names = ["length", "width", "height"];

    [Fact]
    public void Fit_OnConstantColumn_NamesTheFeature()
    {
        foreach (string structure in (string[])["full", "tied", "diagonal"])
        {
            string message = Refusal(Data().Map(static (x, j) => j == 1 ? 7 : x), structure: structure);
            Assert.Contains("feature 'width' is 7 in every row", message, StringComparison.Ordinal);
            Assert.Contains("Leave it out, or add regularization", message, StringComparison.Ordinal);
        }

        Assert.Null(Fit(Data().Map(static (x, j) => j == 1 ? 7 : x), structure: "spherical").Degeneracy);
    }

    [Fact]
    public void Fit_OnCollinearColumns_NamesThemWithTheirPartners()
    {
        var rows = Data().Rows;
        var collinear = RowMatrix.Copy([.. Enumerable.Range(0, rows.Rows).Select(i => new[] { rows[i, 0], rows[i, 1], 2 * rows[i, 0] - 5 })]);
        foreach (string structure in (string[])["full", "tied"])
        {
            string message = Refusal(Data() with { Rows = collinear }, structure: structure);
            Assert.Contains("feature 'height' is a linear combination of feature 'length'.", message, StringComparison.Ordinal);
            Assert.Contains("Leave one out", message, StringComparison.Ordinal);
        }

        Assert.Null(Fit(Data() with { Rows = collinear }, structure: "diagonal").Degeneracy);
    }

    /// <summary>The rows (x, x ± s) with x = ±1, ±√2: var x = 3/2, det Σ = 3s²/2, 1 − R² = s²/(3/2 + s²).</summary>
    [Fact]
    public void NearlyCollinearColumns_AreFittedWhileDoublesTellThemApart()
    {
        static GaussianMixtureFit Fit(double s) => GaussianMixture.Fit(
            RowMatrix.Copy([.. new[] { -1, 1, -Math.Sqrt(2), Math.Sqrt(2) }.SelectMany(x => new[] { new[] { x, x - s }, [x, x + s] })]), 1);
        double s = Math.Pow(2, -15);
        Agree.Within(-8 * (1 + Math.Log(2 * Math.PI) + (0.5 * Math.Log(1.5 * s * s))), Fit(s).LowerBound, 1e-5, "log L at 1 − R² = 6e-10");
        Assert.Contains("linear combination", Assert.Throws<InputException>(() => Fit(Math.Pow(2, -20))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void FewerRowsThanComponents_AreCounted(int rows, int components)
    {
        string message = Refusal(Data(rows), components, "diagonal");
        Assert.Contains($"{(rows == 1 ? "There is 1 row" : $"There are {rows} rows")} of positive weight for {components} components", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FewerRowsThanFeatures_AreCounted() =>
        Assert.Contains("3 rows cannot determine a full 3×3 covariance (4 needed)", Refusal(Data(3), 1, "full"), StringComparison.Ordinal);

    [Fact]
    public void OneRow_IsRefusedAsConstant() =>
        Assert.Contains("in every row", Refusal(Data(1), 1, "diagonal"), StringComparison.Ordinal);

    [Fact]
    public void NoRow_IsRefused() =>
        Assert.Contains("There is no row", Refusal(new DataSet(new RowMatrix(Array.Empty<double>(), 3), null, 1)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Components_AreAtLeastOne(int components) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Data().Rows, components));

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "-∞")]
    public void ValueThatIsNotFinite_IsNamedWithItsPlace(double value, string text)
    {
        foreach (int place in (int[])[0, 1700])
        {
            var data = Data(2000);
            var values = data.Rows.Values.ToArray();
            values[(3 * place) + 1] = value;
            values[(3 * 1800) + 2] = value;
            string message = Refusal(data with { Rows = new RowMatrix(values, 3) });
            Assert.Contains($"Row {place}, feature 'width': the value is {(double.IsNaN(value) ? text : value.ToString(System.Globalization.CultureInfo.InvariantCulture))}", message, StringComparison.Ordinal);
            Assert.Contains(double.IsNaN(value) ? "let missing cells be integrated out" : "Infinite values cannot be fitted", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void WeightThatIsNegativeOrNotFinite_IsNamedWithItsPlace(double weight)
    {
        var data = Data(100);
        string message = Refusal(data with { Weights = [.. data.AllWeights.Select((w, i) => i == 31 ? weight : w)] });
        Assert.Contains("The weight of row 31 is", message, StringComparison.Ordinal);
        Assert.Contains("Weights must be finite and at least 0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsAllZero_AreRefused() =>
        Assert.Contains("No row has a positive weight", Refusal(Data() with { Weights = new double[300] }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(299)]
    [InlineData(301)]
    public void NumberOfWeights_IsThatOfTheRows(int count) => Assert.Contains(
        $"{count} weights for 300 rows",
        Assert.Throws<ArgumentException>(() => GaussianMixture.Fit(Data().Rows, 2, weights: new double[count])).Message, StringComparison.Ordinal);

    /// <summary>1e200 is a number, but its square is not.</summary>
    [Fact]
    public void ValuesTooLargeToSquare_AreNotFittedSilently()
    {
        foreach (var structure in Shapes.Plain)
        {
            var data = Data().Map(static (x, j) => j == 0 ? x * 1e200 : x);
            var failure = Record.Exception(() =>
            {
                var fit = Fit(data, structure: structure.Name);
                Assert.True(fit.Degeneracy is not null || double.IsFinite(fit.LowerBound), $"{structure}: {fit.LowerBound}, {fit.StopReason}");
            });
            Assert.True(failure is null or InputException, failure?.ToString());
        }
    }

    [Fact]
    public void ModelAndData_HaveTheSameFeatures()
    {
        var model = Fit(Data()).Model;
        var rows = new RowMatrix(new double[8], 2);
        foreach (var use in (Action[])[() => model.Predict(rows), () => model.LogDensity(rows), () => model.Responsibilities(rows), () => model.Score(rows)])
        {
            Assert.Contains("The model has 3 features, the data have 2 columns", Assert.Throws<InputException>(use).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Start_FitsTheRequest()
    {
        var start = Fit(Data()).Model;
        var components = Assert.Throws<InputException>(() => GaussianMixture.Fit(Data().Rows, 3, new() { Start = start }));
        Assert.Contains("The start has 2 components, 3 are asked for", components.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => GaussianMixture.Fit(new RowMatrix(new double[20], 2), 2, new() { Start = start }));
    }

    [Fact]
    public void Options_RefuseWhatCannotBe()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new GaussianMixtureOptions { Restarts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new GaussianMixtureOptions { Regularization = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new GaussianMixtureOptions { Regularization = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EmOptions { MaxIterations = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EmOptions { Tolerance = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EmOptions { Tolerance = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EmOptions { Threads = 0 });
    }

    private static DataSet Data(int rows = 300) => Shapes.Clusters(rows, 3, 2, seed: 50);

    private static string Refusal(DataSet data, int? components = null, string structure = "full") =>
        Assert.Throws<InputException>(() => Fit(data, components, structure)).Message;

    private static GaussianMixtureFit Fit(DataSet data, int? components = null, string structure = "full")
    {
        var rows = data.Weights is null ? new MemoryRows(data.Rows, featureNames: Names) : new MemoryRows(data.Rows, data.Weights, Names);
        return GaussianMixture.Fit(rows, components ?? data.Components, new() { Covariance = Shapes.Structure(structure) });
    }
}
