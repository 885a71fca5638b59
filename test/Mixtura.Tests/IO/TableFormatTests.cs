using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Tests.References;

namespace Mixtura.Tests.IO;

/// <summary>Arrow, Excel and archives of NumPy against files that other programs wrote.</summary>
public class TableFormatTests
{
    [Theory]
    [InlineData("js.arrow")]
    [InlineData("js-stream.arrow")]
    public void Arrow_NumbersOfEveryBatch(string name)
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf(name), new RowFileOptions { Columns = ["d", "f", "l", "u", "b"], Missing = MissingValues.Keep });
        Assert.Equal(2100, rows.Rows);
        Assert.Equal(Enumerable.Range(0, 2100).SelectMany(static i => new[] { i % 11 == 5 ? double.NaN : i % 11 * 1.5, i % 4 / 2.0, i % 5, i % 9, i % 2 == 0 ? 1 : 0 }), Drain.Values(rows));
        Assert.Equal(191, rows.MissingCells);
    }

    [Fact]
    public void Arrow_TextAndDictionariesAreCategories_OrLabels()
    {
        string path = ReferenceFile.PathOf("js.arrow");
        using var rows = RowFile.Open(path, new RowFileOptions { Columns = ["s", "k", "f"], CategoricalText = true, Missing = MissingValues.Keep, Weights = "u" });
        Assert.Equal(["green", "red"], rows.Levels[0]);
        Assert.Equal(["x", "y", "z"], rows.Levels[1]);
        Assert.Equal([1, 0, 0, 0, 1, 0.5, double.NaN, 2, 1], Drain.Values(rows)[..9]);
        Assert.Equal([0, 1, 2], Drain.Weights(rows)[..3]);
        using var labelled = RowFile.Open(path, new RowFileOptions { Columns = ["f"], Label = "day" });
        Assert.Equal(["1970-01-01", "1970-01-02"], labelled.Labels!.Names.Take(2));
    }

    [Theory]
    [InlineData("day", "column 8 'day'")]
    [InlineData("s", "row 1, column 6 's': 'red'")]
    [InlineData("d", "row 6, column 1 'd': the value is missing")]
    [InlineData("e", "there is no column 'e'")]
    public void Arrow_WhatIsNoNumber_IsNamed(string column, string said)
    {
        var fault = Assert.Throws<InputException>(() => RowFile.Open(ReferenceFile.PathOf("js.arrow"), new RowFileOptions { Columns = [column] }));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Excel_TableBelowATitle()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("openpyxl.xlsx"), new RowFileOptions { Ignore = ["id", "day"], Label = "kind", Missing = MissingValues.Keep });
        double[] values = Drain.Values(rows);
        Assert.Equal(["length", "weight"], rows.FeatureNames);
        Assert.Equal(60, rows.Rows);
        Assert.Equal(145.505, values.Where((value, i) => i % 2 == 0 && !double.IsNaN(value)).Sum(), 10);
        Assert.Equal(7599, values.Where(static (_, i) => i % 2 == 1).Sum());
        Assert.True(double.IsNaN(values[10]));
        Assert.Equal(1, rows.MissingCells);
        Assert.Equal(9, Enumerable.Range(0, 60).Count(i => !rows.Labels!.IsClass(rows.Labels[i])));
        Assert.Equal(["sheet 'Data' of 3", "3 lines above the table"], rows.Reading.Found);
    }

    [Fact]
    public void Excel_DaysAreLabels()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("openpyxl.xlsx"), new RowFileOptions { Columns = ["weight"], Label = "day" });
        Assert.Equal(["2026-01-01", "2026-01-02"], rows.Labels!.Names.Take(2));
        using var positions = RowFile.Open(ReferenceFile.PathOf("openpyxl.xlsx"), new RowFileOptions { Columns = ["x2"], Header = false, Sheet = "Other", Missing = MissingValues.Keep, MissingTokens = ["b"] });
        Assert.Equal([double.NaN, 1, 0, 1], Drain.Values(positions));
    }

    [Fact]
    public void Excel_SheetByName()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("openpyxl.xlsx"), new RowFileOptions { Sheet = "other" });
        Assert.Equal([1, 1, 2.5, 0, 4, 1], Drain.Values(rows));
    }

    [Theory]
    [InlineData("Empty", "the sheet 'Empty' is empty; the sheets are 'Data', 'Other', 'Empty'")]
    [InlineData("none", "there is no sheet 'none'. The sheets are 'Data', 'Other', 'Empty'")]
    [InlineData("Data", "row 1, column 1 'id': 'R000' is not a number")]
    public void Excel_WhatCannotBeRead_IsNamed(string sheet, string said)
    {
        var fault = Assert.Throws<InputException>(() => RowFile.Open(ReferenceFile.PathOf("openpyxl.xlsx"), new RowFileOptions { Sheet = sheet }));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Npz_OneArray()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("numpy-compressed.npz"));
        double[] values = Drain.Values(rows);
        Assert.Equal((50L, 3), (rows.Rows, rows.Columns));
        Assert.Equal(-17.942750893298623, values.Sum(), 12);
        Assert.EndsWith("array 'X'", rows.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Npz_ArrayByName()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("numpy-two.npz"), new RowFileOptions { Array = "b" });
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => (double)i), Drain.Values(rows));
        Assert.Contains("holds 2 arrays: 'a', 'b'", Assert.Throws<InputException>(() => RowFile.Open(ReferenceFile.PathOf("numpy-two.npz"))).Message, StringComparison.Ordinal);
        Assert.Contains("holds no array 'c'", Assert.Throws<InputException>(() => RowFile.Open(ReferenceFile.PathOf("numpy-two.npz"), new RowFileOptions { Array = "c" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("js.arrow", "a.arrow")]
    [InlineData("js-stream.arrow", "a.arrow")]
    [InlineData("openpyxl.xlsx", "a.xlsx")]
    [InlineData("numpy-compressed.npz", "a.npz")]
    public void FileThatIsCutOff_IsAnErrorThatNamesIt(string whole, string name)
    {
        byte[] bytes = File.ReadAllBytes(ReferenceFile.PathOf(whole));
        foreach (int length in (int[])[0, 3, 7, 40, bytes.Length / 2, bytes.Length - 30])
        {
            using var file = new TemporaryFile(name, bytes[..length]);
            var fault = Assert.Throws<InputException>(() => RowFile.Open(file.Path, new RowFileOptions { CategoricalText = true, Ignore = whole.StartsWith("js", StringComparison.Ordinal) ? ["day"] : [], Missing = MissingValues.Keep }));
            Assert.StartsWith(file.Path, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("js.arrow", "data.csv", "Arrow")]
    [InlineData("openpyxl.xlsx", "data.csv", ".xlsx")]
    [InlineData("numpy-two.npz", "data.txt", ".npz")]
    public void FileOfAnotherName_IsTold(string file, string name, string said)
    {
        using var renamed = new TemporaryFile(name, File.ReadAllBytes(ReferenceFile.PathOf(file)));
        Assert.Contains(said, Assert.Throws<InputException>(() => RowFile.Open(renamed.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstFeather_IsRefused()
    {
        using var file = new TemporaryFile("old.feather", "FEA1 and more"u8.ToArray());
        Assert.Contains("first version of Feather", Assert.Throws<InputException>(() => RowFile.Open(file.Path)).Message, StringComparison.Ordinal);
    }
}
