using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

/// <summary>Missing values in files: kept as NaN, rows with them left out, or refused.</summary>
public class MissingValuesTests
{
    private static readonly RowFileOptions Keeping = new() { Missing = MissingValues.Keep };

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("None")]
    [InlineData("?")]
    [InlineData(".")]
    [InlineData(" NA ")]
    public void MissingText_IsKeptAsNaN(string text)
    {
        using var rows = Read($"a,b\n1,2\n3,{text}\n5,6\n", Keeping);
        Assert.Equal([1, 2, 3, double.NaN, 5, 6], ValuesOf(rows));
        Assert.Equal(0, rows.DroppedRows);
    }

    [Fact]
    public void OtherTokens_AreMissingToo()
    {
        using var rows = Read("a,b\n1,-999\nunknown,2\n-999.0,4\n", Keeping with { MissingTokens = ["-999", "unknown"] });
        Assert.Equal([1, double.NaN, double.NaN, 2, double.NaN, 4], ValuesOf(rows));
    }

    [Fact]
    public void RowsWithGaps_AreLeftOutWithTheirLabelsAndWeights()
    {
        using var rows = Read("a,b,w,class\n1,2,1,x\n3,,2,y\n5,6,3,z\n", new RowFileOptions { Missing = MissingValues.DropRows, Weights = "w", Label = "class" });
        Assert.Equal(1, rows.DroppedRows);
        Assert.Equal([1, 2, 5, 6], ValuesOf(rows));
        Assert.Equal(["x", "z"], Enumerable.Range(0, 2).Select(i => rows.Labels!.Names[rows.Labels[i]]));
        using var reader = rows.Open();
        Assert.True(reader.Read(10, out var block));
        Assert.Equal([1, 3], block.Weights.ToArray());
    }

    [Fact]
    public void NothingLeft_IsSaid() => Assert.Contains(
        "every row lacks a value", Assert.Throws<InputException>(() => Read("a,b\n1,\n,2\n", new RowFileOptions { Missing = MissingValues.DropRows })).Message, StringComparison.Ordinal);

    /// <summary>Neither text nor infinity is missing, nor is the accountants' dash, which is a zero.</summary>
    [Theory]
    [InlineData("x7")]
    [InlineData("inf")]
    [InlineData("-")]
    public void OtherFaults_StayFaults(string text) =>
        Assert.Contains("line 3, column 2 'b'", Assert.Throws<InputException>(() => Read($"a,b\n1,2\n3,{text}\n5,6\n", Keeping)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a,w\n1,2\n3,NA\n")]
    [InlineData("a,w\n1,2\n3,\n")]
    public void MissingWeight_IsAnErrorAlways(string text) =>
        Assert.Throws<InputException>(() => Read(text, Keeping with { Weights = "w" }));

    [Fact]
    public void Npy_KeepsNaNInPlaceAndDropsRowsByACopy()
    {
        using var file = new TemporaryFile("rows.npy", NpyBytes.Of(new double[,] { { 1, double.NaN }, { 3, 4 }, { -999, 6 } }));
        using (var kept = RowFile.Open(file.Path, Keeping))
        {
            Assert.Equal([1, double.NaN, 3, 4, -999, 6], ValuesOf(kept));
        }

        using (var token = RowFile.Open(file.Path, Keeping with { MissingTokens = ["-999"] }))
        {
            Assert.Equal([1, double.NaN, 3, 4, double.NaN, 6], ValuesOf(token));
        }

        using var dropped = RowFile.Open(file.Path, new RowFileOptions { Missing = MissingValues.DropRows });
        Assert.Equal([3, 4, -999, 6], ValuesOf(dropped));
        Assert.Equal(1, dropped.DroppedRows);
    }

    private static RowFile Read(string text, RowFileOptions options) => RowFile.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "data.csv", options);

    private static double[] ValuesOf(RowFile rows) => MemoryRows.CopyOf(rows).Matrix.Values.ToArray();
}
