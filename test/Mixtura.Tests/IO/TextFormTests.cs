using System.Globalization;
using System.IO.Compression;
using System.Text;
using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

/// <summary>Texts as Excel, R, pandas and instruments write them: what is read, and what is said of it.</summary>
public class TextFormTests
{
    /// <summary>Two columns of three rows, however they are written.</summary>
    [Theory]
    [InlineData("sep=;\r\n\"a\";\"b\"\r\n21.5;1123\r\n20.99;805\r\n22;1067\r\n", "sep= line, ; as delimiter")]
    [InlineData("# made up\n# units: \"mm, g\na,b\n21.5,1123\n20.99,805\n# more\n22,1067\n", "3 comment lines")]
    [InlineData("a,b\n\n21.5,1123\n\n\n20.99,805\n22,1067\n", "3 blank lines")]
    [InlineData("\n \na,b\n21.5,1123\n20.99,805\n22,1067\n", "2 blank lines")]
    [InlineData("a,b,\n21.5,1123,\n20.99,805,\n22,1067,\n", "empty column 3 left out")]
    [InlineData("a;b;;\n21,5;1123;;\n20,99;805;;\n22;1067;;\n", "; as delimiter, decimal comma, empty column 4 left out, empty column 3 left out")]
    [InlineData("a,b\n21.5,1123,\n20.99,805,\n22,1067,\n", "empty column 3 left out")]
    [InlineData("a,b,\n21.5,1123\n20.99,805\n22,1067\n", "")]
    [InlineData("\"a\",\"b\"\n\"1\",21.5,1123\n\"2\",20.99,805\n\"7\",22,1067\n", "row names left out")]
    [InlineData("\"a\",\"b\"\n\"Mazda RX4\",21.5,1123\n\"Datsun\",20.99,805\n\"Fiat\",22,1067\n", "row names left out")]
    [InlineData(",a,b\n1,21.5,1123\n2,20.99,805\n3,22,1067\n", "unnamed column 1 left out: it counts rows")]
    [InlineData(",a,b\n0,21.5,1123\n1,20.99,805\n2,22,1067\n", "unnamed column 1 left out: it counts rows")]
    [InlineData("\"\",\"a\",\"b\"\n\"x\",21.5,1123\n\"y\",20.99,805\n\"z\",22,1067\n", "unnamed column 1 left out: it names rows")]
    [InlineData("  a   b\n 21.5  1123\n 20.99   805 \n 22 \t 1067\n", "blanks as delimiter")]
    [InlineData("a\tb\n21.5\t1123\n20.99\t805\n22\t1067\n", "tab as delimiter")]
    [InlineData("a|b\n21.5|1123\n20.99|805\n22|1067\n", "| as delimiter")]
    [InlineData("a;b\n21,5;1123\n20,99;805\n22;1067\n", "; as delimiter, decimal comma")]
    [InlineData("a;b\n21,5;1.123\n20,99;805\n22;1.067\n", null)]
    [InlineData("a;b\n21.5;1,123\n20.99;805\n22;1,067\n", "; as delimiter, comma between thousands ('1,123' is 1123, not 1.123)")]
    [InlineData("a,b\n21.5,\"1,123\"\n20.99,\"805\"\n22,\"1,067\"\n", "comma between thousands ('1,123' is 1123, not 1.123)")]
    [InlineData("a;b\n21,5;1 123\n20,99;805\n22;1 067\n", "; as delimiter, decimal comma, blank between thousands")]
    [InlineData("a;b\n21,5;1\u00A0123\n20,99;805\n22;1\u00A0067\n", "; as delimiter, decimal comma, no-break blank between thousands")]
    [InlineData("a;b\n21.5;1'123\n20.99;805\n22;1'067\n", "; as delimiter, apostrophe between thousands")]
    [InlineData("\"a\",\"b\"\n21.5,1123\n20.99,805\n22,1067\n", "")]
    public void Table_IsRead_AndWhatWasAssumedIsSaid(string text, string? said)
    {
        if (said is null)
        {
            Text.Fails(text, "'1.123' has a decimal point, where other numbers have a decimal comma", "Thousands");
            text = text.Replace("1.123", "1.123,0", StringComparison.Ordinal);
            said = "; as delimiter, decimal comma, point between thousands";
        }

        using var rows = Text.Read(text);
        Assert.Equal(["a", "b"], rows.FeatureNames);
        Assert.Equal([21.5, 1123, 20.99, 805, 22, 1067], Drain.Values(rows));
        Assert.Equal(said, string.Join(", ", rows.Reading.Found));
    }

