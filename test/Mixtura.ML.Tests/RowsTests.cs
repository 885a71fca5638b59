using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using static Mixtura.ML.Tests.Samples;

namespace Mixtura.ML.Tests;

public class RowsTests
{
    [Fact]
    public void View_IsReadAsItIs()
    {
        var rows = Rows("iris.csv");
        using var found = DataViewRows.From(Floats(rows, Enumerable.Range(1, 150).Select(static i => (float)i), Labels("iris.csv")), "Features", "Weight", "Species");
        var copy = MemoryRows.CopyOf(found);
        Assert.Equal(Widened(rows).Values.ToArray(), copy.Matrix.Values.ToArray());
        Assert.Equal(Enumerable.Range(1, 150).Select(static i => (double)i), WeightsOf(found));
        Assert.Equal(["Features[0]", "Features[1]", "Features[2]", "Features[3]"], found.FeatureNames);
        Assert.Equal(["setosa", "versicolor", "virginica"], found.Labels!.Names.Order());
    }

    [Fact]
    public void NumbersOfAnyType_SlotNames_SparseVectorsAndKeys_AreTaken()
    {
        var view = Context.Data.LoadFromEnumerable(new[] { Various.First, Various.Second });
        view = Context.Transforms.Concatenate("Named", "Whole", "Other").Append(Context.Transforms.Conversion.MapValueToKey("Class", "Text")).Fit(view).Transform(view);
        string[] features = ["Byte", "Long", "Flag", "Sparse", "Named", "Key"];
        using var found = DataViewRows.From(view, features, labelColumn: "Class", options: new RowFileOptions { Missing = MissingValues.Keep });
        Assert.Equal(["Byte", "Long", "Flag", "Sparse[0]", "Sparse[1]", "Sparse[2]", "Whole", "Other", "Key"], found.FeatureNames);
        var rows = MemoryRows.CopyOf(found).Matrix;
        Assert.Equal([7, -12, 1, 0, 2.5, 0, 1, 2, 3], rows.Row(0).ToArray());
        Assert.Equal([8, 1L << 40, 0, 1, 2, 3, 3, 4, double.NaN], rows.Row(1).ToArray());
        Assert.Equal(["one", "two"], Enumerable.Range(0, 2).Select(i => found.Labels!.Names[found.Labels[i]]));
    }

