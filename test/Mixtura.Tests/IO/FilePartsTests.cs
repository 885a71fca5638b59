using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

/// <summary>Several files are one table: what is read of them together is what is read of one file that holds all their rows.</summary>
public sealed class FilePartsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mixtura-parts-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Pattern_IsAllFilesThatMatch_InTheOrderOfTheirNames()
    {
        Write("part-2.csv", "x,y\n3,4\n");
        Write("part-10.csv", "x,y\n5,6\n");
        Write("part-1.csv", "x,y\n1,2\n");
        Write("other.csv", "z\n1\n");
        using var rows = RowFile.Open([Path.Combine(folder, "part-*.csv")]);
        Assert.Equal([1, 2, 5, 6, 3, 4], Drain.Values(rows));
        Assert.Contains("3 files", rows.Reading.Found);
    }

    [Fact]
    public void Columns_AreMatchedByName_AndLevelsAreThoseOfAll()
    {
        string first = Write("a.csv", "size,colour,kind\n1,red,u\n2,blue,v\n");
        string second = Write("b.csv", "kind;colour;size\nw;green;3.5\nu;red;4.5\n");
        using var rows = RowFile.Open([first, second], new RowFileOptions { CategoricalText = true, Label = "kind" });
        Assert.Equal(["size", "colour"], rows.FeatureNames);
        Assert.Equal(["blue", "green", "red"], rows.Levels[1]);
        Assert.Equal([1, 2, 2, 0, 3.5, 1, 4.5, 2], Drain.Values(rows));
        Assert.Equal(["u", "v", "w", "u"], Enumerable.Range(0, 4).Select(i => rows.Labels!.Names[rows.Labels[i]]));
        Assert.Contains(rows.Reading.Found, found => found == second + ": ; as delimiter");
    }

    [Fact]
    public void ColumnThatIsTextInOnePart_IsCategoricalInAll()
    {
        string first = Write("a.csv", "size,code\n1.5,7\n2.5,12\n");
        string second = Write("b.csv", "size,code\n3.5,x\n4.5,7\n");
        using var rows = RowFile.Open([first, second], new RowFileOptions { CategoricalText = true });
        Assert.Equal(["12", "7", "x"], rows.Levels[1].Order(StringComparer.Ordinal));
        double[] values = Drain.Values(rows);
        Assert.Equal(values[1], values[7]);
        Assert.Equal(3, new[] { values[1], values[3], values[5] }.Distinct().Count());
    }

    [Fact]
    public void Weights_AndGaps_ComeFromEachPart()
    {
        string first = Write("a.csv", "x,y,w\n1,NA,2\n2,5,0\n");
        string second = Write("b.csv", "x,y,w\n,7,0.5\n6,8,1\n");
        using var rows = RowFile.Open([first, second], new RowFileOptions { Weights = "w", Missing = MissingValues.Keep });
        Assert.Equal(2, rows.MissingCells);
        Assert.Equal([2, 0, 0.5, 1], Drain.Weights(rows));
        using var dropped = RowFile.Open([first, second], new RowFileOptions { Weights = "w", Missing = MissingValues.DropRows, Columns = ["x"] });
        Assert.Equal((3, 1), (dropped.Rows, dropped.DroppedRows));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Rows_AreFetchedAcrossParts(int blockRows)
    {
        string[] paths = [.. Enumerable.Range(0, 5).Select(part => Write($"p{part}.csv", "x\n" + string.Concat(Enumerable.Range(0, (3 * part) + 1).Select(i => $"{(100 * part) + i}\n"))))];
        using var rows = RowFile.Open(paths);
        double[] expected = [.. Enumerable.Range(0, 5).SelectMany(part => Enumerable.Range(0, (3 * part) + 1).Select(i => (100.0 * part) + i))];
        Assert.Equal(expected.Length, rows.Rows);
        for (int start = 0; start < expected.Length; start++)
        {
            var found = new List<double>();
            using var reader = rows.Open();
            reader.MoveTo(start);
            while (reader.Read(blockRows, out var block))
            {
                found.AddRange(block.Values);
            }

            Assert.Equal(expected[start..], found);
        }
    }

    [Fact]
    public void FormatsMayBeMixed()
    {
        string text = Write("a.csv", "1.5,2\n3,4\n");
        string array = Path.Combine(folder, "b.npy");
        File.WriteAllBytes(array, NpyBytes.Of(new double[,] { { 5, 6 }, { 7, 8 } }));
        using var rows = RowFile.Open([text, array]);
        Assert.Equal([1.5, 2, 3, 4, 5, 6, 7, 8], Drain.Values(rows));
    }

    [Theory]
    [InlineData("x\n1\n", "has no column 'y', which", "OtherColumns")]
    [InlineData("x,y,z\n1,2,3\n", "has a column 'z', which", "OtherColumns")]
    [InlineData("x,y\n1,b\n", "line 2, column 2 'y': 'b' is not a number", "TextColumn")]
    public void PartThatDoesNotFit_IsNamed(string second, string said, string fault)
    {
        string first = Write("a.csv", "x,y\n1,2\n");
        string path = Write("b.csv", second);
        var failure = Assert.Throws<InputException>(() => RowFile.Open([first, path]));
        Assert.StartsWith(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Equal(fault, failure.Fault.ToString());
    }

    [Fact]
    public void NoFile_IsSaid()
    {
        Assert.Contains("no file matches", Assert.Throws<InputException>(() => RowFile.Open([Path.Combine(folder, "*.csv")])).Message, StringComparison.Ordinal);
        Assert.Contains("no file matches", Assert.Throws<InputException>(() => RowFile.Open([Path.Combine(folder, "none", "*.csv")])).Message, StringComparison.Ordinal);
        Assert.Contains("in the name of the file only", Assert.Throws<InputException>(() => RowFile.Open([Path.Combine(folder, "*", "a.csv")])).Message, StringComparison.Ordinal);
        Assert.Contains("No file is named", Assert.Throws<InputException>(() => RowFile.Open([])).Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
