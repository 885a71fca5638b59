namespace Mixtura.Cli.Terminal;

/// <summary>Nobody reads the output any more, as after <c>| head</c>: time to end, quietly.</summary>
internal sealed class BrokenPipeException(IOException innerException) : Exception("The reader of the output has gone.", innerException);
