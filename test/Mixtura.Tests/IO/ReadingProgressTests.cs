using System.IO.Compression;
using System.Text;
using Mixtura.Data;
using Mixtura.IO;
using Parquet.Serialization;

namespace Mixtura.Tests.IO;

/// <summary>How far the reading has come is told for every format: rows and a share that only grow, to the whole.</summary>
public class ReadingProgressTests
{
    private const int Rows = 20_000;

    private static byte[] Text => Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, Rows).Select(static i => $"{i},{-i}\n")));

    [Theory]
    [InlineData("rows.csv", 0.0)]
    [InlineData("rows.csv.gz", 0.0)]
    [InlineData("rows.npy", 1e-12)]
    [InlineData("rows.parquet", 1e-12)]
    public async Task RowsAndShare_Grow_ToTheWhole(string name, double exactness)
    {
        using var file = new TemporaryFile(name, await Bytes(Path.GetExtension(name)));
        var told = new Told();
        using var rows = RowFile.Open(file.Path, new RowFileOptions { Progress = told });
        Assert.Equal(Rows, rows.Rows);
        Assert.InRange(told.All.Count, 4, 5);
        Assert.Equal([4096, 8192, 12288, 16384], told.All.Take(4).Select(static one => one.Rows));
        Assert.All(told.All, one => Assert.Equal(file.Path, one.Name));
        Assert.Equal(told.All.Select(static one => one.Share).Order(), told.All.Select(static one => one.Share));

        Assert.True(!name.EndsWith(".csv", StringComparison.Ordinal) || told.All[0].Share < 0.7);

        // what reads text is ahead of the rows that it has given
        Assert.All(told.All, one => Assert.InRange(one.Share, exactness > 0 ? (one.Rows / (double)Rows) - exactness : 0.1, exactness > 0 ? (one.Rows / (double)Rows) + exactness : 1));
    }

    [Fact]
    public void ShareOfAPipe_IsNotKnown()
    {
        var told = new Told();
        using var pipe = new GZipStream(new MemoryStream(Packed(Text)), CompressionMode.Decompress);
        using var rows = RowFile.Read(pipe, options: new RowFileOptions { Progress = told });
        Assert.Equal([4096, 8192, 12288, 16384], told.All.Select(static one => one.Rows));
        Assert.All(told.All, static one => Assert.True(double.IsNaN(one.Share)));
    }

    [Fact]
    public void RowsThatAreHandedOn_AreToldToo()
    {
        using var file = new TemporaryFile("rows.csv", Text);
        var told = new Told();
        RowRelay.Open(file.Path, new Nowhere(), new RowFileOptions { Progress = told });
        Assert.Equal([4096, 8192, 12288, 16384], told.All.Select(static one => one.Rows));
    }

    private static async Task<byte[]> Bytes(string format)
    {
        switch (format)
        {
            case ".npy":
                var array = new double[Rows, 2];
                return NpyBytes.Of(array);
            case ".parquet":
                using (var stream = new MemoryStream())
                {
                    await ParquetSerializer.SerializeAsync(Enumerable.Range(0, Rows).Select(static i => new Row { A = i, B = -i }), stream);
                    return stream.ToArray();
                }

            case ".gz":
                return Packed(Text);
            default:
                return Text;
        }
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(bytes);
        }

        return packed.ToArray();
    }

    private sealed class Row
    {
        public double A { get; set; }

        public double B { get; set; }
    }

    private sealed class Told : IProgress<ReadingProgress>
    {
        public List<ReadingProgress> All { get; } = [];

        public void Report(ReadingProgress value) => All.Add(value);
    }

    private sealed class Nowhere : IRowReceiver
    {
        public void Begin(IReadOnlyList<string> featureNames, IReadOnlyList<IReadOnlyList<string>> levels, bool isWeighted)
        {
        }

        public void Take(RowBlock rows)
        {
        }
    }
}
