using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Tests.References;
using Parquet.Serialization;

namespace Mixtura.Tests.IO;

/// <summary>Parquet against a file that DuckDB wrote, and one with columns that cannot be null.</summary>
public class ParquetTests
{
    private static readonly string[] Numbers = ["d", "l", "t", "f", "m", "b", "u"];

    [Fact]
    public void EveryType_IsReadOverAllRowGroups()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("duckdb.parquet"), new RowFileOptions { Columns = Numbers, Missing = MissingValues.Keep });
        Assert.Equal(2100, rows.Rows);
        Assert.Equal(300, rows.MissingCells);
        Assert.Equal(
            Enumerable.Range(0, 2100).SelectMany(static i => new[] { i % 11 * 1.5, i % 7 == 3 ? double.NaN : i % 5, i % 3, i % 4 / 2.0, i % 6 * 1.25, i % 2 == 0 ? 1 : 0, i % 9 }), Drain.Values(rows));
    }

    [Fact]
    public void TextIsACategory_OrALabel()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("duckdb.parquet"), new RowFileOptions { Columns = ["s", "d"], CategoricalText = true, Missing = MissingValues.Keep, Weights = "u" });
        Assert.Equal(["green", "red"], rows.Levels[0]);
        Assert.Equal([1, 0, 0, 1.5, double.NaN, 3], Drain.Values(rows)[..6]);
        Assert.Equal([0, 1, 2], Drain.Weights(rows)[..3]);
        using var labelled = RowFile.Open(ReferenceFile.PathOf("duckdb.parquet"), new RowFileOptions { Columns = ["d"], Label = "s" });
        Assert.Equal(["red", "green"], labelled.Labels!.Names.Where(static name => name.Length > 0));
    }

    [Theory]
    [InlineData("day", "column 9 'day'", "is not a number")]
    [InlineData("10", "column 10", "holds lists, not one value a row")]
    [InlineData("l", "row 4, column 2 'l'", "the value is missing")]
    public void WhatIsNoNumber_IsNamed(string column, params string[] parts)
    {
        var fault = Assert.Throws<InputException>(() => RowFile.Open(ReferenceFile.PathOf("duckdb.parquet"), new RowFileOptions { Columns = [column] }));
        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Days_AreLabels()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("duckdb.parquet"), new RowFileOptions { Columns = ["d"], Label = "day" });
        Assert.Equal(["2026-01-01"], rows.Labels!.Names);
    }

    [Fact]
    public async Task ColumnsThatCannotBeNull_AreRead()
    {
        using var file = new TemporaryFile("rows.parquet", []);
        await using (var stream = File.OpenWrite(file.Path))
        {
            await ParquetSerializer.SerializeAsync(Enumerable.Range(0, 10).Select(static i => new Row { A = i / 4.0, B = -i }), stream);
        }

        using var rows = RowFile.Open(file.Path);
        Assert.Equal(["A", "B"], rows.FeatureNames);
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(static i => new[] { i / 4.0, -i }), Drain.Values(rows));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4000)]
    [InlineData(0)]
    public void CutOffFile_IsRefused(int length)
    {
        using var file = new TemporaryFile("cut.parquet", File.ReadAllBytes(ReferenceFile.PathOf("duckdb.parquet"))[..length]);
        Assert.Contains("cut.parquet", Assert.Throws<InputException>(() => RowFile.Open(file.Path)).Message, StringComparison.Ordinal);
    }

    private sealed class Row
    {
        public double A { get; set; }

        public int B { get; set; }
    }
}
