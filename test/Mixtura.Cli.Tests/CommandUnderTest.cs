using System.Diagnostics;
using System.Text;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Tests;

/// <summary>
/// The command as the tests run it: in this process, or, where the environment variable <c>MIXTURA_COMMAND</c> names a file, that file as a process of its own.
/// So every test is one of the native file too.
/// </summary>
internal static class CommandUnderTest
{
    private static readonly string? File = Environment.GetEnvironmentVariable("MIXTURA_COMMAND");

    /// <summary>The file and its first arguments that start the command as a process.</summary>
    public static IReadOnlyList<string> Words { get; } = File is null ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "Mixtura.Cli.dll")] : [File];

    /// <summary>Runs the command.</summary>
    /// <param name="input">Its standard input.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>Its exit code and what it wrote.</returns>
    public static (int Code, byte[] Output, string Error) Run(byte[] input, IReadOnlyList<string> args)
    {
        if (File is not null)
        {
            return RunProcess(File, input, args);
        }

        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var given = new MemoryStream(input);
        int code = MixturaCommand.Run(args, new CommandStreams(given, output, error));
        return (code, output.ToArray(), error.ToString());
    }

    private static (int Code, byte[] Output, string Error) RunProcess(string file, byte[] input, IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(file, args)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var given = Task.Run(() => Give(process, input));
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        given.GetAwaiter().GetResult();
        return (process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());
    }

    private static void Give(Process process, byte[] input)
    {
        try
        {
            using var stream = process.StandardInput.BaseStream;
            stream.Write(input);
        }
        catch (IOException)
        {
            // it ended before it had read all: it need not
        }
    }
}
