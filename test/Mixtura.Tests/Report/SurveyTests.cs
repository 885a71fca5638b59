using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Report;
using Mixtura.Report.Survey;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Report;

public class SurveyTests
{
    private static readonly RowMatrix Iris = ReferenceFile.Rows("iris.csv");
    private static readonly GaussianMixture Model = GaussianMixture.Fit(Iris, 3).Model;

    [Fact]
    public void Figures_CountEveryRow()
    {
        var labels = RowLabels.Of("species", Enumerable.Range(0, 150).Select(static i => "abc"[i / 50].ToString()));
        var survey = RowSurvey.Of(new ReportInput(Model, new MemoryRows(Iris)) { Labels = labels }, default);
        var responsibilities = Model.Responsibilities(Iris);
        int[] predicted = Model.Predict(Iris);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(Enumerable.Range(0, 150).Sum(i => responsibilities[i, k]), survey.EffectiveRows[k], 10);
            Assert.Equal(predicted.Count(component => component == k), survey.Assigned[k]);
            for (int known = 0; known < 3; known++)
            {
                Assert.Equal(predicted[(50 * known)..(50 * (known + 1))].Count(component => component == k), survey.Confusion![known, k]);
            }
        }

        double[] doubt = [.. Enumerable.Range(0, 150).Select(i => 1 - responsibilities.Row(i).ToArray().Max()).Order()];
        double step = survey.Uncertainty.Width;
        Assert.InRange(survey.Uncertainty.Quantile(0.9) - doubt[134], 0, step);
        Assert.InRange(survey.Uncertainty.Quantile(1) - doubt[149], 0, step);
        Assert.Equal(doubt.Count(static value => value <= 0.1), survey.SureWeight);
        double[] density = Model.LogDensity(Iris);
        Assert.Equal(Enumerable.Range(0, 150).OrderBy(i => density[i]).Take(10), survey.LeastLikely.Select(static row => (int)row.Index));
    }

    [Fact]
    public void IntegerWeights_EqualRepeatedRows()
    {
        double[] weights = [.. Enumerable.Range(0, 150).Select(static i => (double)(i % 4))];
        int[] repeated = [.. Enumerable.Range(0, 150).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        var rows = RowMatrix.Copy([.. repeated.Select(static i => Iris.Row(i).ToArray())]);
        var weighted = RowSurvey.Of(new ReportInput(Model, new MemoryRows(Iris, weights)), default);
        var whole = RowSurvey.Of(new ReportInput(Model, new MemoryRows(rows)), default);
        Assert.Equal(38, weighted.Weightless);
        Assert.Equal(112, weighted.Drawn.Count);
        Assert.Equal(whole.Low, weighted.Low);
        Assert.Equal(whole.High, weighted.High);
        Agree.Within(whole.EffectiveRows, weighted.EffectiveRows, 1e-9, "effective rows");
        Assert.Equal(whole.SureWeight, weighted.SureWeight);
        foreach (double share in new[] { 0.5, 0.9, 0.99 })
        {
            Assert.Equal(whole.Uncertainty.Quantile(share), weighted.Uncertainty.Quantile(share));
        }
    }

    [Theory]
    [InlineData(150, 150)]
    [InlineData(2000, 2000)]
    [InlineData(2001, 2000)]
    [InlineData(10_007, 2000)]
    public void DrawnRows_ComeOneFromEachStretch(int rows, int expected)
    {
        var survey = RowSurvey.Of(new ReportInput(Model, new MemoryRows(Model.Sample(rows, seed: 3))), default);
        Assert.Equal(expected, survey.Drawn.Count);
        Assert.Equal(Enumerable.Range(0, expected), survey.Drawn.Select(row => (int)(row.Index * expected / rows)));
    }

    [Fact]
    public void HistogramOfDensity_HasAreaOne()
    {
        var survey = RowSurvey.Of(new ReportInput(Model, new MemoryRows(Iris)), default);
        Assert.All(survey.Histograms, static histogram => Assert.Equal(150, Enumerable.Range(0, histogram.Bins).Sum(histogram.Weight)));
    }

    [Fact]
    public void FarRows_DoNotStretchTheView()
    {
        var values = Iris.Values.ToArray();
        values[3] = 1e6;
        var survey = RowSurvey.Of(new ReportInput(Model, new MemoryRows(new RowMatrix(values, 4))), default);
        Assert.Equal(1e6, survey.High[3]);
        Assert.InRange(survey.View[3].High, 2.5, 10);
        Assert.Equal(149, Enumerable.Range(0, survey.Histograms[3].Bins).Sum(survey.Histograms[3].Weight));
        Assert.Equal(150, survey.Histograms[3].Total);
        Assert.Equal((survey.Low[0], survey.High[0]), survey.View[0]);
    }

    [Fact]
    public void Cancellation_EndsIt() =>
        Assert.Throws<OperationCanceledException>(() => RowSurvey.Of(new ReportInput(Model, new MemoryRows(Iris)), new CancellationToken(canceled: true)));
}