    [Fact]
    public void Text_IsCategorical_WhereAsked()
    {
        var view = Floats(Rows("iris.csv"), labels: Labels("iris.csv"));
        using var found = DataViewRows.From(view, ["Features", "Species"], options: new RowFileOptions { CategoricalText = true });
        Assert.Equal(["setosa", "versicolor", "virginica"], found.Levels[4]);
        Assert.Contains("'setosa' is not a number", Assert.Throws<InputException>(() => DataViewRows.From(view, ["Features", "Species"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnusableColumns_AreNamed()
    {
        var view = Context.Data.LoadFromEnumerable(new[] { Various.First });
        Assert.StartsWith("data view, column 'Day': holds DateTime", Assert.Throws<InputException>(() => DataViewRows.From(view, "Day")).Message, StringComparison.Ordinal);
        Assert.StartsWith("data view: there is no column 'Days'. The columns are Byte, Long,", Assert.Throws<InputException>(() => DataViewRows.From(view, "Days")).Message, StringComparison.Ordinal);
    }

    /// <remarks>A fit sweeps over its rows many times; the view's transforms run once.</remarks>
    [Fact]
    public void LazyView_IsComputedOnce()
    {
        int computed = 0;
        var rows = Rows("three-gaussians.csv").Select(static row => row[..2]).ToArray();
        var view = Floats(rows);
        var lazy = Context.Transforms.CustomMapping<FloatRow, Slow>((_, to) => to.Other = Interlocked.Increment(ref computed), null).Fit(view).Transform(view);
        using (var found = DataViewRows.From(lazy, ["Features", "Other"]))
        {
            Assert.True(GaussianMixture.Fit(found, 2).DataPasses > 2);
        }

        Assert.Equal(1000, computed);
    }

    [Fact]
    public void RowsBeyondTheBudget_AreOnDisk_AndFitTheSame()
    {
        var rows = Rows("three-gaussians.csv").Select(static row => row[..2]).ToArray();
        using var found = DataViewRows.From(Floats(rows), "Features", options: new RowFileOptions { MemoryBudget = 0 });
        Assert.False(found.IsInMemory);
        Assert.Equal(GaussianMixture.Fit(Widened(rows), 3).Model.Means.Values.ToArray(), GaussianMixture.Fit(found, 3).Model.Means.Values.ToArray());
    }

    [Fact]
    public void Frame_NullsAreMissing_WhateverTheType()
    {
        var frame = new DataFrame(
            new PrimitiveDataFrameColumn<double>("d", new double?[] { 1.5, null, 3 }),
            new PrimitiveDataFrameColumn<int>("i", new int?[] { 4, 5, null }),
            new PrimitiveDataFrameColumn<float>("f", new float?[] { null, 8, 9 }),
            new PrimitiveDataFrameColumn<bool>("b", new bool?[] { true, false, null }),
            new StringDataFrameColumn("s", ["x", "y", null]));
        using var found = DataViewRows.From(frame, ["d", "i", "f", "b"], labelColumn: "s", options: new RowFileOptions { Missing = MissingValues.Keep });
        Assert.Equal(["d", "i", "f", "b"], found.FeatureNames);
        Assert.Equal([1.5, 4, double.NaN, 1, double.NaN, 5, 8, 0, 3, double.NaN, 9, double.NaN], MemoryRows.CopyOf(found).Matrix.Values.ToArray());
        Assert.Equal(4, found.MissingCells);
        Assert.StartsWith("data frame, row 3, column 1 'i': the value is missing", Assert.Throws<InputException>(() => DataViewRows.From(frame, ["i"])).Message, StringComparison.Ordinal);

        // the same door for a frame that is taken for a view
        Assert.Throws<InputException>(() => DataViewRows.From((IDataView)frame, "i"));
    }

    [Fact]
    public void Frame_FitsAsItsRows()
    {
        var rows = Rows("faithful.csv");
        var frame = new DataFrame(new DoubleDataFrameColumn("eruptions", rows.Select(static row => row[0])), new DoubleDataFrameColumn("waiting", rows.Select(static row => row[1])), new Int32DataFrameColumn("weight", Enumerable.Repeat(1, 272)));
        using var found = DataViewRows.From(frame, weightColumn: "weight");
        Assert.Equal(["eruptions", "waiting"], found.FeatureNames);
        Assert.Equal(-1130.26396, GaussianMixture.Fit(found, 2).Score.LogLikelihood, 4);
        Assert.StartsWith("data frame: there is no column 'wait'. The columns are eruptions, waiting, weight.", Assert.Throws<InputException>(() => DataViewRows.From(frame, ["wait"])).Message, StringComparison.Ordinal);
    }

    private static double[] WeightsOf(IRowSource rows)
    {
        var weights = new List<double>();
        rows.ForEachBlock(64, block => weights.AddRange(block.Weights));
        return [.. weights];
    }

    private sealed class Slow
    {
        public float Other { get; set; }
    }

    private sealed class Various
    {
        public static Various First => new() { Byte = 7, Long = -12, Flag = true, Sparse = new VBuffer<float>(3, 1, [2.5f], [1]), Whole = 1, Other = 2, Key = 3, Text = "one" };

        public static Various Second => new() { Byte = 8, Long = 1L << 40, Sparse = new VBuffer<float>(3, [1, 2, 3]), Whole = 3, Other = 4, Key = 9, Text = "two" };

        public byte Byte { get; set; }

        public long Long { get; set; }

        public bool Flag { get; set; }

        [VectorType(3)]
        public VBuffer<float> Sparse { get; set; }

        public float Whole { get; set; }

        public float Other { get; set; }

        /// <summary>Counted from 0 here, and from 1 in a view; missing where it is too large.</summary>
        [KeyType(5)]
        public uint Key { get; set; }

        public string Text { get; set; } = "";

        public DateTime Day { get; set; }
    }
}
