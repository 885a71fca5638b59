namespace Mixtura.Cli.Terminal;

/// <summary>With <c>--quiet</c> there is no summary to hold warnings: they are said all the same.</summary>
internal static class QuietWarnings
{
    /// <summary>Says them on standard error, a line each.</summary>
    public static void Write(CommandStreams streams, string name, IEnumerable<string> warnings, bool isQuiet)
    {
        foreach (string warning in isQuiet ? warnings : [])
        {
            streams.Error.Write($"mixtura: {name}: {warning}\n");
        }
    }
}
