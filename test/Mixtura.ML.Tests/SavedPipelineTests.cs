using Microsoft.ML;
using Microsoft.ML.Data;
using Mixtura.Gaussian;
using static Mixtura.ML.Tests.Samples;

namespace Mixtura.ML.Tests;

public class SavedPipelineTests
{
    private static readonly MLContext Elsewhere = new();

    [Fact]
    public void LoadedPipeline_GivesTheSameBits()
    {
        var view = Floats(Rows("iris.csv"));
        var pipeline = Context.Transforms.NormalizeMeanVariance("Features").Append(Context.Clustering.Trainers.GaussianMixture("Features", 3));
        var fitted = pipeline.Fit(view);
        var loaded = SavedAndLoaded(fitted, view);
        Assert.Equal(fitted.Transform(view).Schema.Select(static column => $"{column.Name}: {column.Type}"), loaded.Transform(view).Schema.Select(static column => $"{column.Name}: {column.Type}"));
        AssertSame(Scored(fitted, view), Scored(loaded, view));
    }

    [Fact]
    public void LoadedPipeline_SavesAgain()
    {
        var view = Floats(Rows("faithful.csv"));
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(view);
        AssertSame(Scored(fitted, view), Scored(SavedAndLoaded(SavedAndLoaded(fitted, view), view), view));
        AssertSame(Scored(fitted, view), Scored(SavedAndLoaded(MixtureTransformer.FindIn(SavedAndLoaded(fitted, view))!, view), view));
    }

    [Fact]
    public void Mixture_IsFoundInWhatWasLoaded()
    {
        var view = Floats(Rows("faithful.csv"));
        var fitted = Context.Transforms.NormalizeMeanVariance("Features").Append(Context.Clustering.Trainers.GaussianMixture("Features", 2)).Fit(view);
        Assert.Same(fitted.LastTransformer, MixtureTransformer.FindIn(fitted));
        var found = MixtureTransformer.FindIn(SavedAndLoaded(fitted, view));
        Assert.NotNull(found);
        Assert.Equal(fitted.LastTransformer.Model.Means.Values.ToArray(), Assert.IsType<GaussianMixture>(found.Model).Means.Values.ToArray());
        Assert.Null(found.Fit);
        Assert.Null(found.Threshold);
        Assert.Equal(272, found.Record!.Rows);
        Assert.Equal(fitted.LastTransformer.Fit.LowerBound, found.Record.LowerBound);
        Assert.Null(MixtureTransformer.FindIn(Context.Transforms.NormalizeMeanVariance("Features").Fit(view)));
    }

    [Fact]
    public void TwoMixtures_LiveInOnePipeline()
    {
        var view = Floats(Rows("iris.csv"));
        var first = Context.Clustering.Trainers.GaussianMixture("Features", 3, columns: new MixtureColumns { Score = "Shares", LogDensity = "First" });
        var both = first.Append(Context.Clustering.Trainers.GaussianMixture("Features", 2)).Fit(view);
        var loaded = SavedAndLoaded(both, view).Transform(view);
        Assert.Equal(view.GetColumn<float>("Weight"), loaded.GetColumn<float>("Weight"));
        Assert.Equal(both.Transform(view).GetColumn<double>("First"), loaded.GetColumn<double>("First"));
        Assert.Equal(150, loaded.GetColumn<float[]>("Shares").Count(static shares => shares.Length == 3));
        Assert.All(loaded.GetColumn<float[]>("Score"), static shares => Assert.Equal(2, shares.Length));
    }

    [Fact]
    public void PredictionEngine_OfALoadedPipeline_Predicts()
    {
        var rows = Rows("faithful.csv");
        var view = Floats(rows);
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(view);
        var expected = Scored(fitted, view);
        using var file = new MemoryStream();
        Context.Model.Save(fitted, view.Schema, file);
        var loaded = Elsewhere.Model.Load(file, out var schema);
        var engine = Elsewhere.Model.CreatePredictionEngine<FloatRow, Scored>(loaded, schema);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(expected[i].LogDensity, engine.Predict(new FloatRow { Features = [(float)rows[i][0], (float)rows[i][1]] }).LogDensity);
        }
    }

    internal static ITransformer SavedAndLoaded(ITransformer fitted, IDataView view)
    {
        using var file = new MemoryStream();
        Context.Model.Save(fitted, view.Schema, file);
        return new MLContext().Model.Load(file, out _);
    }

    private static void AssertSame(Scored[] expected, Scored[] found)
    {
        Assert.Equal(expected.Select(static row => row.PredictedLabel), found.Select(static row => row.PredictedLabel));
        Assert.Equal(expected.Select(static row => row.LogDensity), found.Select(static row => row.LogDensity));
        Assert.Equal(expected.SelectMany(static row => row.Score), found.SelectMany(static row => row.Score));
        Assert.Equal(expected.SelectMany(static row => row.Distance), found.SelectMany(static row => row.Distance));
    }
}
