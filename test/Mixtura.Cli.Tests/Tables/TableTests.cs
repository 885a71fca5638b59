using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Mixtura.Cli.Tests.Processes;
using Parquet;
using Parquet.Schema;

namespace Mixtura.Cli.Tests.Tables;

/// <summary>Results as tables: formats, and columns of the data beside them.</summary>
public sealed class TableTests : IDisposable
{
    private const string People = "id,eruptions,waiting,who,n\n001,3.60,79,\"a, b\",1\n002,1.8,54,,20000000000\n003,3.3,74,\"c \"\"q\"\"\",-3\n004,NA,80,é,0\n";
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void KeptColumns_StandFirst_AsTheyWereWritten()
    {
        var run = Workspace.Run("predict", at.FaithfulModel(), at.Write("people.csv", People), "--keep", "who,id,eruptions");
        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["who,id,eruptions,component", "\"a, b\",001,3.60,0", ",002,1.8,1", "\"c \"\"q\"\"\",003,3.3,0", "é,004,NA,0"],
            run.Lines.Select(static line => line[..line.LastIndexOf(',')]));
        Assert.Equal(run.Lines.Select(static line => line[(line.LastIndexOf(',') + 1)..]), Workspace.Run("predict", at["model.json"], at["people.csv"]).Lines.Select(static line => line.Split(',')[1]));
    }

    [Fact]
    public void AllColumns_AreKeptInTheirOrder_OfSeveralFiles_WithoutDroppedRows()
    {
        at.Write("a-1.csv", People);
        at.Write("a-2.csv", "eruptions;waiting;who;n;id\n2,5;60;z;7;9\n");
        var run = Workspace.Run("score", at.FaithfulModel(), at["a-*.csv"], "--keep", "all", "--missing", "drop-rows");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("id,eruptions,waiting,who,n,log_density", run.Lines[0]);
        Assert.Equal(5, run.Lines.Length);
        Assert.StartsWith("9,\"2,5\",60,z,7,-", run.Lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void JsonLines_HaveNumbersAsNumbers_TextAsText_GapsAsNull()
    {
        var run = Workspace.Run("predict", at.FaithfulModel(), at.Write("people.csv", People), "--keep", "all", "--format", "jsonl", "--responsibilities");
        Assert.Equal(0, run.Code);
        Assert.Equal(4, run.Lines.Length);
        string[] csv = Workspace.Run("predict", at["model.json"], at["people.csv"], "--responsibilities").Lines;
        for (int i = 0; i < run.Lines.Length; i++)
        {
            using var row = JsonDocument.Parse(run.Lines[i]);
            Assert.Equal(["id", "eruptions", "waiting", "who", "n", "component", "p0", "p1"], row.RootElement.EnumerateObject().Select(static one => one.Name));
            Assert.Equal($"00{i + 1}", row.RootElement.GetProperty("id").GetString());
            Assert.Equal(double.Parse(csv[i + 1].Split(',')[1], CultureInfo.InvariantCulture), row.RootElement.GetProperty("p0").GetDouble());
        }

        using var last = JsonDocument.Parse(run.Lines[3]);
        Assert.Equal(JsonValueKind.Null, last.RootElement.GetProperty("eruptions").ValueKind);
        Assert.Equal("é", last.RootElement.GetProperty("who").GetString());
        using var second = JsonDocument.Parse(run.Lines[1]);
        Assert.Equal(20_000_000_000L, second.RootElement.GetProperty("n").GetInt64());
    }

    [Fact]
    public void JsonLines_WriteInfinityAsReadersTakeIt()
    {
        // so far out that the density is 0
        var run = Workspace.Run("score", at.FaithfulModel(), at.Write("far.csv", "eruptions,waiting\n1e200,1\n2,3\n"), "--format", "jsonl");
        Assert.Equal(0, run.Code);
        Assert.Equal("{\"log_density\":\"-Infinity\"}", run.Lines[0]);
    }

    [Fact]
    public async Task Parquet_HasTypes_AndNulls()
    {
        string[] ask = ["predict", at.FaithfulModel(), at.Write("people.csv", People), "--keep", "all"];
        Assert.Equal(0, Workspace.Run([.. ask, "--output", at["out.parquet"]]).Code);
        await using var reader = await ParquetReader.CreateAsync(at["out.parquet"]);
        DataField[] fields = reader.Schema.GetDataFields();
        Assert.Equal(["id", "eruptions", "waiting", "who", "n", "component", "probability"], fields.Select(static field => field.Name));
        Assert.Equal([typeof(string), typeof(double), typeof(long), typeof(string), typeof(long), typeof(long), typeof(double)], fields.Select(static field => field.ClrType == typeof(ReadOnlyMemory<char>) ? typeof(string) : field.ClrType));
        using var group = reader.OpenRowGroupReader(0);
        var numbers = new double?[4];
        await group.ReadAsync<double>(fields[1], numbers);
        Assert.Equal([3.6, 1.8, 3.3, null], numbers);
        var texts = new string?[4];
        await group.ReadAsync(fields[3], texts.AsMemory());
        Assert.Equal<IEnumerable<string?>>(["a, b", string.Empty, "c \"q\"", "é"], texts);
        await group.ReadAsync<double>(fields[6], numbers);
        Assert.Equal(Workspace.Run(ask).Lines.Skip(1).Select(static line => double.Parse(line[(line.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture)), numbers.Select(static number => number!.Value));
    }

    [Fact]
    public void Parquet_OfManyRows_IsReadAsItsCsv()
    {
        // more rows than a row group has
        Assert.Equal(0, Workspace.Run("sample", at.FaithfulModel(), "-n", "140000", "-o", at["drawn.parquet"]).Code);
        Assert.Equal(0, Workspace.Run("sample", at["model.json"], "-n", "140000", "-o", at["drawn.csv"]).Code);
        Assert.Equal(
            Workspace.Run("score", at["model.json"], at["drawn.csv"], "--summary", "--format", "json").Output.Replace("drawn.csv", "drawn", StringComparison.Ordinal),
            Workspace.Run("score", at["model.json"], at["drawn.parquet"], "--summary", "--format", "json").Output.Replace("drawn.parquet", "drawn", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("out.csv.gz", ',')]
    [InlineData("out.tsv.gz", '\t')]
    [InlineData("out.tsv", '\t')]
    public void NameOfTheOutput_SaysItsForm(string name, char separator)
    {
        Assert.Equal(0, Workspace.Run("predict", at.FaithfulModel(), Workspace.Faithful, "--output", at[name]).Code);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(at[name]), CompressionMode.Decompress) : File.OpenRead(at[name]);
        using var reader = new StreamReader(stream);
        Assert.Equal(Workspace.Run("predict", at["model.json"], Workspace.Faithful).Output.Replace(',', separator), reader.ReadToEnd());
    }

    [Theory]
    [InlineData("rows are not written as .npy. Name it .csv", "--output", "x.npy")]
    [InlineData("Parquet is packed within", "--output", "x.parquet.gz")]
    [InlineData("--format is jsonl, but the name ends in .csv", "--output", "x.csv", "--format", "jsonl")]
    [InlineData("there is no column 'nope', named as a column to keep", "--keep", "nope")]
    [InlineData("'component' is to be kept, but the result has one of that name", "--keep", "component")]
    [InlineData("--to-table needs a database", "--to-table", "t")]
    [InlineData("--to-table and --output do not go together", "--to-table", "t", "--connection", "sqlite:x.db", "--output", "x.csv")]
    [InlineData("duckdb: alone is in memory", "--to-table", "t", "--connection", "duckdb:")]
    [InlineData("which names no table", "--to-table", "a.b.c", "--connection", "sqlite:x.db")]
    [InlineData("--summary writes none", "--summary", "--keep", "all")]
    public void WhatDoesNotGo_IsSaid(string part, params string[] options)
    {
        string data = at.Write("c.csv", "component,eruptions,waiting\nx,1.8,54\n");
        Workspace.Run(["predict", at.FaithfulModel(), data, .. options.Select(option => option.StartsWith("x.", StringComparison.Ordinal) ? at[option] : option)]).IsBadInput(part);
        Assert.Empty(Directory.GetFiles(at.Folder, "x.*"));
    }

    [Fact]
    public void NothingStays_WhereTheDataAreBad()
    {
        string data = at.Write("bad.csv", "eruptions,waiting\n1.8,54\nx,1\n");
        foreach (string name in new[] { "out.parquet", "out.jsonl", "out.csv.gz" })
        {
            Workspace.Run("predict", at.FaithfulModel(), data, "--output", at[name]).IsBadInput("'x' is not a number");
            Assert.Equal(["bad.csv", "model.json"], Directory.GetFiles(at.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Imputed_StandsInItsColumns_TheOthersBesideIt()
    {
        var run = Workspace.Run("impute", at.FaithfulModel(), at.Write("people.csv", People), "--keep", "all", "--format", "jsonl");
        Assert.Equal(0, run.Code);
        using var last = JsonDocument.Parse(run.Lines[3]);
        Assert.Equal(["id", "who", "n", "eruptions", "waiting"], last.RootElement.EnumerateObject().Select(static one => one.Name));
        Assert.InRange(last.RootElement.GetProperty("eruptions").GetDouble(), 3.5, 5);
        var draws = Workspace.Run("impute", at["model.json"], at["people.csv"], "--keep", "id", "--draws", "2");
        Assert.Equal(["id", "001", "002", "003", "004", "001", "002", "003", "004"], draws.Lines.Select(static line => line.Split(',')[0]));
        Assert.Equal(["draw", "1", "1", "1", "1", "2", "2", "2", "2"], draws.Lines.Select(static line => line.Split(',')[1]));
    }

    [Fact]
    public void Tables_AreTheSame_OnAnyNumberOfThreadsAndProcesses()
    {
        Assert.Equal(0, Workspace.Run("sample", at.FaithfulModel(), "-n", "50000", "--labels", "-o", at["drawn.csv"]).Code);
        foreach (string name in new[] { "csv", "jsonl", "parquet" })
        {
            string[] ask = ["predict", at["model.json"], at["drawn.csv"], "--keep", "all", "--ignore", "label", "--force"];
            File.WriteAllText(at["drawn.csv"], File.ReadAllText(at["drawn.csv"]).Replace(",component\n", ",label\n", StringComparison.Ordinal));
            Assert.Equal(0, Workspace.Run([.. ask, "--threads", "1", "--output", at["one." + name]]).Code);
            Assert.Equal(0, Workspace.Run([.. ask, "--threads", "5", "--output", at["five." + name]]).Code);
            Assert.Equal(File.ReadAllBytes(at["one." + name]), File.ReadAllBytes(at["five." + name]));
            foreach (string launcher in Launcher.All.Take(1))
            {
                Assert.Equal(0, Launcher.Run(launcher, 3, [.. ask, "--output", at["three." + name]]).Code);
                Assert.Equal(File.ReadAllBytes(at["one." + name]), File.ReadAllBytes(at["three." + name]));
            }
        }
    }
}
