namespace Mixtura.Cli.Tests.Docs;

[Collection(CurrentFolder.Name)]
public class CodeBlockTests
{
    public static TheoryData<string> Documents() =>
        [.. Repository.Documents.Where(static document => MarkdownBlock.Of(document).Any(IsCode))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void CSharpBlocks_CompileRunAndPrintWhatTheDocumentSays(string document)
    {
        var blocks = MarkdownBlock.Of(document).Where(IsCode).ToArray();
        using var folder = new WorkingFolder();
        var printed = new DocumentProgram(document, blocks).Run();
        Assert.Equal(blocks.Length, printed.Count);
        for (int i = 0; i < blocks.Length; i++)
        {
            ExpectedOutput.AssertMatches(blocks[i].Place, blocks[i].Output ?? "…", printed[i]);
        }
    }

    [Fact]
    public void BlocksThatNameAFile_EqualIt()
    {
        var named = Repository.Documents.SelectMany(MarkdownBlock.Of).Where(static block => block.File is not null).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, static block => Assert.Equal(Repository.Read(block.File!), block.Text));
    }

    private static bool IsCode(MarkdownBlock block) => string.Equals(block.Language, "csharp", StringComparison.Ordinal);
}
