using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families;

/// <summary>One row at a time gives what all rows at once do, for every kind of component, on any number of threads, without allocating.</summary>
public class SingleRowTests
{
    public static TheoryData<string> Kinds => KindsUnderLaws.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OneRow_ScoresAsAllRowsAtOnce(string kind)
    {
        var law = KindsUnderLaws.Of(kind);
        var model = law.Kind.Fit(law.Rows, 3, new MixtureOptions { Restarts = 1 }).Model;
        SameByRow(model, law.Rows.Matrix, MissingCells.Refuse);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void GapsInOneRow_AreIntegratedOut_AsInAllRowsAtOnce(string kind)
    {
        var law = KindsUnderLaws.Of(kind);
        var model = law.Kind.Fit(law.Rows, 3, new MixtureOptions { Restarts = 1 }).Model;
        double[] values = law.Rows.Matrix.Values.ToArray();
        for (int i = 0; i < values.Length; i += 7)
        {
            values[i] = double.NaN;
        }

        SameByRow(model, new RowMatrix(values, model.Features), MissingCells.IntegrateOut);
        SameByRow(model, new RowMatrix(values, model.Features), MissingCells.Refuse);
    }

    /// <summary>What is far out or infinite is the block's to say.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void FarRows_ScoreAsAllRowsAtOnce(string kind)
    {
        var law = KindsUnderLaws.Of(kind);
        var model = law.Kind.Fit(law.Rows, 3, new MixtureOptions { Restarts = 1 }).Model;
        double[] far = [1e8, -1e8, 1e160, -1e200, 1e300, double.PositiveInfinity, double.NegativeInfinity, -1, 0.5];
        SameByRow(model, new RowMatrix(far.SelectMany(x => Enumerable.Repeat(x, model.Features)).ToArray(), model.Features), MissingCells.Refuse);
    }

    [Fact]
    public void EveryStructure_ScoresOneRowAsAll_InAnyNumberOfFeatures()
    {
        foreach (int features in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 13, 20])
        {
            var rows = Shapes.Clusters(60 + (20 * features), features, 2, seed: 3).Rows;
            foreach (var structure in CovarianceStructure.All)
            {
                var model = GaussianMixture.Fit(rows, 2, new GaussianMixtureOptions { Covariance = structure, Restarts = 1, Em = new() { MaxIterations = 5 } }).Model;
                SameByRow(model, rows, MissingCells.Refuse);
            }
        }
    }

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    public void VariationalMixture_ScoresOneRowAsAll(string structure)
    {
        var rows = Shapes.Clusters(300, 3, 3, seed: 8).Rows;
        foreach (var prior in Enum.GetValues<WeightPrior>())
        {
            var options = new VariationalOptions { Covariance = CovarianceStructure.Find(structure)!, WeightPrior = prior, Restarts = 1 };
            SameByRow(VariationalGaussianMixture.Fit(rows, 5, options).Model, rows, MissingCells.Refuse);
        }
    }