    [Theory]
    [InlineData("windows-1252", "Windows-1252")]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16BE")]
    public void Encoding_IsFound(string name, string said)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("Länge;µ\n1,5;2\n")];
        using var rows = Text.Read(bytes);
        Assert.Equal(["Länge", "µ"], rows.FeatureNames);
        Assert.Equal([1.5, 2], Drain.Values(rows));
        Assert.Equal($"; as delimiter, {said}, decimal comma", string.Join(", ", rows.Reading.Found));
    }

    /// <summary>The look ends within a letter of two bytes.</summary>
    [Fact]
    public void LongText_IsUtf8_WhereverTheLookEnds()
    {
        string text = "ab\n" + string.Concat(Enumerable.Repeat("é\n", 30_000));
        using var rows = Text.Read(text, new RowFileOptions { CategoricalText = true });
        Assert.Equal(["é"], rows.Levels[0]);
        Assert.Empty(rows.Reading.Found);
    }

    [Fact]
    public void Encoding_CanBeSaid()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var rows = Text.Read(Encoding.GetEncoding("koi8-r").GetBytes("длина,b\n1,2\n"), new RowFileOptions { Encoding = "koi8-r" });
        Assert.Equal(["длина", "b"], rows.FeatureNames);
        Assert.Empty(rows.Reading.Found);
    }

    [Fact]
    public void OneColumnOfDecimalCommas_IsNotTwo()
    {
        string text = string.Concat(Enumerable.Range(0, 30).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{20 + (i * 7 % 11)},{i % 10}\r\n")));
        using (var rows = Text.Read(text))
        {
            Assert.Equal(["x1"], rows.FeatureNames);
            Assert.Equal(27.1, Drain.Values(rows)[1]);
            Assert.Equal("one column ('20,0' is one number, not two), decimal comma", string.Join(", ", rows.Reading.Found));
        }

        using var two = Text.Read(text, new RowFileOptions { Delimiter = ',' });
        Assert.Equal(2, two.Columns);
        using var named = Text.Read("Länge\n2,5\n1,25\n");
        Assert.Equal([2.5, 1.25], Drain.Values(named));
    }

    [Fact]
    public void HeaderOfNumbers_IsPointedAt_AndCanBeSaid()
    {
        const string Spectra = "400,410\n0.5,0.25\n0.75,0.5\n0.1,0.2\n";
        using (var rows = Text.Read(Spectra))
        {
            Assert.Equal(4, rows.Rows);
            Assert.Contains("(400, 410)", Assert.Single(rows.Reading.Hints), StringComparison.Ordinal);
        }

        using var named = Text.Read(Spectra, new RowFileOptions { Header = true });
        Assert.Equal(["400", "410"], named.FeatureNames);
        Assert.Empty(named.Reading.Hints);
    }

    [Fact]
    public void HeaderWithALineBreak_IsOneName()
    {
        using var rows = Text.Read("\"a\nmm\",b\n1,2\n");
        Assert.Equal(["a\nmm", "b"], rows.FeatureNames);
    }

    /// <summary>Rows that begin with a name, without a header: the first is a row as the others are.</summary>
    [Theory]
    [InlineData("ADT0  21.5  1.5  MIT\nADT1  20.99  2.5  CYT\n")]
    [InlineData("M,15,2\nF,11,3\nM,12,1\n")]
    public void RowsOfNamesAndNumbers_HaveNoHeader(string text)
    {
        using var rows = Text.Read(text, new RowFileOptions { Columns = ["2", "3"] });
        Assert.Equal(text.Count(static character => character == '\n'), rows.Rows);
    }

    [Fact]
    public void Options_OverrideWhatIsFound()
    {
        using (var skipped = Text.Read("title\nmade 2024\na,b\n1,2\n", new RowFileOptions { SkipLines = 2 }))
        {
            Assert.Equal(["a", "b"], skipped.FeatureNames);
            Assert.Empty(skipped.Reading.Found);
        }

        Assert.Equal([1, 2], Text.Values("a,b\n% note\n1,2\n", new RowFileOptions { Comment = '%' }));
        Assert.Equal([1.234, 5.5], Text.Values("a;b\n1,234;5,5\n", new RowFileOptions { DecimalSign = ',' }));
        Assert.Equal([1234, 5], Text.Values("a;b\n1.234;5\n", new RowFileOptions { Thousands = '.' }));
        Assert.Equal([1, 2, 3], Text.Values("a b c\n1  2 3\n", new RowFileOptions { Delimiter = ' ' }));
        Text.Fails("a,b\n1,2\n3,x\n", new RowFileOptions { SkipLines = 1 }, "line 3, column 2");
    }

    /// <summary>Nothing is lost where # begins a value, a text stands above itself, or a column has no name.</summary>
    [Fact]
    public void Values_AreNotTakenForCommentsNamesOrHeaders()
    {
        var categories = new RowFileOptions { CategoricalText = true };
        using (var colours = Text.Read("colour,a\n#ff0000,1\nred,2\n#00ff00,3\n", categories))
        {
            Assert.Equal(["#00ff00", "#ff0000", "red"], colours.Levels[0]);
        }

        using (var first = Text.Read("#ff0000,1\n#00ff00,3\n#ff0000,2\n", categories))
        {
            Assert.Equal(3, first.Rows);
        }

        using (var quoted = Text.Read("# c\na,b\n\"x\n#y\",1\nz,2\n", categories))
        {
            Assert.Equal(["x\n#y", "z"], quoted.Levels[0]);
        }

        Assert.Equal([1, 2], Text.Values("one,two\n# note, more\na,b\n1,2\n", new RowFileOptions { SkipLines = 1 }));
        // empty, but with a name
        using (var named = Text.Read("a,note\n1,\n2,\n", new RowFileOptions { Missing = MissingValues.Keep }))
        {
            Assert.Equal(["a", "note"], named.FeatureNames);
        }

        // unnamed, and no count of rows
        using (var kept = Text.Read(",a\n0,1.5\n2,2.5\n5,1\n"))
        {
            Assert.Equal(["x1", "a"], kept.FeatureNames);
        }

        Text.Fails("a,b,c\n1,2\n3,4\n", "line 2: 2 fields found, 3 expected");
        Text.Fails("a,b\n1.5,2,3\n2.5,2,3\n1.5,4,5\n", "line 2: 3 fields found, 2 expected");
        Text.Fails("a,b\n1.5,2,3\n2.5,2,3\n", "line 2: 3 fields found, 2 expected");
        Text.Fails("a,b\n1,2\n3,4\na,b\n5,6\n7,8\n", "line 4, column 1 'a': 'a' is not a number");
    }

    /// <summary>Groups are of three digits, the first of one to three and without a 0 before it; what is not so grouped is no number, or a decimal one.</summary>
    [Theory]
    [InlineData("a;b\n1234,567;1\n2345,678;2\n", 1234.567)]
    [InlineData("a;b\n0,125;1\n0,250;2\n", 0.125)]
    [InlineData("a;b\n-1,234,567;1\n+2,345,678;2\n", -1234567)]
    [InlineData("a;b\n1,234.5;1\n12,345.25;2\n", 1234.5)]
    [InlineData("a;b\n1.234.567;1\n2.345.678;2\n", 1234567)]
    [InlineData("a;b\n1,5e3;1\n2,25e-1;2\n", 1500)]
    public void Signs_AreFoundByTheirPlace(string text, double expected) => Assert.Equal(expected, Text.Values(text)[0]);

    [Theory]
    [InlineData("12,34")]
    [InlineData("1,23,456")]
    [InlineData("1234,567")]
    [InlineData(",123")]
    public void GroupsThatAreNotOfThree_AreNoNumber(string text) =>
        Text.Fails($"a;b\n1,234;1\n2,345;2\n{text};3\n", new RowFileOptions { Thousands = ',' }, "line 4, column 1 'a'", text);

    /// <summary>Lines keep their numbers, whatever is passed over.</summary>
    [Fact]
    public void Lines_AreCountedWithCommentsAndBlanks() =>
        Text.Fails("# c\n\na b\n1 2\n\n# d\n3 x4\n5 6\n7 8\n", "line 7, column 2 'b'", "'x4'");

    [Fact]
    public void LeftOutColumns_AreReadWhereTheyAreAskedFor()
    {
        using var rows = Text.Read(",a\n0,1.5\n1,2.5\n", new RowFileOptions { Columns = ["1", "a"] });
        Assert.Equal([0, 1.5, 1, 2.5], Drain.Values(rows));
    }

    [Theory]
    [InlineData(1, "column 1 'a' counts rows: it may be an id")]
    [InlineData(2, "column 1 'a' holds 3 whole values: it may be a class")]
    [InlineData(3, "column 1 'a' rises from row to row: it may be a time stamp")]
    [InlineData(4, null)]
    [InlineData(5, null)]
    [InlineData(6, null)]
    public void ColumnThatMayBeNoFeature_IsPointedAt(int kind, string? hint)
    {
        long Value(int i) => kind switch
        {
            1 => 100 + i,
            2 => i * 7 % 3,
            3 => 1_700_000_000 + (60L * i * i),
            5 => 1_700_000_000 + (i * 37 % 61),
            6 => i * 5 % 7,
            _ => 20 + (i * 37 % 61),
        };
        using var rows = Text.Read("a,b\n" + string.Concat(Enumerable.Range(0, kind == 6 ? 24 : 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Value(i)},{(i * 0.37) % 1.9}\n"))));
        Assert.Equal(2, rows.Columns);
        Assert.Equal(hint is null ? [] : [hint], rows.Reading.Hints);
    }

    [Fact]
    public void Gzip_IsUnpacked_AndRefusedWhereItIsCutOff()
    {
        string text = "a\n" + string.Concat(Enumerable.Range(0, 50_000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{i * 7919 % 10007}\n")));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        byte[] bytes = packed.ToArray();
        using (var rows = Text.Read(bytes))
        {
            Assert.Equal(50_000, rows.Rows);
        }

        using (var slow = RowFile.Read(new SlowStream(bytes)))
        {
            Assert.Equal(50_000, slow.Rows);
        }

        foreach (int length in new[] { bytes.Length - 1, bytes.Length - 9, bytes.Length / 2 })
        {
            var fault = Assert.Throws<InputException>(() => Text.Read(bytes[..length]));
            Assert.Contains("data.csv: the gzip data end too early", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and so on", "Excel workbook")]
    [InlineData("PAR1xxxx", "is a Parquet file", ".parquet")]
    [InlineData("% from Weka\n\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n", "is an ARFF file", "@data")]
    [InlineData("1 1:0.5 3:-2\n0 2:1\n", "is a libsvm file", "numpy.save")]
    public void OtherFormats_AreRefusedWithWhatToDo(string text, params string[] parts) => Text.Fails(text, parts);

    /// <summary>A stream that gives a byte at a time is filtered as a whole one is.</summary>
    [Fact]
    public void Filter_IsTheSameForAnyPieces()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("# c\nname  b\n\"two  words\"  2\n\"x\"  3\n");
        using var rows = RowFile.Read(new TricklingStream(bytes), "data.csv", new RowFileOptions { CategoricalText = true, Delimiter = ' ' });
        Assert.Equal(["two  words", "x"], rows.Levels[0]);
        Assert.Equal([0, 2, 1, 3], Drain.Values(rows));
    }

    /// <summary>A byte at a time.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
