namespace Mixtura.Cli.Tests;

public sealed class BadModelTests : IDisposable
{
    private const string Model =
        """
        { "format": "mixtura.gaussian-mixture", "version": 1, "features": ["eruptions", "waiting"], "covarianceStructure": "full",
          "weights": [1], "means": [[3.5, 70]], "covariances": [[[1.3, 14], [14, 185]]] }
        """;

    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void HandWrittenModel_Scores() => Assert.Equal(273, Workspace.Run("score", at.Write("m.json", Model), Workspace.Faithful).Lines.Length);

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 3", "version is 3", "versions 1 and 2")]
    [InlineData("mixtura.gaussian-mixture", "other", "'other'", "mixtura.gaussian-mixture", "Give a model file that 'mixtura fit --output' wrote.")]
    [InlineData("[[1.3, 14], [14, 185]]", "[[1.3, 140], [140, 185]]", "component 0", "not positive definite")]
    [InlineData("[[1.3, 14], [14, 185]]", "[[1.3, null], [14, 185]]", "component 0", "finite")]
    [InlineData("\"full\"", "\"round\"", "'round'", "spherical")]
    [InlineData("\"weights\": [1]", "\"weights\": [0.5]", "0.5", "sum to 1")]
    [InlineData("\"covariances\"", "\"fit\": {}, \"covariances\"", "'fit.method' is missing")]
    [InlineData("[\"eruptions\", \"waiting\"]", "[null, \"waiting\"]", "'features[0]' is null")]
    [InlineData("[\"eruptions\", \"waiting\"]", "[\"waiting\", \"waiting\"]", "two 'features' are named 'waiting'")]
    [InlineData("185]]] }", "", "not a whole JSON model", "cut off")]
    public void BadModel_ExitsWith2AndSaysWhy(string old, string replacement, params string[] parts)
    {
        string path = at.Write("m.json", Model.Replace(old, replacement, StringComparison.Ordinal));
        Workspace.Run("score", path, Workspace.Faithful).IsBadInput([path, .. parts]);
        Workspace.Run("inspect", path).IsBadInput(parts);
        Workspace.Run("fit", Workspace.Faithful, "--init", "file:" + path).IsBadInput(parts);
    }

    [Fact]
    public void MissingModel_IsNamed() => Workspace.Run("inspect", at["none.json"]).IsBadInput("none.json", "no such file", "mixtura fit --output");

    [Fact]
    public void OtherFeatures_ExitWith2AndListColumns() =>
        Workspace.Run("predict", at.Write("m.json", Model), Workspace.Iris).IsBadInput("'eruptions'", "Sepal_Length", "--columns");

    [Fact]
    public void OneStandardInput_IsNotReadTwice() => Workspace.Run("predict", "-", "-").IsBadInput("both '-'");

    [Fact]
    public void TooFewColumns_ExitWith2()
    {
        string data = at.Write("d.csv", "1.5,2.5,3\n2.5,1,4\n");
        Workspace.Run("score", at.Write("m.json", Model), data).IsBadInput("d.csv", "2");
    }
}
