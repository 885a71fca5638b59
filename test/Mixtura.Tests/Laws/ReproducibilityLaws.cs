using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Storage;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>The same seed, data and options give the same bits: on any number of threads, again, from another source, and out of a file.</summary>
public class ReproducibilityLaws
{
    private static readonly GaussianMixtureOptions Options = new() { Restarts = 2, Seed = 5, Em = new EmOptions { MaxIterations = 12, Tolerance = 0 } };

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void AnyThreadCount_GivesTheSameBits(string structure)
    {
        var data = Shapes.Clusters(20_000, 12, 3, seed: 20);
        Assert.True(SlotPartition.Of(20_000, 3 * 14).Count > 3, "The data are too small to be shared out.");
        var em = Options.Em with { MaxIterations = 4 };
        var one = Fits.Run(data, structure, Options with { Em = em with { Threads = 1 } });
        foreach (int threads in (int[])[2, 3, 8])
        {
            var several = Fits.Run(data, structure, Options with { Em = em with { Threads = threads } });
            Fits.SameBits(one.Model, several.Model);
            Agree.Exactly(one.Trace.ToArray(), several.Trace.ToArray(), "trace");
            Assert.Equal(one.Score, several.Score);
            Assert.Equal(one.Restarts, several.Restarts);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void SameSeed_GivesTheSameModel(string shape, string structure)
    {
        var first = Fits.Run(Shapes.Of(shape), structure, Options);
        var second = Fits.Run(Shapes.Of(shape), structure, Options);
        Fits.SameBits(first.Model, second.Model);
        Assert.Equal(first.Score, second.Score);
    }

    [Fact]
    public void AnotherSeed_GivesOtherStarts()
    {
        var options = Options with { Initialization = Initialization.RandomRows, Restarts = 1, Em = new EmOptions { MaxIterations = 1 } };
        var bounds = Enumerable.Range(0, 8).Select(seed => Fits.Run(Shapes.Of("a plane"), "full", options with { Seed = (ulong)seed }).LowerBound);
        Assert.True(bounds.Distinct().Count() > 5);
    }

    [Fact]
    public void Restarts_AreIndependentOfHowManyThereAre()
    {
        var data = Shapes.Of("a plane");
        var few = Fits.Run(data, "full", Options with { Restarts = 2 });
        var many = Fits.Run(data, "full", Options with { Restarts = 5 });
        Assert.Equal(few.Restarts, many.Restarts.Take(2));
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void AnotherSource_GivesTheSameBits(string structure)
    {
        var data = Shapes.Of("weighted");
        var memory = Fits.Run(data, structure, Options);
        var streamed = GaussianMixture.Fit(new CopyingRows(data), data.Components, Options with { Covariance = Shapes.Structure(structure) });
        Fits.SameBits(memory.Model, streamed.Model);
        Assert.Equal(memory.Score, streamed.Score);
    }

    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void SavedModel_PredictsTheSameBits(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var fit = Fits.Run(data, structure, Options);
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        stream.Position = 0;
        var stored = ModelFile.Load(stream);
        Fits.SameBits(fit.Model, stored.Gaussian);
        Agree.Exactly(fit.Model.LogDensity(data.Rows), stored.Model.LogDensity(data.Rows), "log density");
        Agree.Exactly(fit.Model.Responsibilities(data.Rows).Values.Span, stored.Model.Responsibilities(data.Rows).Values.Span, "responsibilities");
        Assert.Equal(fit.Model.Predict(data.Rows), stored.Model.Predict(data.Rows));
        Agree.Exactly(fit.Model.Sample(50, seed: 3).Values.Span, stored.Model.Sample(50, seed: 3).Values.Span, "sample");
        Assert.Same(fit.Model.Covariance, stored.Gaussian.Covariance);
        Assert.Equal(fit.LowerBound, stored.Fit!.LowerBound);
        Agree.Exactly(fit.Trace.ToArray(), stored.Fit.Trace.ToArray(), "trace");
    }

    [Theory]
    [MemberData(nameof(Shapes.Each), MemberType = typeof(Shapes))]
    public void Input_IsNeverWritten(string shape)
    {
        var data = Shapes.Of(shape);
        Fits.Run(data, "full", Options).Model.Predict(data.Rows);
        Agree.Exactly(Shapes.Of(shape).Rows.Values.Span, data.Rows.Values.Span, "rows");
    }

    /// <summary>Rows from anywhere but a matrix in memory: every block is a fresh copy, gone with the next.</summary>
    private sealed class CopyingRows(DataSet data) : IRowSource
    {
        public int Columns => data.Rows.Columns;

        public long Rows => data.Rows.Rows;

        public IRowReader Open() => new Reader(data.Source.Open());

        private sealed class Reader(IRowReader inner) : IRowReader
        {
            private double[] values = [];
            private double[] weights = [];

            public void MoveTo(long row) => inner.MoveTo(row);

            public bool Read(int maximumRows, out RowBlock block)
            {
                Array.Fill(values, double.NaN);
                bool any = inner.Read(maximumRows, out var original);
                values = original.Values.ToArray();
                weights = original.Weights.ToArray();
                block = any ? new RowBlock(values, weights, original.Columns, original.FirstRow) : default;
                return any;
            }

            public void Dispose() => inner.Dispose();
        }
    }
}
