using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Tests.Gaussian.Missing;

/// <summary>What cannot be done with gaps, or not unless it is asked for, is said.</summary>
public class MissingCellFaultTests
{
    private static readonly GaussianMixtureOptions Integrating = new() { Missing = MissingCells.IntegrateOut };

    [Fact]
    public void NaNIsAnErrorUnlessAllowed()
    {
        var rows = new MemoryRows(RowMatrix.Copy([[1.0, 2], [double.NaN, 3], [2, 4], [5, 1]]), null, ["width", "length"]);
        string message = Assert.Throws<InputException>(() => GaussianMixture.Fit(rows, 1)).Message;
        Assert.Contains("Row 1, feature 'width': the value is NaN.", message, StringComparison.Ordinal);
        Assert.Contains("MixtureOptions.Missing", message, StringComparison.Ordinal);
        var model = GaussianMixture.Fit(rows, 1, Integrating with { Covariance = CovarianceStructure.Diagonal }).Model;
        Assert.Equal(double.NaN, model.LogDensity(rows.Matrix)[1]);
        Assert.Contains("Row 1 holds a value that is not finite", Assert.Throws<InputException>(() => model.Predict(rows.Matrix)).Message, StringComparison.Ordinal);
        Assert.Equal(4, model.Predict(rows.Matrix, MissingCells.IntegrateOut).Length);
        Assert.Equal(double.NaN, model.Score(rows).LogLikelihood);
        Assert.True(double.IsFinite(model.Score(rows, MissingCells.IntegrateOut).LogLikelihood));
    }

    [Fact]
    public void FeatureThatIsNeverObserved_IsNamed()
    {
        var rows = new MemoryRows(RowMatrix.Copy([[1.0, double.NaN], [2, double.NaN], [4, double.NaN]]), null, ["width", "length"]);
        Assert.Contains("Feature 'length' is missing in every row", Assert.Throws<InputException>(() => GaussianMixture.Fit(rows, 1, Integrating)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PairThatIsNeverObserved_IsNamedWhereItMatters()
    {
        var rows = new MemoryRows(RowMatrix.Copy([.. Enumerable.Range(0, 20).Select(static i => new[] { i, i % 2 == 0 ? i * 7 % 5 : double.NaN, i % 2 == 1 ? i * 3 % 7 : double.NaN })]), null, ["a", "b", "c"]);
        Assert.Contains("No row has both feature 'b' and feature 'c'", Assert.Throws<InputException>(() => GaussianMixture.Fit(rows, 1, Integrating)).Message, StringComparison.Ordinal);
        Assert.True(GaussianMixture.Fit(rows, 1, Integrating with { Covariance = CovarianceStructure.Diagonal }).Converged);
    }
}
