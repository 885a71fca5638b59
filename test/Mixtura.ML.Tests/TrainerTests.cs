using Microsoft.ML;
using Microsoft.ML.Data;
using Mixtura.Data;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using static Mixtura.ML.Tests.Samples;

namespace Mixtura.ML.Tests;

public class TrainerTests
{
    /// <remarks>1, 2, 4 and their sums: the vectors are made of parts of these sizes.</remarks>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void Columns_AreTheLibrarysFigures(int components)
    {
        var rows = Rows("three-gaussians.csv").Select(static row => row[..2]).ToArray();
        var own = GaussianMixture.Fit(Widened(rows), components).Model;
        var view = Floats(rows);
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", components).Fit(view);
        Assert.Equal(own.Means.Values.ToArray(), fitted.Model.Means.Values.ToArray());
        var scored = Scored(fitted, view);
        Assert.Equal(own.Predict(Widened(rows)).Select(static k => (uint)k + 1), scored.Select(static row => row.PredictedLabel));
        Assert.Equal(LogDensities(own, Widened(rows)), scored.Select(static row => row.LogDensity));
        var responsibilities = new double[components];
        for (int i = 0; i < rows.Length; i++)
        {
            own.Responsibilities(Widened(rows).Row(i), responsibilities);
            Assert.Equal(responsibilities.Select(static r => (float)r), scored[i].Score);
            Assert.Equal(responsibilities.Select(static r => (float)-Math.Log(Math.Max(r, double.Epsilon))), scored[i].Distance.Select(static d => d == 0 ? -0f : d));
        }
    }

    /// <remarks>mclust 6.0.0 at a tight tolerance: −1130.26396.</remarks>
    [Fact]
    public void Faithful_HasMclustsLogLikelihood()
    {
        var view = Doubles(Rows("faithful.csv"));
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", components: 2).Fit(view);
        Assert.Equal(-1130.26396, Scored(fitted, view).Sum(static row => row.LogDensity), 4);
        Assert.Equal(-1130.26396, fitted.Fit.Score.LogLikelihood, 4);
    }

    [Fact]
    public void IntegerWeights_EqualRepeatedRows()
    {
        var rows = Rows("faithful.csv");
        float[] weights = [.. rows.Select(static (_, i) => (float)(i % 3))];
        var repeated = rows.SelectMany((row, i) => Enumerable.Repeat(row, (int)weights[i])).ToArray();
        var byWeight = Context.Clustering.Trainers.GaussianMixture("Features", 2, "Weight").Fit(Floats(rows, weights));
        var byRepetition = Context.Clustering.Trainers.GaussianMixture("Features", 2).Fit(Floats(repeated));
        Assert.True(byWeight.Fit.IsWeighted);
        Assert.All(Scored(byWeight, Floats(rows)).Zip(Scored(byRepetition, Floats(rows))), static pair => Assert.Equal(pair.First.LogDensity, pair.Second.LogDensity, 6));
    }

