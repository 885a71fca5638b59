using Mixtura.Cli.Terminal;
using Mixtura.Data;

namespace Mixtura.Cli;

/// <summary>Turns what went wrong into one line on standard error and an exit code: the only place that does.</summary>
internal static class Failures
{
    /// <summary>Runs a command; nothing that its user can cause comes out as a stack trace.</summary>
    public static int Guard(CommandStreams streams, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (InputException failure)
        {
            return Report(streams, Remedies.MessageOf(failure));
        }
        catch (BrokenPipeException)
        {
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Write(streams, "interrupted", "nothing was written.");
            return ExitCode.Interrupted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Report(streams, failure.Message);
        }
    }

    /// <summary>Does something with data; what is found wrong with them is said of the file, which the library has not seen.</summary>
    /// <param name="name">What messages call the data.</param>
    /// <param name="work">What is done.</param>
    public static T About<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (InputException failure)
        {
            throw failure.At(name);
        }
    }

    /// <summary>Says what is wrong with the input or the usage.</summary>
    public static int Report(CommandStreams streams, string message)
    {
        Write(streams, "error", message);
        return ExitCode.BadInput;
    }

    private static void Write(CommandStreams streams, string kind, string message) => streams.Error.WriteLine($"mixtura: {kind}: {message}");
}
