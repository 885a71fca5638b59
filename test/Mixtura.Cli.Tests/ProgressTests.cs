using Mixtura.Cli.Terminal;
using Mixtura.IO;
using Mixtura.Selection;

namespace Mixtura.Cli.Tests;

/// <summary>The line that a person at a terminal sees while something takes long.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly Clock clock = new();
    private readonly StringWriter terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public void Reading_IsToldAfterTwoSeconds_TenTimesASecond()
    {
        using (var line = new ReadingProgressLine(terminal, clock))
        {
            line.Report(new ReadingProgress("a.csv", 0, 0));
            At(1.99, () => line.Report(new ReadingProgress("a.csv", 100_000, 0.1)));
            Assert.Empty(terminal.ToString());
            At(4, () => line.Report(new ReadingProgress("a.csv", 1_000_000, 0.259)));
            At(4.05, () => line.Report(new ReadingProgress("a.csv", 1_100_000, 0.3)));
            At(5, () => line.Report(new ReadingProgress("a.csv", 2_000_000, double.NaN)));
        }

        Assert.Equal(
            ["reading a.csv: 25 %, 1,000,000 rows, 250,000 a second, 12 s left", "reading a.csv: 2,000,000 rows, 400,000 a second"],
            Lines());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SlowData_AreToldAtATerminal_UnlessQuiet(bool isQuiet)
    {
        string rows = "x,y\n" + string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"{i % 977},{i % 1009}\n"));
        using var input = new SlowStream(System.Text.Encoding.UTF8.GetBytes(rows));
        using var output = new MemoryStream();
        string[] quiet = isQuiet ? ["--quiet"] : [];
        Assert.Equal(0, MixturaCommand.Run(["fit", "-", "-k", "1", .. quiet], new CommandStreams(input, output, terminal) { ErrorIsTerminal = true }));
        Assert.Equal(!isQuiet, terminal.ToString().Contains("reading standard input: ", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryFile_HasItsOwnPace()
    {
        using var line = new ReadingProgressLine(terminal, clock);
        line.Report(new ReadingProgress("a.csv", 0, 0));
        At(10, () => line.Report(new ReadingProgress("b.csv", 1000, 0.5)));
        Assert.Empty(terminal.ToString());
        At(13, () => line.Report(new ReadingProgress("b.csv", 30_000, 0.5)));
        Assert.Equal(["reading b.csv: 50 %, 30,000 rows, 10,000 a second, 3 s left"], Lines());
    }

    [Theory]
    [InlineData(1, 0.5, "")]
    [InlineData(2, 0.5, ", 2 s left")]
    [InlineData(2, 0.0, "")]
    [InlineData(99, 0.5, ", 99 s left")]
    [InlineData(100, 0.5, ", 2 min left")]
    [InlineData(5999, 0.5, ", 100 min left")]
    [InlineData(6000, 0.5, ", 2 h left")]
    [InlineData(30, double.NaN, "")]
    public void TimeLeft_IsThatOfTheRestAtThePaceSoFar(double seconds, double share, string expected)
    {
        var pace = new Pace(clock);
        At(seconds, () => Assert.Equal(expected, pace.Left(share)));
    }

    [Fact]
    public void Counted_IsToldWithTheTimeLeft_AndAnewForTheNextThing()
    {
        using var line = new CountedProgressLine(terminal, clock);
        At(1, () => line.Report(new BootstrapProgress(2, 1, 10)));
        At(8, () => line.Report(new BootstrapProgress(2, 8, 10)));
        At(9, () => line.Report(new BootstrapProgress(3, 1, 10)));
        At(12, () => line.Report(new BootstrapProgress(3, 5, 10)));
        Assert.Equal(
            ["1 of 10 done, replicates of K = 2", "8 of 10 done, 2 s left, replicates of K = 2", "1 of 10 done, replicates of K = 3", "5 of 10 done, 3 s left, replicates of K = 3"],
            Lines());
    }

    private void At(double seconds, Action then)
    {
        clock.Seconds = seconds;
        then();
    }

    private string[] Lines() => [.. terminal.ToString().Split('\r', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    // the first rows come at once, the others after more than two seconds
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        private bool hasWaited;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position > 0 && !hasWaited)
            {
                hasWaited = true;
                Task.Delay(2200).Wait();
            }

            return base.Read(buffer, offset, count);
        }
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);
    }
}
