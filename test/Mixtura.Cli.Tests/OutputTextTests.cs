using System.Text;
using Mixtura.Cli.Output;
using Mixtura.Cli.Tables;
using Mixtura.Report;

namespace Mixtura.Cli.Tests;

public sealed class OutputTextTests
{
    [Theory]
    [InlineData(4.28966, 0.412271, "4.2897 ± 0.4123")]
    [InlineData(79.9681, 6.00385, "79.968 ± 6.004")]
    [InlineData(1234567.89, 1234, "1234568 ± 1234")]
    [InlineData(100000000.5, 0.001, "100000000.500000 ± 0.001000")]
    [InlineData(0, 1e-30, "0 ± 1E-30")]
    [InlineData(-9.623994618e-11, 9.812e-10, "-9.62E-11 ± 9.812E-10")]
    [InlineData(-4.2e-14, 1.106e-9, "0 ± 1.106E-09")]
    [InlineData(-0.09, 48693, "0 ± 48693")]
    [InlineData(-0.00001, 1.5, "0.000 ± 1.500")]
    public void Spread_ShowsTheMeanToTheDeviationsDigits(double mean, double deviation, string expected) =>
        Assert.Equal(expected, MeanAndDeviation.Text(mean, deviation));

    [Fact]
    public void Csv_RoundTripsNumbersAndQuotesNames()
    {
        using var stream = new MemoryStream();
        double[] values = [0.1, -1.7976931348623157E+308, 5E-324, 1.0 / 3, double.NegativeInfinity];
        using var csv = new CsvTable(new Results(null, stream));
        var table = new RowTable(csv, [new("plain", CellType.Number), new("a,b", CellType.Whole), new("say \"x\"", CellType.Text)]);
        var rows = table.Rows(values.Length);
        for (int block = 0; block < 2000; block++)
        {
            rows.Start(block * values.Length, values.Length);
            values.CopyTo(rows.Numbers(0));
            rows.Wholes(1).Fill(long.MinValue);
            rows.Texts(2).Fill("two\nlines");
            table.Prepare(rows);
            table.Write(rows);
        }

        table.Complete();
        string[] records = Encoding.UTF8.GetString(stream.ToArray()).Split("\"two\nlines\"\n");
        Assert.Equal("plain,\"a,b\",\"say \"\"x\"\"\"", records[0].Split('\n')[0]);
        Assert.Equal(10_001, records.Length);
        Assert.Equal(values, records[^6..^1].Select(static record => double.Parse(record.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("-9223372036854775808", records[^2].Split(',')[1]);
    }
}
