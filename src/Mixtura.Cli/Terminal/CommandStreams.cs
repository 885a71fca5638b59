using Mixtura.Data;

namespace Mixtura.Cli.Terminal;

/// <summary>What a command reads and writes; a process has its own, a test gives others.</summary>
/// <param name="Input">Where <c>-</c> reads from.</param>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors, warnings and progress.</param>
internal sealed record CommandStreams(Stream Input, Stream Output, TextWriter Error)
{
    /// <summary>Whether somebody watches <see cref="Error"/>.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The terminal that shows <see cref="Output"/>, for pictures; null where it goes elsewhere.</summary>
    public TextWriter? Terminal { get; init; }

    /// <summary>The processes that run this command together; null where this one is alone.</summary>
    public IProcessGroup? Processes { get; init; }

    /// <summary>Whether another process prints and writes: this one only computes.</summary>
    public bool IsSilent => Processes is { Rank: > 0 };

    /// <summary>Set when the user wants the command to end.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>Writes text to <see cref="Output"/>.</summary>
    public void WriteText(string text)
    {
        Output.Write(System.Text.Encoding.UTF8.GetBytes(text));
        Output.Flush();
    }
}
