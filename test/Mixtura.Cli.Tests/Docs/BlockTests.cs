namespace Mixtura.Cli.Tests.Docs;

/// <summary>Runs each document: its C# blocks as one program from top to bottom, then its commands, in one folder with <c>samples/</c>.</summary>
[Collection(CurrentFolder.Name)]
public class BlockTests
{
    private const string AnyOutput = "…";

    /// <summary>With MIXTURA_WRITE_DOCS=1 the outputs in the documents are written anew instead of compared: for after a change that is meant.</summary>
    private static bool IsRewriting => string.Equals(Environment.GetEnvironmentVariable("MIXTURA_WRITE_DOCS"), "1", StringComparison.Ordinal);

    public static TheoryData<string> Documents() => [.. Repository.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Blocks_RunAndPrintWhatTheDocumentSays(string document)
    {
        var blocks = MarkdownBlock.Of(document);
        using var folder = new WorkingFolder();
        RunCode(document, [.. blocks.Where(static block => block.Language is "csharp")]);
        foreach (var block in blocks.Where(static block => block.Language is "sh" or "bash"))
        {
            RunCommands(block);
        }
    }

    [Fact]
    public void BlocksThatNameAFile_EqualIt()
    {
        var named = Repository.Documents.SelectMany(MarkdownBlock.Of).Where(static block => block.File is not null).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, static block => Assert.Equal(Repository.Read(block.File!), block.Text));
    }

    private static void RunCode(string document, MarkdownBlock[] blocks)
    {
        if (blocks.Length == 0)
        {
            return;
        }

        var printed = new DocumentProgram(document, blocks).Run();
        Assert.Equal(blocks.Length, printed.Count);
        for (int i = 0; i < blocks.Length; i++)
        {
            Check(blocks[i], printed[i]);
        }
    }

    private static void RunCommands(MarkdownBlock block)
    {
        var lines = CommandLine.Of(block);
        string printed = string.Concat(lines.Select(static line => line.Run()));
        if (lines.Count > 0)
        {
            Check(block, printed);
        }
    }

    private static void Check(MarkdownBlock block, string printed)
    {
        if (IsRewriting && block.Output is { } output && !output.Contains(AnyOutput, StringComparison.Ordinal))
        {
            string shown = string.Concat(printed.TrimEnd().Split('\n').Select(static line => line.TrimEnd() + "\n"));
            string text = Repository.Read(block.Document).Replace(Shown(block, output), Shown(block, shown), StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(Repository.Root, block.Document), text);
            return;
        }

        ExpectedOutput.AssertMatches(block.Place, block.Output ?? AnyOutput, printed);
    }

    private static string Shown(MarkdownBlock block, string output) => $"{block.Text}```\n\n```text\n{output}```";
}
