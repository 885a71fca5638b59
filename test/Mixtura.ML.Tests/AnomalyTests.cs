using Microsoft.ML.Data;
using static Mixtura.ML.Tests.Samples;

namespace Mixtura.ML.Tests;

public class AnomalyTests
{
    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.05, 13)]
    [InlineData(0.5, 136)]
    public void FractionOfTrainingRows_IsBelowTheThreshold(double fraction, int most)
    {
        // 272 rows, some of them alike
        var view = Doubles(Rows("faithful.csv"));
        var fitted = Context.AnomalyDetection.Trainers.GaussianMixture("Features", 2, fraction).Fit(view);
        double[] densities = [.. Rows("faithful.csv").Select(row => fitted.Model.LogDensity(row)).Order()];
        bool[] flagged = [.. fitted.Transform(view).GetColumn<bool>("PredictedLabel")];
        Assert.Equal(densities[most], fitted.Threshold);
        Assert.Equal(densities.Count(density => density < densities[most]), flagged.Count(static isRare => isRare));
        Assert.InRange(flagged.Count(static isRare => isRare), most - 3, most);
    }

    [Fact]
    public void Weights_CountInTheFraction()
    {
        var rows = Rows("faithful.csv");
        float[] weights = [.. rows.Select(static (_, i) => (float)(i % 3))];
        var repeated = rows.SelectMany((row, i) => Enumerable.Repeat(row, (int)weights[i])).ToArray();
        var byWeight = Context.AnomalyDetection.Trainers.GaussianMixture("Features", 2, 0.1, "Weight").Fit(Floats(rows, weights));
        var byRepetition = Context.AnomalyDetection.Trainers.GaussianMixture("Features", 2, 0.1).Fit(Floats(repeated));
        Assert.Equal(byRepetition.Threshold!.Value, byWeight.Threshold!.Value, 6);
    }

    [Fact]
    public void PlantedRows_AreFound_AlsoWhenLoaded()
    {
        var training = Doubles(Rows("faithful.csv"));
        double[][] planted = [[2, 100], [5, 40], [3, 110]];
        var test = Rows("faithful.csv").Concat(planted).Select(static (row, i) => new Labelled { Features = row, Label = i >= 272 ? 1 : 0 }).ToArray();
        var schema = SchemaDefinition.Create(typeof(Labelled));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Double, 2);
        var view = Context.Data.LoadFromEnumerable(test, schema);
        var fitted = Context.AnomalyDetection.Trainers.GaussianMixture("Features", 2, 0.01).Fit(training);
        var loaded = SavedPipelineTests.SavedAndLoaded(fitted, training);
        var scored = loaded.Transform(view);
        Assert.Equal(["Features", "Label", "PredictedLabel", "Score", "LogDensity"], scored.Schema.Select(static column => column.Name));
        Assert.Equal(1, Context.AnomalyDetection.Evaluate(scored).AreaUnderRocCurve);
        Assert.All(scored.GetColumn<bool>("PredictedLabel").Skip(272), Assert.True);
        Assert.Equal(fitted.Transform(view).GetColumn<bool>("PredictedLabel"), scored.GetColumn<bool>("PredictedLabel"));
        Assert.Equal(fitted.Threshold, MixtureTransformer.FindIn(loaded)!.Threshold);
        Assert.Equal(scored.GetColumn<double>("LogDensity").Select(static density => (float)-density), scored.GetColumn<float>("Score"));
    }

    private sealed class Labelled
    {
        public double[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
