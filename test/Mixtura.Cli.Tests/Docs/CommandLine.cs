using System.Globalization;
using System.Text;

namespace Mixtura.Cli.Tests.Docs;

/// <summary>A line of a shell block: commands joined by pipes.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">The line without its comment.</param>
/// <param name="ExpectedCode">0, or what a comment <c># exit code N</c> says.</param>
internal sealed record CommandLine(string Place, string Text, int ExpectedCode)
{
    private const string FromCheckout = "dotnet run --project src/Mixtura.Cli -c Release -- ";
    private const string Sample = "dotnet run --project samples/";
    private const string CodeComment = "# exit code ";

    // what belongs to a checkout or another program is shown, not run
    private static readonly string[] NotRun = ["dotnet ", "git ", "cd ", ".ci/run", "python3 "];

    public static IReadOnlyList<CommandLine> Of(MarkdownBlock block)
    {
        var lines = new List<CommandLine>();
        string text = block.Text.Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int comment = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
            string command = (comment < 0 ? line : line[..comment])
                .Replace(FromCheckout, "mixtura ", StringComparison.Ordinal).Replace(Sample, "sample ", StringComparison.Ordinal).Trim();
            if (command.Length > 0 && !Array.Exists(NotRun, start => command.StartsWith(start, StringComparison.Ordinal)))
            {
                lines.Add(new CommandLine(block.Place, command, CodeIn(line)));
            }
        }

        return lines;
    }

    /// <summary>Runs it.</summary>
    /// <returns>What the last command of the pipe printed, after what any of them said on standard error.</returns>
    public string Run()
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        byte[] passed = [];
        int code = 0;
        foreach (string command in Text.Split('|', StringSplitOptions.TrimEntries))
        {
            code = RunOne(command.Split(' ', StringSplitOptions.RemoveEmptyEntries), ref passed, error);
        }

        string printed = Encoding.UTF8.GetString(passed);
        Assert.True(code == ExpectedCode, $"{Place}: '{Text}' ended with {code}, not {ExpectedCode}.\n{error}{printed}");
        return error + printed;
    }

    private static int RunOne(string[] words, ref byte[] passed, TextWriter error)
    {
        switch (words)
        {
            case ["cat", var file]:
                passed = File.ReadAllBytes(file);
                return 0;
            case ["head", "-n", var count]:
                var lines = Encoding.UTF8.GetString(passed).Split('\n').Take(int.Parse(count, CultureInfo.InvariantCulture));
                passed = Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n")));
                return 0;
            case ["mixtura", .. var arguments, ">", var file]:
                int code = RunMixtura(arguments, ref passed, error);
                File.WriteAllBytes(file, passed);
                passed = [];
                return code;
            case ["sample", var name, .. var arguments]:
                passed = Encoding.UTF8.GetBytes(SampleProgram.Run(name, [.. arguments.SkipWhile(static word => word is "--")]));
                return 0;
            case ["mixtura", .. var arguments]:
                return RunMixtura(arguments, ref passed, error);
            default:
                throw new NotSupportedException($"The tests of the documents cannot run '{string.Join(' ', words)}'.");
        }
    }

    private static int RunMixtura(string[] arguments, ref byte[] passed, TextWriter error)
    {
        var (code, output, said) = CommandUnderTest.Run(passed, [.. arguments.Select(static word => word.Trim('\'', '"'))]);
        error.Write(said);
        passed = output;
        return code;
    }

    private static int CodeIn(string line)
    {
        int at = line.IndexOf(CodeComment, StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(line[(at + CodeComment.Length)..].Split(' ')[0], CultureInfo.InvariantCulture);
    }
}
