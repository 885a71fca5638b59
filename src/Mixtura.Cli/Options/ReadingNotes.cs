using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.IO;

namespace Mixtura.Cli.Options;

/// <summary>What a person should know of how data were read.</summary>
internal static class ReadingNotes
{
    /// <summary>What was assumed, on one line; what to look at, a line each.</summary>
    public static void Tell(string name, long kept, long dropped, TextReading reading, CommandStreams streams)
    {
        if (dropped > 0)
        {
            streams.Error.Write($"mixtura: {name}: {Shown.Count(dropped, "row")} with missing cells left out, {Shown.Count(kept)} kept\n");
        }

        if (reading.Found.Count > 0)
        {
            streams.Error.Write($"mixtura: {name}: {string.Join(", ", reading.Found)}\n");
        }

        foreach (string hint in reading.Hints)
        {
            streams.Error.Write($"mixtura: {name}: {hint}\n");
        }
    }
}
