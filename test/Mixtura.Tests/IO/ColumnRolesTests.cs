using Mixtura.IO;

namespace Mixtura.Tests.IO;

public sealed class ColumnRolesTests
{
    private const string Table = "height,weight,age,kind\n1,2,3,4\n";

    [Fact]
    public void Columns_AreTakenByNameOrNumberInTheOrderGiven()
    {
        var options = new RowFileOptions { Columns = ["age", "1"] };
        using var file = Text.Read(Table, options);
        Assert.Equal(["age", "height"], file.FeatureNames);
        Assert.Equal([3, 1], Drain.Values(file));
    }

    [Fact]
    public void Ignored_AreLeftOutAndNotRead() =>
        Assert.Equal([1, 3], Text.Values("a,b,c,d\n1,red,3,\n", new RowFileOptions { Ignore = ["b", "4"] }));

    [Fact]
    public void NameThatIsANumber_IsTakenAsName() =>
        Assert.Equal([10], Text.Values("2,1,x\n20,10,5\n", new RowFileOptions { Columns = ["1"] }));

    [Fact]
    public void NumberedNames_ServeWithoutHeader() =>
        Assert.Equal([3], Text.Values("1,2,3\n", new RowFileOptions { Columns = ["x3"] }));

    [Fact]
    public void Unknown_ListsColumnsAndSuggestsNearest()
    {
        Text.Fails(Table, new RowFileOptions { Columns = ["hieght"] }, "'hieght', named as a feature", "Did you mean 'height'?", "The columns are height, weight, age, kind.");
        Text.Fails(Table, new RowFileOptions { Label = "Kind" }, "named as the label", "RowFileOptions.Label", "Did you mean 'kind'?");
        Text.Fails(Table, new RowFileOptions { Weights = "5" }, "'5', named as the weights");
        Text.Fails(Table, new RowFileOptions { Ignore = ["0"] }, "'0', named as a column to leave out", "RowFileOptions.Ignore");
    }

    [Fact]
    public void Label_InColumnsIsRefused() =>
        Text.Fails(Table, new RowFileOptions { Label = "kind", Columns = ["age", "kind"] }, "column 4 'kind'", "is the label and a feature. Name each column once.");

    [Fact]
    public void Column_GivenTwiceIsRefused() =>
        Text.Fails(Table, new RowFileOptions { Columns = ["age", "3"] }, "column 3 'age' is twice a feature");

    [Fact]
    public void SharedName_IsRefusedWhenReferredTo()
    {
        const string Shared = "a,b,a\n1,2,3\n";
        Text.Fails(Shared, new RowFileOptions { Columns = ["a"] }, "'a', named as a feature, names 2 columns, numbers 1, 3");
        Assert.Equal([3, 2], Text.Values(Shared, new RowFileOptions { Columns = ["3", "b"] }));
        Assert.Equal([1, 2, 3], Text.Values(Shared));
    }

    [Fact]
    public void NoColumnLeft_IsRefused() =>
        Text.Fails("a,b\n1,2\n", new RowFileOptions { Label = "a", Ignore = ["b"] }, "no column is left to fit", "The columns are a, b.");

    [Fact]
    public void ManyColumns_AreCutAfterFive() =>
        Text.Fails("a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n", new RowFileOptions { Columns = ["long name"] }, "The columns are a, b, c, d, e and 2 more.");
}
