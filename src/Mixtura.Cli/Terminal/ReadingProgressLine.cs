using System.CommandLine;
using System.Globalization;
using Mixtura.IO;

namespace Mixtura.Cli.Terminal;

/// <summary>One line on a terminal that says how far the reading of data has come, how fast it goes and how long it still takes, where it takes more than two seconds.</summary>
internal sealed class ReadingProgressLine(TextWriter terminal, TimeProvider time) : IProgress<ReadingProgress>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TerminalLine line = new(terminal);
    private Pace pace = new(time);
    private TimeSpan shown;
    private string name = string.Empty;

    /// <summary>The line of a command, or null where nobody sees it.</summary>
    public static ReadingProgressLine? On(ParseResult parsed, CommandStreams streams) =>
        streams.ErrorIsTerminal && !IsQuiet(parsed) ? new ReadingProgressLine(streams.Error, TimeProvider.System) : null;

    public void Report(ReadingProgress value)
    {
        // of several files each has its own pace
        if (!string.Equals(name, value.Name, StringComparison.Ordinal))
        {
            (name, pace, shown) = (value.Name, new Pace(time), TimeSpan.Zero);
        }

        if (pace.IsLong && pace.Elapsed - shown >= Interval)
        {
            shown = pace.Elapsed;
            double rate = value.Rows / shown.TotalSeconds;
            string share = double.IsNaN(value.Share) ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * value.Share)} %, ");
            line.Write(string.Create(CultureInfo.InvariantCulture, $"reading {name}: {share}{value.Rows:N0} rows, {rate:N0} a second{pace.Left(value.Share)}"));
        }
    }

    public void Dispose() => line.Dispose();

    private static bool IsQuiet(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(static option => option.Name is "--quiet") is Option<bool> quiet && parsed.GetValue(quiet);
}
