using System.Text;
using System.Text.RegularExpressions;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Tests;

/// <summary>A folder of its own for a test, and the command run in it.</summary>
public sealed partial class Workspace : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mixtura-cli-").FullName;

    public static string Faithful => Sample("faithful.csv");

    public static string Iris => Sample("iris.csv");

    public string Folder => folder;

    public string this[string name] => Path.Combine(folder, name);

    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A model of two components over <c>eruptions</c> and <c>waiting</c>.</summary>
    public string FaithfulModel()
    {
        Assert.Equal(0, Run("fit", Faithful, "-k", "2", "--restarts", "2", "--output", this["model.json"], "--quiet", "--force").Code);
        return this["model.json"];
    }

    public static Outcome Run(params string[] args) => RunWith(string.Empty, CancellationToken.None, args);

    public static Outcome RunWith(string input, params string[] args) => RunWith(input, CancellationToken.None, args);

    public static Outcome RunWith(string input, CancellationToken interrupted, params string[] args) => RunWith(input, args, null, interrupted);

    /// <summary>As before a terminal.</summary>
    /// <returns>What is drawn on it beside the output, without colours.</returns>
    public static string Drawn(params string[] args)
    {
        using var terminal = new StringWriter();
        Assert.Equal(0, RunWith(string.Empty, args, terminal, CancellationToken.None).Code);
        return Colour().Replace(terminal.ToString(), string.Empty);
    }

    private static Outcome RunWith(string input, string[] args, TextWriter? terminal, CancellationToken interrupted)
    {
        if (terminal is null && !interrupted.CanBeCanceled)
        {
            var (ended, printed, said) = CommandUnderTest.Run(Encoding.UTF8.GetBytes(input), args);
            return new Outcome(ended, Encoding.UTF8.GetString(printed), said);
        }

        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var given = new MemoryStream(Encoding.UTF8.GetBytes(input));
        int code = MixturaCommand.Run(args, new CommandStreams(given, output, error) { Interrupted = interrupted, Terminal = terminal });
        return new Outcome(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
