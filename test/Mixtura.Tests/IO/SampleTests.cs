using System.Text;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

public sealed class SampleTests
{
    [Theory]
    [InlineData("faithful.csv", null, 272, 2)]
    [InlineData("iris.csv", "label", 150, 4)]
    [InlineData("three-gaussians.csv", "label", 1000, 2)]
    public void Samples_AreRead(string name, string? label, long rows, int columns)
    {
        using var file = RowFile.Open(Path.Combine(AppContext.BaseDirectory, "samples", name), new RowFileOptions { Label = label });
        Assert.Equal(rows, file.Rows);
        Assert.Equal(columns, file.Columns);
        Assert.Equal(rows * columns, Drain.Values(file).Length);
        Assert.Equal(label is null ? null : 3, file.Labels?.Names.Count);
    }

    [Fact]
    public void TsvExtension_MeansTab()
    {
        using var tsv = new TemporaryFile("data.TSV", Encoding.UTF8.GetBytes("a\tb,c\n1\t2\n"));
        using var file = RowFile.Open(tsv.Path);
        Assert.Equal(["a", "b,c"], file.FeatureNames);
        using var commas = new TemporaryFile("data.tsv", Encoding.UTF8.GetBytes("a,b\n1,2\n"));
        using var given = RowFile.Open(commas.Path, new RowFileOptions { Delimiter = ',' });
        Assert.Equal(["a", "b"], given.FeatureNames);
    }

    [Fact]
    public void Iris_WithoutLabelProposesIt()
    {
        var fault = Assert.Throws<Mixtura.Data.InputException>(() => RowFile.Open(Path.Combine(AppContext.BaseDirectory, "samples", "iris.csv")).Dispose());
        Assert.Contains("line 2, column 5 'label': 'setosa' is not a number; the column holds text ('setosa', 'versicolor', 'virginica'). Take it as the label", fault.Message, StringComparison.Ordinal);
    }
}
