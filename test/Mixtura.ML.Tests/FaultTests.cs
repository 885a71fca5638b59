using Microsoft.ML;
using Mixtura.Data;
using Mixtura.Gaussian;
using static Mixtura.ML.Tests.Samples;

namespace Mixtura.ML.Tests;

public class FaultTests
{
    private static readonly double[][] Rows = Samples.Rows("faithful.csv");

    [Theory]
    [InlineData("Feature", null, "Could not find feature column 'Feature'. The columns are Features, Weight, Species.")]
    [InlineData("Species", null, "Schema mismatch for feature column 'Species': expected a vector of Single or Double of known size, got String.")]
    [InlineData("Weight", null, "Schema mismatch for feature column 'Weight': expected a vector of Single or Double of known size, got Single. Make one of columns of numbers by mlContext.Transforms.Concatenate(\"Weight\", …).")]
    [InlineData("Features", "Weights", "Could not find weight column 'Weights'.")]
    [InlineData("Features", "Species", "Schema mismatch for weight column 'Species': expected Single or Double, got String.")]
    [InlineData("Features", "Features", "Schema mismatch for weight column 'Features': expected Single or Double, got Vector<Single")]
    public void WrongColumn_IsNamed_AloneAndInAPipeline(string features, string? weights, string message)
    {
        var trainer = Context.Clustering.Trainers.GaussianMixture(features, 2, weights);
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Floats(Rows))).Message, StringComparison.Ordinal);
        var pipeline = Context.Transforms.CopyColumns("Copy", "Weight").Append(trainer);
        Assert.Contains(message.Split(". The columns")[0], Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Fit(Floats(Rows))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VectorsOfUnknownSize_AreRefused()
    {
        var view = Context.Data.LoadFromEnumerable([new FloatRow { Features = [1, 2] }]);
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(view));
        Assert.Contains("expected a vector of Single or Double of known size, got Vector<Single>", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public void NumberOfComponents_IsChecked(int components) =>
        Assert.Contains("from 1 to 4095", Assert.Throws<ArgumentOutOfRangeException>(() => Context.Clustering.Trainers.GaussianMixture("Features", components)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void FractionOfAnomalies_IsChecked(double fraction) =>
        Assert.Contains("from 0 to less than 1", Assert.Throws<ArgumentOutOfRangeException>(() => Context.AnomalyDetection.Trainers.GaussianMixture("Features", 2, fraction)).Message, StringComparison.Ordinal);

    [Fact]
    public void EmptyView_IsAnError() => Assert.Equal(
        "data view: has no rows. Give at least one.",
        Assert.Throws<InputException>(() => Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(Context.Data.SkipRows(Floats(Rows), 272))).Message);

    [Theory]
    [InlineData(-1f, "data view, row 6, column 3 'Weight'")]
    [InlineData(float.NaN, "data view, row 6, column 3 'Weight'")]
    public void BadWeight_IsNamed(float weight, string place)
    {
        var view = Floats(Rows, Rows.Select((_, i) => i == 5 ? weight : 1));
        Assert.StartsWith(place, Assert.Throws<InputException>(() => Context.Clustering.Trainers.GaussianMixture("Features", 2, "Weight").Fit(view)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "the value is missing")]
    [InlineData(double.PositiveInfinity, "is infinite")]
    public void BadValue_IsNamed(double value, string message)
    {
        var rows = Rows.Select((row, i) => i == 7 ? [row[0], value] : row);
        var fault = Assert.Throws<InputException>(() => Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(Floats(rows)));
        Assert.StartsWith("data view, row 8, column 2 'Features[1]'", fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    public void RowThatIsNotFinite_HasNoComponent(double value, double logDensity)
    {
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(Floats(Rows));
        var scored = Scored(fitted, Floats([[3, 70], [value, 70]]));
        Assert.Equal([true, false], scored.Select(static row => row.PredictedLabel > 0));
        Assert.Equal(logDensity, scored[1].LogDensity);
        Assert.All(scored[1].Score, static share => Assert.True(float.IsNaN(share)));
    }

    [Fact]
    public void RowThatIsNoise_HasNoComponent()
    {
        var rows = Rows.Select(static (row, i) => i == 7 ? [1e6, -1e6] : row).ToArray();
        var fitted = Context.Clustering.Trainers.Mixture(GaussianMixture.Kind(CovarianceStructure.Diagonal).WithNoise(), "Features", 2).Fit(Floats(rows));
        var scored = Scored(fitted, Floats(rows));
        Assert.Equal(Enumerable.Range(0, rows.Length).Select(static i => i != 7), scored.Select(static row => row.PredictedLabel > 0));
        Assert.All(scored[7].Score, static share => Assert.Equal(0, share, 1e-6));
    }

    [Fact]
    public void MissingValues_AreIntegratedOut_WhereAsked()
    {
        var gaps = File.ReadLines(Path.Combine(Mixtura.Tests.RepositoryRoot.Path, "samples", "iris-gaps.csv")).Skip(1)
            .Select(static line => line.Split(',')[..4].Select(static cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var options = new GaussianMixtureOptions { Missing = MissingCells.IntegrateOut };
        var own = GaussianMixture.Fit(Widened(gaps), 3, options).Model;
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 3, options: options).Fit(Floats(gaps));
        Assert.Equal(87, fitted.Fit.Missing!.Cells);
        var expected = own.LogDensity(Widened(gaps), MissingCells.IntegrateOut);

        // one by one, rows that lack the same are not scored together
        double[] found = [.. Scored(fitted, Floats(gaps)).Select(static row => row.LogDensity)];
        Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal(found, Scored(SavedPipelineTests.SavedAndLoaded(fitted, Floats(gaps)), Floats(gaps)).Select(static row => row.LogDensity));
    }

    [Fact]
    public void RowsOfOtherWidth_AreRefused()
    {
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(Floats(Rows));
        var fault = Assert.ThrowsAny<Exception>(() => Scored(fitted, Floats([[1, 2, 3]])));
        Assert.Contains("A row has 3 values, the mixture has 2 features.", fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("Features", Assert.ThrowsAny<Exception>(() => fitted.Transform(Context.Transforms.DropColumns("Features").Fit(Floats(Rows)).Transform(Floats(Rows)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataThatCannotBeFitted_SayWhy()
    {
        var fault = Assert.Throws<InputException>(() => Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(Floats([[1, 1], [1, 2], [1, 3], [1, 4]])));
        Assert.Contains("Features[0]", fault.Message, StringComparison.Ordinal);
    }
}
