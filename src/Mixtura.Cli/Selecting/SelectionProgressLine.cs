using System.Globalization;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>One line on a terminal that says how many cells are done; cleared at the end.</summary>
internal sealed class SelectionProgressLine(TextWriter error) : IProgress<SelectionProgress>, IDisposable
{
    private int width;

    public void Report(SelectionProgress value)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{value.Finished} of {value.Total} done, latest {value.Latest.Kind.Title} with {value.Latest.Components}");
        width = Math.Max(width, line.Length);
        error.Write("\r" + line.PadRight(width));
        error.Flush();
    }

    public void Dispose()
    {
        if (width > 0)
        {
            error.Write("\r" + new string(' ', width) + "\r");
            error.Flush();
            width = 0;
        }
    }
}
