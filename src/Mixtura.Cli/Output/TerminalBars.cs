using System.Globalization;
using Spectre.Console;

namespace Mixtura.Cli.Output;

/// <summary>A bar with its label.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">What it shows, 0 or more.</param>
/// <param name="IsMarked">Whether it stands out.</param>
internal readonly record struct TerminalBar(string Label, double Value, bool IsMarked = false);

/// <summary>A small picture for a person at a terminal; files and pipes get none.</summary>
internal static class TerminalBars
{
    private const int MostWidth = 72;

    /// <summary>Draws the shares of a whole, if there is a terminal.</summary>
    public static void WriteShares(TextWriter? terminal, string title, IEnumerable<TerminalBar> bars) =>
        Write(terminal, title, bars, static value => value, static length => length.ToString("F4", CultureInfo.InvariantCulture));

    /// <summary>Draws how far things are from the best, if there is a terminal; by square roots, so that small differences show beside large ones.</summary>
    public static void WriteDifferences(TextWriter? terminal, string title, IEnumerable<TerminalBar> bars) =>
        Write(terminal, title, bars, Math.Sqrt, static length => (length * length).ToString("F3", CultureInfo.InvariantCulture));

    private static void Write(TextWriter? terminal, string title, IEnumerable<TerminalBar> bars, Func<double, double> lengthOf, Func<double, string> shown)
    {
        if (terminal is null)
        {
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) });
        var chart = new BarChart { Width = Math.Min(MostWidth, console.Profile.Width) }.UseValueFormatter((length, _) => shown(length));
        foreach (var bar in bars)
        {
            chart.AddItem(Markup.Escape(bar.Label), lengthOf(bar.Value), bar.IsMarked ? Color.Green : Color.Blue);
        }

        console.WriteLine();
        console.WriteLine(title);
        console.Write(chart);
    }
}
