using System.Globalization;
using Mixtura.Selection;

namespace Mixtura.Cli.Terminal;

/// <summary>One line on a terminal that says how much of what is counted is done, and how long the rest takes if it is like it; cleared at the end.</summary>
internal sealed class CountedProgressLine(TextWriter error, TimeProvider time) : IProgress<SelectionProgress>, IProgress<VariationalProgress>, IProgress<BootstrapProgress>, IDisposable
{
    private readonly TerminalLine line = new(error);
    private Pace pace = new(time);
    private int last;

    /// <summary>The line of a command, or null where nobody sees it.</summary>
    public static CountedProgressLine? On(CommandStreams streams, bool isQuiet = false) => streams.ErrorIsTerminal && !isQuiet ? new CountedProgressLine(streams.Error, TimeProvider.System) : null;

    public void Report(SelectionProgress value) => Write(value.Finished, value.Total, $"latest {value.Latest.Kind.Title} with {value.Latest.Components}");

    public void Report(VariationalProgress value) => Write(value.Finished, value.Total, $"latest with {value.Latest.Model.Components}");

    public void Report(BootstrapProgress value) => Write(value.Finished, value.Total, $"replicates of K = {value.Components}");

    public void Dispose() => line.Dispose();

    private void Write(int finished, int total, string what)
    {
        // counted anew: another thing has begun
        pace = finished < last ? new Pace(time) : pace;
        last = finished;
        line.Write(string.Create(CultureInfo.InvariantCulture, $"{finished} of {total} done{pace.Left((double)finished / total)}, {what}"));
    }
}
