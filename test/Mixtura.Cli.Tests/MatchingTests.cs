namespace Mixtura.Cli.Tests;

public sealed class MatchingTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void ColumnOrderAndOtherColumns_DoNotMatter()
    {
        string model = at.FaithfulModel();
        var lines = File.ReadAllLines(Workspace.Faithful).Select(static line => line.Split(',')).ToArray();
        string swapped = at.Write("swapped.csv", string.Join('\n', lines.Select(static (cells, i) => $"{(i == 0 ? "name" : "n" + i)},{cells[1]},{cells[0]}")));
        Assert.Equal(Workspace.Run("predict", model, Workspace.Faithful).Output, Workspace.Run("predict", model, swapped).Output);
        Assert.Equal(Workspace.Run("score", model, Workspace.Faithful).Output, Workspace.RunWith(File.ReadAllText(swapped), "score", model, "-").Output);
    }

    [Fact]
    public void NamelessColumns_GoByPosition()
    {
        string model = at.FaithfulModel();
        string bare = at.Write("bare.csv", string.Join('\n', File.ReadLines(Workspace.Faithful).Skip(1)));
        Assert.Equal(Workspace.Run("predict", model, Workspace.Faithful).Output, Workspace.Run("predict", model, bare, "--no-header").Output);
    }

    [Fact]
    public void ChosenColumns_GoByPositionWhereNamesDiffer()
    {
        string model = at.FaithfulModel();
        string renamed = at.Write("renamed.csv", File.ReadAllText(Workspace.Faithful).Replace("eruptions,waiting", "length,pause", StringComparison.Ordinal));
        Workspace.Run("predict", model, renamed).IsBadInput("'eruptions'", "length, pause");
        Assert.Equal(
            Workspace.Run("predict", model, Workspace.Faithful).Output,
            Workspace.Run("predict", model, renamed, "--columns", "length,pause").Output);
    }

    [Fact]
    public void StartFromFile_MatchesByNameToo()
    {
        string model = at.FaithfulModel();
        string swapped = at.Write("swapped.csv", string.Join('\n', File.ReadLines(Workspace.Faithful).Select(static line => string.Join(',', line.Split(',').Reverse()))));
        string[] exactly = ["--tolerance", "0", "--max-iterations", "2", "--format", "json", "--init", "file:" + model];
        Assert.Equal(Workspace.Run(["fit", Workspace.Faithful, .. exactly]).Output, Workspace.Run(["fit", swapped, .. exactly]).Output);
    }
}
