using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Onnx;
using Mixtura.Tests.Families;

namespace Mixtura.Tests.Onnx;

/// <summary>Every kind of component in ONNX Runtime.</summary>
public class OnnxFamilyTests
{
    public static TheoryData<string> Kinds => KindsUnderLaws.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKind_GivesTheSameFiguresOrSaysWhyNot(string name)
    {
        var under = KindsUnderLaws.Of(name);
        var model = under.Kind.Fit(under.Rows, 3).Model;
        if (name == new ExponentialFamily().Name)
        {
            Assert.Contains("the kind 'exponential' cannot be written as ONNX", Assert.Throws<InputException>(() => model.ToOnnx()).Message, StringComparison.Ordinal);
            return;
        }

        var rows = under.Rows.Matrix;
        OnnxRun.OfDoubles(model.ToOnnx(), rows).Agrees(model, rows, 1e-12, name);
        OnnxRun.OfDoubles(model.ToOnnx(), rows, batch: 1).Agrees(model, rows, 1e-12, name);
        var narrowed = OnnxRun.Narrowed(rows);
        OnnxRun.OfFloats(model.ToOnnx(OnnxPrecision.Float), narrowed).Agrees(model, narrowed, 1e-5, name);
    }

    public static TheoryData<string> Structures => [.. CovarianceStructure.All.Select(static one => one.Name)];

    /// <remarks>From tails as of Cauchy's distribution to none.</remarks>
    [Theory]
    [MemberData(nameof(Structures))]
    public void Students_KeepTheirTails(string structure)
    {
        var gaussians = OnnxGaussianTests.Gaussians(CovarianceStructure.Find(structure)!, 5, 3);
        var model = new Mixture<StudentTParameters, StudentTStatistics>(
            new StudentTFamily(gaussians.Covariance, DegreesOfFreedom.Estimated), StudentTParameters.Of(gaussians.Parameters, [1, 4.5, 1000, 1e7, 1e100]));
        var rows = OnnxGaussianTests.Rows(gaussians, 300);
        OnnxRun.OfDoubles(model.ToOnnx(), rows).Agrees(model, rows, 1e-12, structure);
        var narrowed = OnnxRun.Narrowed(rows);
        OnnxRun.OfFloats(model.ToOnnx(OnnxPrecision.Float), narrowed).Agrees(model, narrowed, 1e-5, structure);
    }

    /// <remarks>Small and large rates, rates of 0, counts far from all rates, and what is no count.</remarks>
    [Fact]
    public void Counts_KeepTheirDigits()
    {
        var model = new Mixture<PoissonParameters, Sums>(new PoissonFamily(), new PoissonParameters([0.5, 0.3, 0.2], [0.2, 3, 0, 700, 4, 0, 1, 1e6, 0.2, 90, 2, 650]));
        var rows = RowMatrix.Copy(new double[,]
        {
            { 0, 0, 0, 0 }, { 0, 3, 0, 700 }, { 1, 2, 0, 800 }, { 1, 2, 1, 800 }, { 0, 90, 3, 20 }, { 4, 0, 0, 1e6 }, { 4, 0, 1, 1e6 + 1000 }, { 15, 16, 17, 10 }, { 40, 200, 0, 999_000 },
            { 0.5, 3, 0, 700 }, { -1, 3, 0, 700 }, { 0, 3, double.PositiveInfinity, 700 },
        });
        OnnxRun.OfDoubles(model.ToOnnx(), rows).Agrees(model, rows, 1e-12, "doubles");
        OnnxRun.OfFloats(model.ToOnnx(OnnxPrecision.Float), rows).Agrees(model, rows, 1e-5, "floats");
    }

    /// <remarks>A level that no component has, and what is no level: such rows belong to the components by their weights.</remarks>
    [Fact]
    public void Levels_MayBeImpossible()
    {
        var family = new CategoricalFamily(CategoricalLevels.Numbered(3, 2));
        var model = new Mixture<CategoricalParameters, Sums>(family, new CategoricalParameters([0.25, 0.75], [0.5, 0.5, 0, 1, 0, 0.2, 0.8, 0, 0.5, 0.5], family.Levels));
        var rows = RowMatrix.Copy(new double[,] { { 0, 0 }, { 1, 1 }, { 2, 0 }, { 3, 0 }, { -1, 0 }, { 0.5, 1 }, { 0, 2 }, { 1e300, 0 } });
        var run = OnnxRun.OfDoubles(model.ToOnnx(), rows);
        run.Agrees(model, rows, 1e-12, "doubles");
        Assert.Equal([0.25, 0.75], run.Responsibilities.AsSpan(4, 2).ToArray());
        Assert.Equal(double.NegativeInfinity, run.LogDensity[2]);
        Assert.True(double.IsNaN(OnnxRun.OfDoubles(model.ToOnnx(), RowMatrix.Copy(new[,] { { double.NaN, 0 } })).LogDensity[0]));
    }

    [Fact]
    public void ColumnOfAnotherKind_KeepsTheWholeFromOnnx()
    {
        var kind = ColumnsMixture.Kind(ColumnsPart.Of(ComponentKind.Of(new ExponentialFamily()), 0), ColumnsPart.Gaussian([1]));
        var rows = IKindUnderLaws.Table(50, 2, static (i, j) => j == 0 ? 1 + (i % 7) : i % 5);
        Assert.Contains("'exponential'", Assert.Throws<InputException>(() => kind.Fit(rows, 1).Model.ToOnnx()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_SaysWhatItIs()
    {
        var part = ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(new CategoricalLevels([["blue", "très \"rouge\""]]))), 0);
        var table = IKindUnderLaws.Table(50, 2, static (i, j) => j == 0 ? i % 2 : (i % 5) + (10 * (i % 2)));
        var model = ColumnsMixture.Kind(part, ColumnsPart.Gaussian([1])).Fit(new MemoryRows(table.Matrix, null, ["colour", "size"]), 2).Model;
        using var session = new InferenceSession(model.ToOnnx());
        var metadata = session.ModelMetadata;
        Assert.Equal("mixtura", metadata.ProducerName);
        Assert.Equal("mixtura.mixed-mixture", metadata.CustomMetadataMap["format"]);
        Assert.Equal(["colour", "size"], JsonDocument.Parse(metadata.CustomMetadataMap["features"]).RootElement.EnumerateArray().Select(static one => one.GetString()!));
        Assert.Equal("très \"rouge\"", JsonDocument.Parse(metadata.CustomMetadataMap["levels"]).RootElement.GetProperty("colour")[1].GetString());
        Assert.Equal([-1, 2], session.InputMetadata["rows"].Dimensions);
        Assert.Equal(["N", ""], session.InputMetadata["rows"].SymbolicDimensions);
        Assert.Equal([-1, 2], session.OutputMetadata["responsibilities"].Dimensions);
        Assert.Equal(["label", "responsibilities", "log_density"], session.OutputNames);
    }
}