    /// <summary>A first call makes buffers; those that follow allocate nothing, gaps or none.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void OneRow_AllocatesNothing(string kind)
    {
        var law = KindsUnderLaws.Of(kind);
        var model = law.Kind.Fit(law.Rows, 3, new MixtureOptions { Restarts = 1 }).Model;
        double[] whole = law.Rows.Matrix.Row(4).ToArray();
        double[] gap = [.. whole.Select(static (x, j) => j == 0 ? double.NaN : x)];
        double[][] rows = [whole, gap];
        var responsibilities = new double[3];
        void Score()
        {
            foreach (double[] row in rows)
            {
                model.LogDensity(row, MissingCells.IntegrateOut);
                model.Responsibilities(row, responsibilities, MissingCells.IntegrateOut);
            }

            model.Predict(whole, out _);
        }

        // the runtime compiles what runs often once more, and may allocate for that: an allocation a row is in every round
        long least = long.MaxValue;
        for (int round = 0; round < 4; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 200; i++)
            {
                Score();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    public void WideRowWithAGap_AllocatesNothing(int features)
    {
        var model = GaussianMixture.Fit(Shapes.Clusters(60 * features, features, 2, seed: 3).Rows, 2, new GaussianMixtureOptions { Restarts = 1, Em = new() { MaxIterations = 3 } }).Model;
        double[] row = [double.NaN, .. Enumerable.Repeat(0.5, features - 1)];
        double density = model.LogDensity(row, MissingCells.IntegrateOut);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            density += model.LogDensity(row, MissingCells.IntegrateOut);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WideRowOfAPosterior_AllocatesNothing()
    {
        var model = VariationalGaussianMixture.Fit(Shapes.Clusters(100, 300, 2, seed: 3).Rows, 2, new VariationalOptions { Covariance = CovarianceStructure.Diagonal, Restarts = 1 }).Model;
        double[] row = [.. Enumerable.Repeat(0.5, 300)];
        double density = model.LogDensity(row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            density += model.LogDensity(row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(density));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ManyThreads_ShareAModelAndAScorer(string kind)
    {
        var law = KindsUnderLaws.Of(kind);
        var model = law.Kind.Fit(law.Rows, 3, new MixtureOptions { Restarts = 1 }).Model;
        var rows = law.Rows.Matrix;
        double[] expected = model.LogDensity(rows);
        int[] labels = model.Predict(rows);
        var scorer = new MixtureScorer(model);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
        {
            var densities = new double[50];
            var found = new int[50];
            for (int i = 0; i < 3000; i++)
            {
                int row = ((i * 37) + (t * 101)) % (rows.Rows - 50);
                Agree.Within(expected[row], model.LogDensity(rows.Row(row)), 1e-11 * (1 + Math.Abs(expected[row])), $"log density of row {row}");
                var block = new RowBlock(rows.Values.Span.Slice(row * rows.Columns, 50 * rows.Columns), Enumerable.Repeat(1.0, 50).ToArray(), rows.Columns, row);
                scorer.Score(block, densities, []);
                scorer.Predict(block, found);
                Assert.Equal(labels[row..(row + 50)], found);
                Agree.Within(expected[row + 49], densities[49], 1e-11 * (1 + Math.Abs(expected[row + 49])), "log density by the shared scorer");
            }
        })));
    }

    [Fact]
    public void WhatCannotBe_IsNamed()
    {
        var model = GaussianMixture.Create([0.5, 0.5], RowMatrix.Copy([[0, 0], [3, 3]]), [RowMatrix.Copy([[1, 0], [0, 1]]), RowMatrix.Copy([[1, 0], [0, 1]])]);
        Assert.Contains("2 features", Assert.Throws<InputException>(() => model.LogDensity([1.0])).Message, StringComparison.Ordinal);
        Assert.Contains("x2 = NaN", Assert.Throws<InputException>(() => model.Predict([1.0, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Equal("destination", Assert.Throws<ArgumentException>(() => model.Responsibilities([1.0, 2.0], new double[1])).ParamName);
        Assert.Equal("posterior", Assert.Throws<ArgumentException>(() => new MixtureScorer(model).Score(MemoryBlock, [], new double[1])).ParamName);
        Assert.Equal("components", Assert.Throws<ArgumentException>(() => new MixtureScorer(model).Predict(MemoryBlock, [])).ParamName);
        Assert.Equal(0.5, model.Predict([1.5, 1.5], out double probability) == 0 ? probability : 0, 12);
    }

    private static RowBlock MemoryBlock => new([1, 2], [1], 2, 0);

    private static void SameByRow(Mixture model, RowMatrix rows, MissingCells missing)
    {
        double[] densities = model.LogDensity(rows, missing);
        var expected = model.Responsibilities(rows, missing);
        var found = new double[model.Components];
        for (int i = 0; i < rows.Rows; i++)
        {
            string row = $"row {i} ({string.Join(' ', rows.Row(i).ToArray())})";
            double density = model.LogDensity(rows.Row(i), missing);
            Assert.True(
                densities[i].Equals(density) || Math.Abs(densities[i] - density) <= 1e-11 * (10 + Math.Abs(densities[i])), $"{row}: log density {densities[i]} among all, {density} by itself");
            model.Responsibilities(rows.Row(i), found, missing);
            Agree.Within(expected.Row(i), found, 1e-9, row);
            if (!double.IsNaN(found[0]))
            {
                int label = model.Predict(rows.Row(i), out double probability, missing);
                Assert.Equal(label, model.Predict(rows.Row(i), missing));
                Agree.Within(found.Max(), probability, 0, row);
                Agree.Within(expected.Row(i)[label], probability, 1e-9, row);
            }
        }
    }
}
