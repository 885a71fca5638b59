namespace Mixtura.Cli.Terminal;

/// <summary>A line on a terminal that is written over; cleared at the end.</summary>
internal sealed class TerminalLine(TextWriter terminal) : IDisposable
{
    private int width;

    /// <summary>Shows this in place of what was shown.</summary>
    public void Write(string line)
    {
        width = Math.Max(width, line.Length);
        terminal.Write("\r" + line.PadRight(width));
        terminal.Flush();
    }

    public void Dispose()
    {
        if (width > 0)
        {
            terminal.Write("\r" + new string(' ', width) + "\r");
            terminal.Flush();
            width = 0;
        }
    }
}
