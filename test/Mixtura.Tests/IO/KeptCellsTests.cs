using System.Text;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Tests.References;

namespace Mixtura.Tests.IO;

/// <summary>Columns kept beside the rows, cell by cell as they are written.</summary>
public class KeptCellsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(1 << 26)]
    public void Cells_AreThere_FromAnyRowOn_HeldOrSpilled(int budget)
    {
        const int Count = 3000;
        var text = new StringBuilder("id,x,name\n");
        for (int i = 0; i < Count; i++)
        {
            text.Append($"0{i},{i % 7 - 3},\"{new string('ü', i % 50)}, {i}\"\n");
        }

        using var rows = RowFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), options: new RowFileOptions { Columns = ["x"], Keep = ["name", "1"], MemoryBudget = budget });
        Assert.Equal(["name", "id"], rows.Kept!.Names);
        Assert.Equal([KeptType.Text, KeptType.Text], rows.Kept.Types);
        Assert.Equal(Count, rows.Kept.Rows);
        foreach (int first in new[] { 0, 1, 255, 256, 2999 })
        {
            using var reader = rows.Kept.Open(first);
            string?[] row = new string?[2];
            for (int i = first; i < Count; i++)
            {
                Assert.True(reader.Read(row));
                Assert.Equal<IEnumerable<string?>>([$"{new string('ü', i % 50)}, {i}", $"0{i}"], row);
            }

            Assert.False(reader.Read(row));
        }

        using var end = rows.Kept.Open(Count);
        Assert.False(end.Read(new string?[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Kept.Open(Count + 1));
    }

    [Theory]
    [InlineData(KeptType.Whole, "1", "-20", "999999999999999999", "0")]
    [InlineData(KeptType.Whole, "1", "", "NA")]
    [InlineData(KeptType.Number, "1", "2.50", "-1e-7")]
    [InlineData(KeptType.Text, "0.1000000000000000055511151231257827e0", "0.1")]
    [InlineData(KeptType.Number, "0.30000000000000004")]
    [InlineData(KeptType.Text, "1", "007")]
    [InlineData(KeptType.Text, "1", "1.")]
    [InlineData(KeptType.Text, "1", "+1")]
    [InlineData(KeptType.Text, "1", "x")]
    [InlineData(KeptType.Text, "1000000000000000000000")]
    [InlineData(KeptType.Text, "0.12345678901234567891")]
    [InlineData(KeptType.Text, "1e999")]
    [InlineData(KeptType.Text, "", "NA")]
    [InlineData(KeptType.Text, "-")]
    public void ColumnIsNumbers_OnlyIfNothingIsLost(KeptType expected, params string[] cells)
    {
        string text = "v,x\n" + string.Concat(cells.Select(static (cell, i) => $"{cell},{i}\n"));
        using var rows = RowFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), options: new RowFileOptions { Columns = ["x"], KeepAll = true, Header = true });
        Assert.Equal(["v", "x"], rows.Kept!.Names);
        Assert.Equal(expected, rows.Kept.Types[0]);
        Assert.Equal(cells, Column(rows.Kept, 0));
    }

    [Fact]
    public void RowsThatAreDropped_AreNotKept()
    {
        using var rows = RowFile.Read(new MemoryStream("x,y\n1,a\n,b\n3,c\n"u8.ToArray()), options: new RowFileOptions { Columns = ["x"], Keep = ["y"], Missing = MissingValues.DropRows });
        Assert.Equal(["a", "c"], Column(rows.Kept!, 0));
    }

    [Fact]
    public void TypedTables_KeepAllDigits_AndNulls()
    {
        using var rows = RowFile.Open(ReferenceFile.PathOf("duckdb.parquet"), new RowFileOptions { Columns = ["d"], Keep = ["l", "m", "s", "day", "b", "u"], Missing = MissingValues.Keep });
        Assert.Equal([KeptType.Whole, KeptType.Number, KeptType.Text, KeptType.Text, KeptType.Text, KeptType.Whole], rows.Kept!.Types);
        Assert.Equal(Enumerable.Range(0, 2100).Select(static i => i % 7 == 3 ? null : $"{i % 5}"), Column(rows.Kept, 0));
        Assert.Equal(["0.00", "1.25", "2.50"], Column(rows.Kept, 1).Take(3));
        Assert.Equal("2026-01-01", Column(rows.Kept, 3)[0]);
        Assert.Equal(["true", "false"], Column(rows.Kept, 4).Take(2));
        using var arrow = RowFile.Open(ReferenceFile.PathOf("js.arrow"), new RowFileOptions { Columns = ["l"], Keep = ["d", "s", "k", "day", "b"], Missing = MissingValues.Keep });
        Assert.Equal([KeptType.Number, KeptType.Text, KeptType.Text, KeptType.Text, KeptType.Text], arrow.Kept!.Types);
        Assert.Equal(["0", "1.5", "3", "4.5", "6", null], Column(arrow.Kept, 0).Take(6));
        Assert.Equal(["1970-01-01", "1970-01-02"], Column(arrow.Kept, 3).Take(2));
    }

    [Fact]
    public void ColumnOfOtherThings_IsRefusedByName()
    {
        var fault = Assert.Throws<InputException>(() => RowFile.Open(ReferenceFile.PathOf("duckdb.parquet"), new RowFileOptions { Columns = ["d"], Keep = ["10"] }));
        Assert.Contains("column 10", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Npy_IsKeptAsTheShortestText()
    {
        using var file = new TemporaryFile("x.npy", NpyBytes.Of(new[,] { { 0.1, 1 }, { double.NaN, 2 }, { 1e300, 3 } }));
        using var rows = RowFile.Open(file.Path, new RowFileOptions { Columns = ["2"], KeepAll = true });
        Assert.Equal(["0.1", null, "1E+300"], Column(rows.Kept!, 0));
        Assert.Equal(KeptType.Number, rows.Kept!.Types[0]);
        using var dropped = RowFile.Open(file.Path, new RowFileOptions { Keep = ["2"], Missing = MissingValues.DropRows });
        Assert.Equal(["1", "3"], Column(dropped.Kept!, 0));
    }

    [Fact]
    public void Parts_AreMatchedByName_AndTypesAreThoseOfAll()
    {
        using var first = new TemporaryFile("a.csv", "x,id,n\n1,5,2\n"u8.ToArray());
        using var second = new TemporaryFile("b.csv", "n,id,x\n3,k,4\n"u8.ToArray());
        using var rows = RowFile.Open([first.Path, second.Path], new RowFileOptions { Columns = ["x"], KeepAll = true });
        Assert.Equal(["x", "id", "n"], rows.Kept!.Names);
        Assert.Equal(["5", "k"], Column(rows.Kept, 1));
        Assert.Equal(["2", "3"], Column(rows.Kept, 2));
        Assert.Equal([KeptType.Whole, KeptType.Text, KeptType.Whole], rows.Kept.Types);
        using var other = new TemporaryFile("c.csv", "n,x\n3,4\n"u8.ToArray());
        var fault = Assert.Throws<InputException>(() => RowFile.Open([first.Path, other.Path], new RowFileOptions { Columns = ["x"], KeepAll = true }));
        Assert.Contains("has no column 'id'", fault.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string?> Column(KeptCells kept, int column)
    {
        using var reader = kept.Open(0);
        var row = new string?[kept.Names.Count];
        var cells = new string?[kept.Rows];
        for (int i = 0; i < cells.Length; i++)
        {
            Assert.True(reader.Read(row));
            cells[i] = row[column];
        }

        return cells;
    }
}
