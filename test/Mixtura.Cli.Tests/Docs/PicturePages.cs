namespace Mixtura.Cli.Tests.Docs;

/// <summary>The pages of the commands that the documents' pictures are of, each made once.</summary>
public sealed class PicturePages : IDisposable
{
    private readonly Workspace at = new();
    private readonly Dictionary<string, string> made = new(StringComparer.Ordinal);

    public void Dispose() => at.Dispose();

    /// <summary>The page that a command writes.</summary>
    public string Of(string command)
    {
        if (made.TryGetValue(command, out string? known))
        {
            return known;
        }

        string[] words = command.Split(' ');
        string[] args = [.. words.Skip(1).Select(word => word.StartsWith("samples/", StringComparison.Ordinal) ? Workspace.Sample(word["samples/".Length..]) : word.EndsWith(".html", StringComparison.Ordinal) ? at[word] : word)];
        Assert.Equal(0, Workspace.Run(args).Code);
        return made[command] = at[words[Array.IndexOf(words, "--report") + 1]];
    }
}
