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

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(1e-9, 1.0)]
    [InlineData(1e9, -1e9)]
    public void BinsOfOneNormal_AreScotts(double deviation, double mean)
    {
        // h = 3.49 σ n^(−⅓) (Scott 1979), to the whole number of bins
        var model = GaussianMixture.Create([1], new double[,] { { mean } }, new double[,] { { deviation * deviation } });
        var histogram = RowSurvey.Of(new ReportInput(model, new MemoryRows(model.Sample(5_000, seed: 1))), default).Histograms[0];
        Assert.InRange(histogram.Width / deviation, 0.95 * 3.49 / Math.Cbrt(5_000), 1.01 * 3.49 / Math.Cbrt(5_000));
    }

    [Theory]
    [InlineData(10.0)]
    [InlineData(0.25)]
    [InlineData(0.01)]
    public void BinsOfMeasuredValues_HoldAsManyStepsEach(double step)
    {
        var model = GaussianMixture.Create([1], new double[,] { { 170 } }, new double[,] { { 100 } });
        double[] measured = [.. model.Sample(5000, seed: 2).Values.ToArray().Select(value => step * Math.Round(value / step))];
        var histogram = RowSurvey.Of(new ReportInput(model, new MemoryRows(new RowMatrix(measured, 1))), default).Histograms[0];
        double steps = histogram.Width / step;
        Agree.Within(Math.Round(steps), steps, 1e-6 * steps, "steps a bin");
        double first = (histogram.Left(0) / step) + 0.5;
        Agree.Within(Math.Round(first), first, 1e-6 * Math.Abs(first), "the first edge, half a step off the grid");
        Assert.Equal(5000, Enumerable.Range(0, histogram.Bins).Sum(histogram.Weight));
        Assert.InRange(histogram.Bins, step == 10 ? 5 : 25, 61);
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
