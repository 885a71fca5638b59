using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Families.Poisson;

/// <summary>Missing counts: the factor 1 in the density, left out of their column's rate.</summary>
public class MissingCountTests
{
    private static readonly MixtureOptions Integrating = new() { Missing = MissingCells.IntegrateOut };

    /// <summary>Rates of counts small and large: those are computed by deviances.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1e6)]
    public void Density_IsThatOfWhatIsObserved(double scale)
    {
        var truth = Counts.Mixture([0.4, 0.6], [3 * scale, 0.5, 7], [1 * scale, 4, 7]);
        var model = new Mixture<PoissonParameters, Sums>(Counts.Family, truth);
        var whole = Counts.Draw(truth, 50, 5).Matrix;
        var gapped = Gaussian.Missing.MissingCellTests.WithGaps(whole, 0.4, seed: 3);
        double[] densities = model.LogDensity(gapped, MissingCells.IntegrateOut);
        for (int i = 0; i < whole.Rows; i++)
        {
            int[] known = [.. Enumerable.Range(0, 3).Where(j => !double.IsNaN(gapped[i, j]))];
            double expected = known.Length == 0 ? 0 : model.Marginal(known).LogDensity(RowMatrix.Copy([[.. known.Select(j => whole[i, j])]]))[0];
            Agree.Within(expected, densities[i], 1e-9, $"row {i}");
        }
    }

    /// <summary>One component: the mean of what is observed, exactly and at once.</summary>
    [Fact]
    public void OneComponent_HasTheMeansOfWhatIsObserved()
    {
        var rows = Gaussian.Missing.MissingCellTests.WithGaps(Counts.Draw(Counts.Mixture([1], [4, 9]), 100, 6).Matrix, 0.3, seed: 4);
        var fit = ComponentKind.Of(new PoissonFamily()).Fit(new MemoryRows(rows), 1, Integrating);
        for (int j = 0; j < 2; j++)
        {
            double mean = Enumerable.Range(0, 100).Select(i => rows[i, j]).Where(static value => !double.IsNaN(value)).Average();
            Agree.Within(mean, fit.Model.MomentsOf(0).Means[j], 1e-9, "rate");
        }
    }

    [Fact]
    public void Bound_NeverFallsAndImputationIsTheMixturesMean()
    {
        var rows = Gaussian.Missing.MissingCellTests.WithGaps(Counts.Draw(Counts.Mixture([0.5, 0.5], [2, 8], [9, 1]), 300, 7).Matrix, 0.25, seed: 5);
        var fit = ComponentKind.Of(new PoissonFamily()).Fit(new MemoryRows(rows), 2, Integrating);
        Assert.All(fit.Trace.Zip(fit.Trace.Skip(1)), static pair => Assert.True(pair.Second >= pair.First - (1e-12 * Math.Abs(pair.First))));
        var row = RowMatrix.Copy([[double.NaN, 8.0]]);
        var shares = fit.Model.Responsibilities(row, MissingCells.IntegrateOut).Row(0).ToArray();
        double expected = shares.Select((share, k) => share * fit.Model.MomentsOf(k).Means[0]).Sum();
        Agree.Within(expected, fit.Model.Impute(row)[0, 0], 1e-12, "imputed count");
    }
}