    [Fact]
    public void Schema_HasTheColumnsAndNoHelpers()
    {
        var view = Floats(Rows("faithful.csv"));
        var trainer = Context.Clustering.Trainers.GaussianMixture("Features", 5);
        var fitted = trainer.Fit(view);
        var schema = fitted.GetOutputSchema(view.Schema);
        Assert.Equal(["Features", "Weight", "Species", "PredictedLabel", "Score", "Distance", "LogDensity"], schema.Select(static column => column.Name));
        Assert.Equal(5ul, Assert.IsType<KeyDataViewType>(schema["PredictedLabel"].Type).Count);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 5), schema["Score"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 5), schema["Distance"].Type);
        Assert.Equal(NumberDataViewType.Double, schema["LogDensity"].Type);
        VBuffer<uint> numbers = default;
        schema["PredictedLabel"].GetKeyValues(ref numbers);
        Assert.Equal([0u, 1, 2, 3, 4], numbers.DenseValues());
    }

    [Fact]
    public void Columns_CanBeNamed_AndUsedByWhatFollows()
    {
        var rows = Rows("iris.csv");
        var view = Floats(rows);
        var names = new MixtureColumns { PredictedLabel = "Component", Score = "Shares", Distance = "Doubt", LogDensity = "Fit" };

        // responsibilities are features of another trainer, which asks for vectors of known size
        var pipeline = Context.Clustering.Trainers.GaussianMixture("Features", 3, columns: names).Append(Context.Clustering.Trainers.KMeans("Shares", numberOfClusters: 3));
        var scored = pipeline.Fit(view).Transform(view);
        Assert.Equal(["Features", "Weight", "Species", "Component", "Shares", "Doubt", "Fit", "PredictedLabel", "Score"], scored.Schema.Select(static column => column.Name));
        Assert.Equal(150, scored.GetColumn<uint>("PredictedLabel").Count());
    }

    /// <remarks>A full covariance follows any scaling of the features.</remarks>
    [Fact]
    public void NormalizedFeatures_HaveTheSameClusters()
    {
        var view = Floats(Rows("iris.csv"));
        var plain = Context.Clustering.Trainers.GaussianMixture("Features", 3);
        var normalized = Context.Transforms.NormalizeMeanVariance("Features").Append(plain);
        var expected = Scored(plain.Fit(view), view);
        var found = Scored(normalized.Fit(view), view);
        Assert.Equal(expected.Select(static row => row.PredictedLabel), found.Select(static row => row.PredictedLabel));
        double shift = found[0].LogDensity - expected[0].LogDensity;
        Assert.True(Math.Abs(shift) > 1);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.LogDensity + shift, pair.Second.LogDensity, 2));
    }

    [Fact]
    public void OtherKinds_AreFittedToo()
    {
        var rows = Rows("faithful.csv");
        var own = StudentTMixture.Kind().Fit(new MemoryRows(Widened(rows)), 2).Model;
        var fitted = Context.Clustering.Trainers.Mixture(StudentTMixture.Kind(), "Features", 2).Fit(Floats(rows));
        Assert.Equal("student-t", fitted.Model.Family);
        Assert.Equal(LogDensities(own, Widened(rows)), Scored(fitted, Floats(rows)).Select(static row => row.LogDensity));
    }

    [Fact]
    public void Options_AreTheLibrarys()
    {
        var options = new GaussianMixtureOptions { Covariance = CovarianceStructure.Diagonal, Seed = 3, Restarts = 2 };
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 2, options: options).Fit(Floats(Rows("faithful.csv")));
        Assert.Same(CovarianceStructure.Diagonal, fitted.Model.Covariance);
        Assert.Equal(2, fitted.Fit.Restarts.Count);
        Assert.Equal(3ul, fitted.Fit.Seed);
    }

    [Fact]
    public void OneTransformer_ServesManyThreads()
    {
        var rows = Rows("three-gaussians.csv").Select(static row => row[..2]).ToArray();
        var view = Floats(rows);
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 3).Fit(view);
        var expected = Scored(fitted, view);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            if (thread % 2 == 0)
            {
                Assert.Equal(expected.Select(static row => row.LogDensity), Scored(fitted, view).Select(static row => row.LogDensity));
                return;
            }

            var engine = Context.Model.CreatePredictionEngine<FloatRow, Scored>(fitted, inputSchemaDefinition: Pair());
            for (int i = 0; i < rows.Length; i++)
            {
                var found = engine.Predict(new FloatRow { Features = [(float)rows[i][0], (float)rows[i][1]] });
                Assert.Equal(expected[i].LogDensity, found.LogDensity);
                Assert.Equal(expected[i].Score, found.Score);
                Assert.Equal(expected[i].PredictedLabel, found.PredictedLabel);
            }
        });
    }

    [Fact]
    public void CancelledFit_Tells()
    {
        using var cancelled = new CancellationTokenSource();
        var progress = new Cancelling(cancelled);
        var fitted = Context.Clustering.Trainers.GaussianMixture("Features", 3, progress: progress, cancellationToken: cancelled.Token).Fit(Floats(Rows("iris.csv")));
        Assert.Equal(Estimation.StopReason.Cancelled, fitted.Fit.StopReason);
    }

    private static SchemaDefinition Pair()
    {
        var schema = SchemaDefinition.Create(typeof(FloatRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        return schema;
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<Mixtures.FitProgress>
    {
        public void Report(Mixtures.FitProgress value) => source.Cancel();
    }

    // row by row, as ML.NET asks for them
    private static IEnumerable<double> LogDensities(Mixture mixture, RowMatrix rows) => Enumerable.Range(0, rows.Rows).Select(i => mixture.LogDensity(rows.Row(i)));
}
