namespace Mixtura.Cli.Tests;

/// <summary>A command never replaces what it reads.</summary>
public sealed class OverwriteTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    public static TheoryData<string, string> Commands => new()
    {
        { "x.csv", "fit {0} -k 2 -o {0} --force" },
        { "x.csv", "fit {0} -k 2 -o {0}" },
        { "x.csv", "fit {0} -k 2 --report {0} --force" },
        { "x.csv", "select {0} -k 1:2 -o {0} --force" },
        { "x.csv", "select {0} -k 1:2 --table {0} --force" },
        { "x.csv", "predict model.json {0} -o {0} --force" },
        { "x.csv", "score model.json {0} -o {0} --force" },
        { "x.csv", "report model.json {0} -o {0} --force" },
        { "model.json", "predict {0} x.csv -o {0} --force" },
        { "model.json", "sample {0} -n 5 -o {0} --force" },
        { "model.json", "report {0} x.csv -o {0} --force" },
        { "model.json", "export {0} --to onnx -o {0} --force" },
        { "x.csv", "fit {0} -k 2 -o link.csv --force" },
        { "x.csv", "fit link.csv -k 2 -o {0} --force" },
        { "x.csv", "fit {0} -k 2 -o here/x.csv --force" },
        { "x.csv", "fit {0} -k 2 -o here/../x.csv --force" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void ResultInTheFileThatIsRead_IsRefused(string input, string command)
    {
        at.FaithfulModel();
        File.Copy(Workspace.Faithful, at["x.csv"]);
        File.CreateSymbolicLink(at["link.csv"], at["x.csv"]);
        Directory.CreateSymbolicLink(at["here"], at.Folder);
        byte[] before = File.ReadAllBytes(at[input]);
        string[] files = ["x.csv", "link.csv", "model.json", "here/x.csv", "here/../x.csv"];
        string[] words = [.. command.Replace("{0}", input, StringComparison.Ordinal).Split(' ').Select(word => files.Contains(word) ? at.Folder + "/" + word : word)];
        Workspace.Run(words).IsBadInput("would be lost");
        Assert.Equal(before, File.ReadAllBytes(at[input]));
    }

    [Fact]
    public void AnotherFile_IsReplacedByForce()
    {
        File.Copy(Workspace.Faithful, at["x.csv"]);
        File.Copy(Workspace.Faithful, at["y.csv"]);
        Assert.Equal(0, Workspace.Run("fit", at["x.csv"], "-k", "2", "-q", "-o", at["y.csv"], "--force").Code);
    }
}
