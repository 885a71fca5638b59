using Mixtura.IO;

namespace Mixtura.Tests.IO;

/// <summary>Columns of categories: what a level is, in which order, and what is none.</summary>
public sealed class CategoricalTests
{
    private static readonly RowFileOptions OfModel = new() { ModelFeatures = ["n", "kind"], ModelLevels = [[], ["1", "two", "x y"]], Missing = MissingValues.Keep };

    [Fact]
    public void Text_IsInTheOrderOfNames_WhateverComesFirst()
    {
        using var file = Text.Read("n,kind\n1,zebra\n2,ape\n3,Yak\n4,ape\n", new RowFileOptions { Categorical = ["kind"] });
        Assert.Equal(["Yak", "ape", "zebra"], file.Levels[1]);
        Assert.Empty(file.Levels[0]);
        Assert.Equal([1, 2, 2, 1, 3, 0, 4, 1], Drain.Values(file));
    }

    [Fact]
    public void Numbers_AreInTheOrderOfTheirValues_AndEqualOnesAreOne()
    {
        using var file = Text.Read("n,kind\n1,10\n2,9\n3,9.0\n4,-1\n", new RowFileOptions { Categorical = ["2"] });
        Assert.Equal(["-1", "9", "10"], file.Levels[1]);
        Assert.Equal([1, 2, 2, 1, 3, 1, 4, 0], Drain.Values(file));
    }

    [Fact]
    public void Auto_TakesColumnsOfText()
    {
        using var file = Text.Read("a,b,c,d\n1,x,7,NA\n2,y,8,\n3,,9,q\n", new RowFileOptions { CategoricalText = true, Label = "d", Missing = MissingValues.Keep });
        Assert.Equal([0, 2, 0], file.Levels.Select(static one => one.Count));
        Assert.Equal([1, 0, 7, 2, 1, 8, 3, double.NaN, 9], Drain.Values(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("?")]
    [InlineData("refused")]
    public void MissingCell_IsNoLevel(string cell)
    {
        string text = $"n,kind\n1,b\n2,{cell}\n3,a\n";
        var options = new RowFileOptions { Categorical = ["kind"], MissingTokens = ["refused"] };
        using var file = Text.Read(text, options with { Missing = MissingValues.Keep });
        Assert.Equal([1, 1, 2, double.NaN, 3, 0], Drain.Values(file));
        using var fewer = Text.Read(text, options with { Missing = MissingValues.DropRows });
        Assert.Equal([1, 1, 3, 0], Drain.Values(fewer));
        Text.Fails(text, options, "line 3", "column 2 'kind'");
    }

    [Fact]
    public void ModelsLevels_AreFoundByNameOrValue_InTheModelsOrder()
    {
        using var file = Text.Read("kind,n\nx y,5\n1.0,6\ntwo,7\n,8\n", OfModel);
        Assert.Equal(["1", "two", "x y"], file.Levels[1]);
        Assert.Equal([5, 2, 6, 0, 7, 1, 8, double.NaN], Drain.Values(file));
    }

    [Fact]
    public void UnseenLevel_IsAnError_OrMissing()
    {
        Text.Fails("n,kind\n1,two\n2,three\n", OfModel, "line 3, column 2 'kind'", "'three'", "1, two, x y");
        using var file = Text.Read("n,kind\n1,two\n2,three\n", OfModel with { UnseenLevels = UnseenLevels.Missing, Missing = MissingValues.Error });
        Assert.Equal([1, 1, 2, double.NaN], Drain.Values(file));
    }

    [Fact]
    public void RowsOnDisk_HaveTheSamePlaces()
    {
        string text = "n,kind\n" + string.Concat(Enumerable.Range(0, 5000).Select(static i => $"{i},k{(97 * i) % 13}\n"));
        var options = new RowFileOptions { Categorical = ["kind"] };
        using var inMemory = Text.Read(text, options);
        using var onDisk = Text.Read(text, options with { MemoryBudget = 0 });
        Assert.True(inMemory.IsInMemory && !onDisk.IsInMemory);
        Assert.Equal(Drain.Values(inMemory), Drain.Values(onDisk));
    }

    [Fact]
    public void Npy_HasLevelsByValue()
    {
        using var array = new TemporaryFile("kinds.npy", NpyBytes.Of(new double[,] { { 7, 1 }, { 2.5, 2 }, { double.NaN, 3 }, { 7, 4 } }));
        using (var file = RowFile.Open(array.Path, new RowFileOptions { Categorical = ["1"], Missing = MissingValues.Keep }))
        {
            Assert.Equal(["2.5", "7"], file.Levels[0]);
            Assert.Equal([1, 1, 0, 2, double.NaN, 3, 1, 4], Drain.Values(file));
        }

        var ofModel = new RowFileOptions { ModelLevels = [["7", "8"], []], Missing = MissingValues.Keep };
        using var unseen = RowFile.Open(array.Path, ofModel with { UnseenLevels = UnseenLevels.Missing });
        Assert.Equal([0, 1, double.NaN, 2, double.NaN, 3, 0, 4], Drain.Values(unseen));
        Assert.Contains("row 2", Assert.Throws<Mixtura.Data.InputException>(() => RowFile.Open(array.Path, ofModel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnThatIsNoFeature_CannotBeCategorical()
    {
        Text.Fails("a,b\n1,x\n", new RowFileOptions { Label = "b", Categorical = ["b"] }, "column 2 'b' is no feature", "RowFileOptions.Categorical");
        Text.Fails("a,b\n1,x\n", new RowFileOptions { Categorical = ["c"] }, "there is no column 'c'");
    }

    [Fact]
    public void Identifiers_AreNoCategories() =>
        Text.Fails("a,b\n" + string.Concat(Enumerable.Range(0, 10_001).Select(static i => $"1,k{i}\n")), new RowFileOptions { Categorical = ["b"] }, "more than 10000 different levels");
}
