using System.Text;
using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

public sealed class CsvFaultTests
{
    [Fact]
    public void MissingFile_NamesPath()
    {
        var fault = Assert.Throws<InputException>(() => RowFile.Open("no-such.csv").Dispose());
        Assert.Contains("no-such.csv: there is no such file", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<InputException>(() => RowFile.Open(Path.Combine("no-such-folder", "a.npy")).Dispose());
        Assert.Contains("there is no such file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_IsRefused()
    {
        var fault = Assert.Throws<InputException>(() => RowFile.Open(Path.GetTempPath()).Dispose());
        Assert.Contains("is a folder", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\uFEFF")]
    public void EmptyFile_IsRefused(string text) => Text.Fails(text, "is empty", "Give lines of numbers");

    [Fact]
    public void HeaderOnly_SaysSo() => Text.Fails("a,b\n\n", "header (column 1 'a', …) and no rows", "RowFileOptions.Header");

    [Fact]
    public void Ragged_NamesLineAndCounts()
    {
        Text.Fails("a,b\n1,2\n3\n", "line 3: 1 field found, 2 expected", "remove the row");
        Text.Fails("a,b\n1,2\n3,4,5\n", "line 3: 3 fields found, 2 expected", "','");
    }

    [Fact]
    public void Line_IsCountedAsAnEditorCounts() =>
        Text.Fails("\"a\nb\",c\r\n1,2\r\n3,x\r\n", "line 4, column 2 'c': 'x' is not a number", "Correct it");

    [Fact]
    public void TextAmongNumbers_NamesPlaceAndValue() =>
        Text.Fails("a,b\n1,2\n3,4x\n5,6\n7,8\n", "line 3, column 2 'b'", "'4x' is not a number", "Correct it or remove the row");

    [Fact]
    public void TextInLastRow_IsASlip() => Text.Fails("a,b\n1,2\n3,4\n5,total\n", "line 4, column 2 'b': 'total' is not a number. Correct it");

    [Fact]
    public void LongText_IsCut() => Text.Fails("a,b\n1,2\n1," + new string('z', 500) + "\n2,3\n5,6\n", "'" + new string('z', 40) + "…'");

    [Fact]
    public void OneTextColumn_ProposesLabelOrIgnore()
    {
        Text.Fails("a,kind of\n1,red\n2,blue\n", "line 2, column 2 'kind of'", "'red'", "label", "leave it out");
        Text.Fails("a,b,c\n1,red,x\n2,blue,x\n", new RowFileOptions { Label = "c" }, "column 2 'b'", "the column holds text ('red', 'blue'). Say that it is categorical, or leave it out.");
    }

    [Fact]
    public void SeveralTextColumns_AreAllNamed() => Text.Fails("a,b,c\n1,x,y\n2,x,y\n", "'x'", "2 columns hold text: b, c.");

    [Fact]
    public void ManyTextColumns_AreCutAfterFive() =>
        Text.Fails("a,b,c,d,e,f,g,h\n1,x,x,x,x,x,x,x\n2,x,x,x,x,x,x,x\n", "7 columns hold text: b, c, d, e, f and 2 more.");

    [Fact]
    public void NoNumericColumn_SaysSo() => Text.Fails("a,b\nx,y\nx,y\n", "no column to be fitted holds numbers", "','");

    [Fact]
    public void EmptyField_IsMissing() =>
        Text.Fails("a,b\n1,2\n,4\n", "line 3, column 1 'a'", "empty", "RowFileOptions.Missing", "leave the column out");

    [Theory]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("NA")]
    [InlineData("?")]
    public void MissingValue_SaysNotSupported(string text)
    {
        Text.Fails($"a,b\n1,2\n3,{text}\n", "line 3, column 2 'b'", $"'{text}' is a missing value", "remove the row, fill the value");
        Text.Fails($"1,{text}\n3,4\n", "line 1, column 2 'x2'", "missing");
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    public void Infinity_IsRefused(string text) => Text.Fails($"a,b\n1,2\n3,{text}\n", "line 3, column 2 'b'", $"'{text}'", "infinite");

    [Theory]
    [InlineData("a;b\n1.5;2\n1,25;5\n", "line 3, column 1 'a': '1,25' may be 1.25, where other numbers have a decimal point.")]
    [InlineData("a;b\n1,5;2,5\n2.5;3\n", "line 3, column 1 'a': '2.5' has a decimal point, where other numbers have a decimal comma.")]
    public void NumberWrittenOtherwise_IsNamedWithItsReadings(string text, string part) => Text.Fails(text, part, "RowFileOptions.DecimalSign");

    [Fact]
    public void DecimalComma_InCommaFileIsRagged() => Text.Fails("a,b\n1,5,2,5\n", "4 fields found, 2 expected", "decimal point");

    [Fact]
    public void AmbiguousFirstLine_IsNotDroppedSilently() => Text.Fails("5.1,3.5,setosa\n4.9,3.0,2\n", "line 1", "'setosa'", "'5.1'", "RowFileOptions.Header");

    [Fact]
    public void UnbalancedQuote_NamesLine() => Text.Fails("a,b\n1,2\n\"3,4\n", "line 3", "quote");

    [Theory]
    [InlineData("{\n  \"format\": \"mixtura.gaussian-mixture\",\n", "this is a model file, not data")]
    [InlineData(" {\"format\":\"mixtura.variational-gaussian-mixture\"}", "this is a model file, not data")]
    [InlineData("[{\"a\": 1}]", "is JSON, not a table")]
    public void Json_IsNamed(string text, string part) => Text.Fails(text, part);

    [Fact]
    public void BinaryFile_IsRefused() => Text.Fails("PK\0\u0001\0", "is not text");

    [Theory]
    [InlineData("-1", "'-1' is negative")]
    [InlineData("NaN", "'NaN' is not a finite number")]
    [InlineData("inf", "'inf' is not a finite number")]
    [InlineData("", "'' is not a finite number")]
    [InlineData("x", "'x' is not a finite number")]
    public void BadWeight_NamesPlaceAndValue(string weight, string part) =>
        Text.Fails($"a,w\n1,1\n2,{weight}\n", new RowFileOptions { Weights = "w" }, "line 3, column 2 'w'", part, "give 0 or a positive number");

    [Fact]
    public void AllWeightsZero_IsRefused() => Text.Fails("a,w\n1,0\n2,0\n", new RowFileOptions { Weights = "w" }, "all weights (column 2 'w') are 0");

    [Fact]
    public void LabelsWithoutEnd_AreRefused()
    {
        string text = "a,id\n" + string.Concat(Enumerable.Range(0, RowLabels.MostNames + 1).Select(i => $"1,n{i}\n"));
        Text.Fails(text, new RowFileOptions { Label = "id" }, $"line {RowLabels.MostNames + 2}", "more than 10000 different");
    }

    [Fact]
    public void UnreadableStream_IsInputException()
    {
        using var stream = new BrokenStream(Encoding.UTF8.GetBytes("1,2\n"));
        var fault = Assert.Throws<InputException>(() => RowFile.Read(stream, "data.csv").Dispose());
        Assert.Contains("data.csv: cannot be read: the disk is gone", fault.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => throw new IOException("the disk is gone");
    }
}
