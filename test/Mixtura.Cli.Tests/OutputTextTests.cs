using System.Text;
using Mixtura.Cli.Output;
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
    public void Spread_ShowsTheMeanToTheDeviationsDigits(double mean, double deviation, string expected) =>
        Assert.Equal(expected, MeanAndDeviation.Text(mean, deviation));

    [Fact]
    public void Csv_RoundTripsNumbersAndQuotesNames()
    {
        using var stream = new MemoryStream();
        var csv = new CsvWriter(stream);
        csv.Header(["plain", "a,b", "say \"x\""]);
        double[] values = [0.1, -1.7976931348623157E+308, 5E-324, 1.0 / 3, double.NegativeInfinity];
        for (int i = 0; i < 10_000; i++)
        {
            foreach (double value in values)
            {
                csv.Add(value);
            }

            csv.Add(int.MinValue);
            csv.EndLine();
        }

        csv.Flush();
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("plain,\"a,b\",\"say \"\"x\"\"\"", lines[0]);
        Assert.Equal(10_001, lines.Length);
        Assert.Equal(values, lines[^1].Split(',').SkipLast(1).Select(static cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
