using System.Globalization;
using Mixtura.Selection;

namespace Mixtura.Cli.Terminal;

/// <summary>One line on a terminal that says how much of what is counted is done; cleared at the end.</summary>
internal sealed class CountedProgressLine(TextWriter error) : IProgress<SelectionProgress>, IProgress<VariationalProgress>, IProgress<BootstrapProgress>, IDisposable
{
    private int width;

    /// <summary>The line of a command, or null where nobody sees it.</summary>
    public static CountedProgressLine? On(CommandStreams streams, bool isQuiet = false) => streams.ErrorIsTerminal && !isQuiet ? new CountedProgressLine(streams.Error) : null;

    public void Report(SelectionProgress value) => Write(value.Finished, value.Total, $"latest {value.Latest.Kind.Title} with {value.Latest.Components}");

    public void Report(VariationalProgress value) => Write(value.Finished, value.Total, $"latest with {value.Latest.Model.Components}");

    public void Report(BootstrapProgress value) => Write(value.Finished, value.Total, $"replicates of K = {value.Components}");

    public void Dispose()
    {
        if (width > 0)
        {
            error.Write("\r" + new string(' ', width) + "\r");
            error.Flush();
            width = 0;
        }
    }

    private void Write(int finished, int total, string what)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{finished} of {total} done, {what}");
        width = Math.Max(width, line.Length);
        error.Write("\r" + line.PadRight(width));
        error.Flush();
    }
}
