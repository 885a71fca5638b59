using System.Text;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

public sealed class CsvReadingTests
{
    [Fact]
    public void Header_NamesFeatures()
    {
        using var file = Text.Read("a,b\n1,2\n3,4\n");
        Assert.Equal(["a", "b"], file.FeatureNames);
        Assert.Equal(2, file.Rows);
        Assert.Equal(2, file.Columns);
        Assert.Equal([1, 2, 3, 4], Drain.Values(file));
        Assert.Equal([1, 1], Drain.Weights(file));
        Assert.Equal("data.csv", file.Name);
        Assert.False(file.IsWeighted);
        Assert.Null(file.Labels);
    }

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\r\n3,4\r\n")]
    [InlineData("1,2\r3,4\r")]
    [InlineData("1,2\n3,4")]
    [InlineData("1,2\n3,4\n\n  \n\r\n")]
    [InlineData("\uFEFF1,2\n3,4\n")]
    [InlineData(" 1 ,\t2\n+3, 4.0e0 \n")]
    [InlineData("\"1\",\"2\"\n3, \"4\"\n")]
    public void Dialects_GiveTheSameRows(string text)
    {
        using var file = Text.Read(text);
        Assert.Equal(["x1", "x2"], file.FeatureNames);
        Assert.Equal([1, 2, 3, 4], Drain.Values(file));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\n1\t2\n3\t4\n")]
    [InlineData("a|b\n1|2\n3|4\n")]
    [InlineData("\"a;c;d\",b\n1,2\n3,4\n")]
    [InlineData("\"a,c,d\";b\n1;2\n3;4\n")]
    public void Delimiter_IsFound(string text) => Assert.Equal([1, 2, 3, 4], Text.Values(text));

    [Fact]
    public void Delimiter_GivenOverridesFound()
    {
        var options = new RowFileOptions { Delimiter = ':' };
        Assert.Equal([1, 2, 3, 4], Text.Values("a:b\n1:2\n3:4\n", options));
        Assert.Throws<ArgumentException>(() => new RowFileOptions { Delimiter = '.' });
    }

    [Fact]
    public void ByteOrderMark_IsNoPartOfFirstName()
    {
        using var utf8 = Text.Read("\uFEFFa,b\n1,2\n");
        using var utf16 = Text.Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a,b\n1,2\n")]);
        Assert.Equal(["a", "b"], utf8.FeatureNames);
        Assert.Equal(["a", "b"], utf16.FeatureNames);
    }

    [Fact]
    public void QuotedNames_MayHoldDelimitersQuotesAndLineBreaks()
    {
        using var file = Text.Read("\"a,b\",\"c \"\"d\"\"\",\"e\nf\"\n1,2,3\n");
        Assert.Equal(["a,b", "c \"d\"", "e\nf"], file.FeatureNames);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", 1)]
    [InlineData("1,2\n3,4\n", 2)]
    [InlineData("0,1,class\n5,6,7\n", 1)]
    [InlineData("1990,x\n5,6\n", 1)]
    public void Header_IsFound(string text, int rows)
    {
        using var file = Text.Read(text);
        Assert.Equal(rows, file.Rows);
    }

    /// <remarks>The name of the column of text comes again in it, but the others are names above numbers.</remarks>
    [Fact]
    public void Header_WhoseLastNameIsALevelToo_IsFound()
    {
        using var rows = Text.Read("x,y,c\n1.5,2,a\n2.5,3,c\n3.5,4,b\n", new RowFileOptions { CategoricalText = true });
        Assert.Equal(["x", "y", "c"], rows.FeatureNames);
        Assert.Equal(3, rows.Rows);
    }

    [Fact]
    public void Header_GivenOverridesFound()
    {
        using var numbers = Text.Read("1,2\n3,4\n", new RowFileOptions { Header = true });
        Assert.Equal(["1", "2"], numbers.FeatureNames);
        Assert.Equal(1, numbers.Rows);
        Text.Fails("a,b\n3,4\n", new RowFileOptions { Header = false }, "line 1", "column 1 'x1'", "'a'");
    }

    [Fact]
    public void UnnamedColumn_IsCalledByItsNumber()
    {
        using var file = Text.Read(",b\n1,2\n");
        Assert.Equal(["x1", "b"], file.FeatureNames);
    }

    [Fact]
    public void Labels_AreCodesInOrderOfAppearance()
    {
        using var file = Text.Read("a,kind\n1,red\n2,blue\n3,red\n4,\n", new RowFileOptions { Label = "kind" });
        Assert.Equal(["a"], file.FeatureNames);
        Assert.Equal("kind", file.Labels!.Column);
        Assert.Equal(["red", "blue", ""], file.Labels.Names);
        Assert.Equal([0, 1, 0, 2], Enumerable.Range(0, file.Labels.Count).Select(row => file.Labels[row]));
    }

    [Fact]
    public void Weights_ComeWithTheirRows()
    {
        using var file = Text.Read("w,a\n2,10\n0,20\n0.5,30\n", new RowFileOptions { Weights = "w" });
        Assert.True(file.IsWeighted);
        Assert.Equal([10, 20, 30], Drain.Values(file));
        Assert.Equal([2, 0, 0.5], Drain.Weights(file));
    }

    [Fact]
    public void StandardInput_IsReadFromStreamThatCannotSeek()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{-i}\n"));
        using var stream = new TricklingStream(Encoding.UTF8.GetBytes(text));
        using var file = RowFile.Read(stream);
        Assert.Equal("standard input", file.Name);
        Assert.Equal(Enumerable.Range(0, 50_000).SelectMany(i => new double[] { i, -i }), Drain.Values(file));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Cancellation_StopsReading()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        string text = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i},{-i}\n"));
        using var longer = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Throws<OperationCanceledException>(() => RowFile.Read(longer, "data.csv", null, source.Token));
    }
}
