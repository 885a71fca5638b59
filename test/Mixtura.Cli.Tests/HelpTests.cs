using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData]
    [InlineData("fit")]
    [InlineData("select")]
    [InlineData("predict")]
    [InlineData("score")]
    [InlineData("compare")]
    [InlineData("sample")]
    [InlineData("inspect")]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("completion")]
    [InlineData("man")]
    public void Help_HasExamplesAndExitCodes(params string[] command)
    {
        var run = Workspace.Run([.. command, "--help"]);
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("Examples:\n  mixtura ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 done", run.Output, StringComparison.Ordinal);
        Assert.All(run.Lines, static line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public void FitHelp_StatesEveryDefault()
    {
        string text = string.Join(' ', Workspace.Run("fit", "--help").Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in (string[])["Default: full", "Default: mixed", "Default: until three agree, with categories six (at most 20 or 60, or 1500 passes, more on small tables of categories), for up to 5 components or fewer than 2000 rows; else 1", "Default: 2000", "Default: 1e-10", "Default: all processors", "iteration by iteration as in the textbook"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ReaderThatLeavesTheHelp_EndsItQuietly()
    {
        using var gone = new NobodyReads();
        using var error = new StringWriter();
        Assert.Equal(0, MixturaCommand.Run(["--help"], new CommandStreams(Stream.Null, gone, error)));
        Assert.Empty(error.ToString());
    }

    private sealed class NobodyReads : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new BrokenPipeException(new IOException());

        public override void Write(byte[] buffer, int offset, int count) => throw new BrokenPipeException(new IOException());
    }

    [Fact]
    public void Version_IsPrinted() => Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", Workspace.Run("--version").Output);
}
