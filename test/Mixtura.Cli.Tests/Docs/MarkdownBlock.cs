namespace Mixtura.Cli.Tests.Docs;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The document's path in the repository.</param>
/// <param name="Line">The line of its first line of text, counted from 1.</param>
/// <param name="Language">The word after the fence.</param>
/// <param name="Text">What stands between the fences, each line ended.</param>
/// <param name="File">The file that it must equal, from a comment <c>&lt;!-- file: PATH --&gt;</c> just above, or null.</param>
/// <param name="Output">What it prints: the <c>text</c> block that follows with nothing but blank lines between, or null.</param>
internal sealed record MarkdownBlock(string Document, int Line, string Language, string Text, string? File, string? Output)
{
    private const string Fence = "```";

    public string Place => $"{Document}:{Line}";

    public static IReadOnlyList<MarkdownBlock> Of(string document)
    {
        var lines = Repository.Read(document).Split('\n');
        var blocks = new List<MarkdownBlock>();
        string above = string.Empty;
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                above = lines[i].Trim() is { Length: > 0 } text ? text : above;
                continue;
            }

            int first = i + 1;
            int end = Array.FindIndex(lines, first, static line => string.Equals(line, Fence, StringComparison.Ordinal));
            Assert.True(end >= 0, $"{document}:{first}: the block has no end.");
            string body = string.Concat(lines[first..end].Select(static line => line + "\n"));
            Add(blocks, new MarkdownBlock(document, first + 1, lines[i][Fence.Length..].Trim(), body, FileNamedIn(above), null), above);
            above = Fence;
            i = end;
        }

        return blocks;
    }

    private static void Add(List<MarkdownBlock> blocks, MarkdownBlock block, string above)
    {
        bool isOutput = string.Equals(block.Language, "text", StringComparison.Ordinal) && string.Equals(above, Fence, StringComparison.Ordinal);
        if (isOutput && blocks.Count > 0)
        {
            blocks[^1] = blocks[^1] with { Output = block.Text };
        }
        else
        {
            blocks.Add(block);
        }
    }

    private static string? FileNamedIn(string line) =>
        line.StartsWith("<!-- file: ", StringComparison.Ordinal) ? line["<!-- file: ".Length..].Replace("-->", string.Empty, StringComparison.Ordinal).Trim() : null;
}
