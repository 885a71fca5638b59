namespace Mixtura.Cli.Tests;

public sealed class BadDataTests : IDisposable
{
    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public void MissingFile_IsNamed() => Workspace.Run("fit", at["none.csv"], "-k", "2").IsBadInput("none.csv", "no such file", "Check the path");

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b\n", "header", "row")]
    [InlineData("a,b\n1,2\n3\n4,5\n", "line 3", "1", "2")]
    [InlineData("a,b\n1,2\n3,x7\n4,5\n", "line 3", "column 2", "x7")]
    [InlineData("a,b\n1,2\n3,NaN\n4,5\n", "line 3", "column 2", "NaN", "not supported yet")]
    [InlineData("a,b\n1,2\n3,\n4,5\n", "line 3", "column 2", "not supported yet")]
    [InlineData("a,b\n1,2\n3,inf\n4,5\n", "line 3", "column 2", "inf")]
    [InlineData("a,b\n1,7\n2,7\n4,7\n5,7\n", "'b'", "constant")]
    [InlineData("a,b\n1,2\n", "rows", "components")]
    [InlineData("a,b,a\n1,2,3\n3,1,5\n4,5,1\n", "two features are named 'a'", "--ignore")]
    public void UnusableFile_ExitsWith2AndNamesPlaceAndValue(string text, params string[] parts) =>
        Workspace.Run("fit", at.Write("data.csv", text), "-k", "2").IsBadInput(parts);

    [Theory]
    [InlineData("a,b,w\n1,2,1\n3,4,-1\n5,7,1\n", "line 3", "-1", "negative")]
    [InlineData("a,b,w\n1,2,0\n3,4,0\n5,7,0\n", "all weights", "'w'", "positive")]
    public void UnusableWeights_ExitWith2(string text, params string[] parts) =>
        Workspace.Run("fit", at.Write("data.csv", text), "-k", "1", "--weights", "w").IsBadInput(parts);

    [Theory]
    [InlineData("--columns", "eruptions,wating")]
    [InlineData("--ignore", "wating")]
    [InlineData("--label", "wating")]
    [InlineData("--weights", "wating")]
    public void UnknownColumn_ExitsWith2AndListsColumns(string option, string names) =>
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", option, names).IsBadInput("'wating'", "Did you mean 'waiting'", "eruptions, waiting", option);
}
