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
    [InlineData("a,kind of\n1,red\n2,blue\n", "Say --label \"kind of\" if it holds the known classes, --categorical \"kind of\" if it holds categories, or leave it out with --ignore \"kind of\".")]
    [InlineData("a,b\n1,\n2,\n3,\n4,x\n5,\n6,y\n", "the column holds text ('x', 'y')")]
    [InlineData("a,b\n1,7\n2,\n3,\n4,x\n5,8\n6,9\n", "'x' is not a number. Correct it or remove the row.")]
    [InlineData("a,b,c\n1,x,y\n2,x,y\n", "2 columns hold text: b, c. Say --categorical auto if they hold categories, or leave them out with --ignore b,c; one of them may be the --label.")]
    [InlineData("a,b,c,d,e,f,g\n1,x,y,x,x,x,x\n2,x,y,x,x,x,x\n", "b, c, d, e, f and 1 more. Say --categorical auto if they hold categories, or leave them out with --ignore, or choose the others with --columns;")]
    [InlineData("a,b\nx,y\nx,y\n", "name columns of numbers with --columns")]
    [InlineData("5.1,3.5,setosa\n4.9,3.0,2\n", "Say --no-header if it is a row, --header if it names the columns.")]
    [InlineData("a,b\n", "if the first line is a row, say --no-header.")]
    [InlineData("a,b\n1,7\n2,7\n4,7\n", "feature 'b' is 7 in every row. A constant feature has no variance to fit. Leave it out with --ignore b, or add --regularization.")]
    [InlineData("a,b,c\n1,2,7\n2,4,7.5\n4,8,9\n6,12,1\n", "'b' is a linear combination of feature 'a'", "Leave one out, with --ignore b say, use --covariance diagonal or spherical, or add --regularization.")]
    [InlineData("a,b,c\n1,2,7\n2,4,7.5\n", "cannot determine a full 3×3 covariance", "--covariance diagonal or spherical, or --regularization.")]
    [InlineData("[1,2]\n", "is JSON, not a table")]
    [InlineData("a,b\n1,2\n3,inf\n4,5\n", "line 3", "column 2", "inf")]
    [InlineData("a,b\n1,7\n2,7\n4,7\n5,7\n", "'b'", "constant")]
    [InlineData("a,b\n1,2\n", "rows", "components")]
    [InlineData("a,b,a\n1,2,3\n3,1,5\n4,5,1\n", "two features are named 'a'", "--ignore")]
    public void UnusableFile_ExitsWith2AndNamesPlaceAndValue(string text, params string[] parts) =>
        Workspace.Run("fit", at.Write("data.csv", text), "-k", "2").IsBadInput(parts);

    [Theory]
    [InlineData("a,b\n1,2\n3,NaN\n4,5\n", "line 3", "column 2", "'NaN' is a missing value")]
    [InlineData("a,b\n1,2\n3,\n4,5\n", "line 3", "column 2", "the field is empty", "--missing drop-rows", "leave the column out with --ignore b.")]
    public void MissingCell_IsRefusedWhereThatIsAskedFor(string text, params string[] parts)
    {
        string data = at.Write("data.csv", text);
        Workspace.Run("fit", data, "-k", "1", "--missing", "error").IsBadInput(parts);
        Workspace.Run("fit", data, "-k", "1", "--method", "variational").IsBadInput(parts);
    }

    [Theory]
    [InlineData("a,b,w\n1,2,1\n3,4,-1\n5,7,1\n", "line 3", "-1", "negative")]
    [InlineData("a,b,w\n1,2,0\n3,4,0\n5,7,0\n", "all weights", "'w'", "positive")]
    public void UnusableWeights_ExitWith2(string text, params string[] parts) =>
        Workspace.Run("fit", at.Write("data.csv", text), "-k", "1", "--weights", "w").IsBadInput(parts);

    [Fact]
    public void ManyConstantColumns_AreCutAfterFive()
    {
        string header = string.Join(',', Enumerable.Range(0, 484).Select(static i => $"c{i}"));
        string zeros = string.Concat(Enumerable.Repeat("0,", 484));
        string data = at.Write("wide.csv", $"{header},a\n{zeros}1\n{zeros}2\n{zeros}4\n{zeros}7\n");
        Workspace.Run("fit", data, "-k", "1", "--covariance", "diagonal").IsBadInput(
            "wide.csv: 484 features are the same in every row: 'c0' is 0, 'c1' is 0, 'c2' is 0, 'c3' is 0, 'c4' is 0 and 479 more.",
            "Leave them out with --ignore, or choose the others with --columns, or add --regularization.");
        var run = Workspace.Run("fit", data, "-k", "1", "--covariance", "diagonal", "--regularization", "0.1");
        Assert.Equal("Warning: 484 features are constant: 'c0', 'c1', 'c2', 'c3', 'c4' and 479 more.", Assert.Single(run.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal)));
    }

    [Fact]
    public void ModelInPlaceOfData_IsNamed()
    {
        Workspace.Run("fit", at.FaithfulModel(), "-k", "2").IsBadInput("model.json: this is a model file, not data.", "--init file:MODEL");
        Workspace.Run("score", at["model.json"], at["model.json"]).IsBadInput("this is a model file");
    }

    [Theory]
    [InlineData("--label", "waiting", "--ignore", "waiting")]
    [InlineData("--weights", "waiting", "--columns", "waiting")]
    public void ColumnOfTwoRoles_ExitsWith2(string one, string column, string other, string same) =>
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", one, column, other, same).IsBadInput("column 2 'waiting'", "Name each column once", other);

    [Fact]
    public void NoColumnLeft_ExitsWith2() =>
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--label", "waiting", "--ignore", "eruptions").IsBadInput("no column is left", "Leave one of them free of --label, --weights and --ignore.");

    [Theory]
    [InlineData("--columns", "eruptions,wating")]
    [InlineData("--ignore", "wating")]
    [InlineData("--label", "wating")]
    [InlineData("--weights", "wating")]
    public void UnknownColumn_ExitsWith2AndListsColumns(string option, string names) =>
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", option, names).IsBadInput("'wating'", "Did you mean 'waiting'", "eruptions, waiting", option);
}
