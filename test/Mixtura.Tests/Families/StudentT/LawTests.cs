using Mixtura.Estimation;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.StudentT;

/// <summary>What EM promises, over shapes of data, all structures and what becomes of ν.</summary>
public class LawTests
{
    private const double Shift = 1 << 27;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string shape in Shapes.Names)
            {
                foreach (var structure in CovarianceStructure.All)
                {
                    data.Add(shape, structure.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LowerBound_NeverFalls(string shape, string structure)
    {
        if (shape == "mixed scales" && (structure is "EVE" or "VVE"))
        {
            return;                                                                     // one set of axes for variances 1e36 apart: double precision has no such matrix
        }

        foreach (string degrees in (string[])["estimated", "shared", "fixed"])
        {
            FamilyRuns.NeverFalls(Mixed.Family(structure, degrees), Shapes.Of(shape), degrees);
        }
    }

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("VEV")]
    public void BoundWithAPrior_NeverFalls(string structure)
    {
        var data = Shapes.Of("outliers");
        foreach (var prior in CovariancePrior.All)
        {
            var kind = Shapes.Structure(structure);
            var family = new StudentTFamily(kind, DegreesOfFreedom.Estimated, prior: prior.For(DataSummary.Of(data.Source), kind, data.Components));
            FamilyRuns.Rises(Mixed.Run(family, Mixed.Start(family, data), data.Source, new EmOptions { MaxIterations = 40, Tolerance = 0 }), data, $"{prior}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IntegerWeights_EqualRepeatedRows(string shape, string structure)
    {
        var (repeated, weighted) = FamilyRuns.Repetitions(Mixed.Family(structure), Shapes.Of(shape));
        Mixed.Agrees(repeated, weighted, shape == "offset 1e8" ? 1e-6 : 1e-7);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MergedParts_EqualTheWhole(string shape, string structure)
    {
        var (whole, merged) = FamilyRuns.WholeAndMerged(Mixed.Family(structure), Shapes.Of(shape));
        Mixed.Agrees(whole, merged, shape == "offset 1e8" ? 1e-7 : 1e-8);
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void Statistics_TravelAsNumbers(string structure)
    {
        var (sent, received) = FamilyRuns.SentAndReceived(Mixed.Family(structure), Shapes.Of("a plane"));
        Mixed.SameBits(sent, received);
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void AnyThreadCount_GivesTheSameBits(string structure)
    {
        var data = Shapes.Clusters(20_000, 12, 3, seed: 20);
        Assert.True(SlotPartition.Of(20_000, 3 * 16).Count > 3, "The data are too small to be shared out.");
        var family = Mixed.Family(structure);
        var start = Mixed.Start(family, data);
        var one = Mixed.Run(family, start, data.Source, new EmOptions { MaxIterations = 6, Threads = 1 });
        foreach (int threads in (int[])[2, 3, 8])
        {
            var several = Mixed.Run(family, start, data.Source, new EmOptions { MaxIterations = 6, Threads = threads });
            Mixed.SameBits(one.Model, several.Model);
            Agree.Exactly([.. one.Trace], [.. several.Trace], "trace");
        }
    }

    /// <remarks>A shift by 2²⁷ ≈ 1.3e8 is exact for these data; a location near it is a multiple of 1.5e-8, which the bound sees before EM has converged.</remarks>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Shift_ShiftsTheFit(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        if (data.Rows.Values.Span[0] is > 1e6 or < -1e6 || shape.Contains("scale", StringComparison.Ordinal))
        {
            return;
        }

        var one = Fit(data, structure);
        var other = Fit(data.Map(static (x, _) => x + Shift), structure);
        Agree.Within(one.LowerBound, other.LowerBound, 1e-6 * data.TotalWeight, "bound");
        var back = Mixed.Plain(other.Model);
        Agree.Parameters(Mixed.Plain(one.Model), back with { Means = [.. back.Means.Select(static mean => Array.ConvertAll(mean, static x => x - Shift))] }, 1e-5);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public void Scale_ScalesTheFit(double scale)
    {
        foreach (string shape in (string[])["a line", "a plane", "twelve features", "outliers"])
        {
            foreach (var structure in CovarianceStructure.All)
            {
                var data = Shapes.Of(shape);
                var one = Fit(data, structure.Name);
                var other = Fit(data.Map((x, _) => x * scale), structure.Name);
                double moved = data.TotalWeight * data.Rows.Columns * Math.Log(scale);
                Agree.Within(one.LowerBound - moved, other.LowerBound, 1e-9 * Math.Abs(moved), $"bound, {shape}, {structure}");
                var back = Mixed.Plain(other.Model);
                Agree.Parameters(
                    Mixed.Plain(one.Model),
                    new(back.Weights, [.. back.Means.Select(mean => Array.ConvertAll(mean, x => x / scale))],
                        [.. back.Covariances.Select(matrix => matrix.Select(row => Array.ConvertAll(row, x => x / scale / scale)).ToArray())]),
                    1e-6, $"{shape}, {structure}");
            }
        }
    }

    /// <summary>A feature in units of its own, for the structures in which features have their own.</summary>
    [Theory]
    [InlineData("full", 1e-80)]
    [InlineData("diagonal", 1e80)]
    public void OneFeaturesUnit_ChangesNothingElse(string structure, double scale)
    {
        var data = Shapes.Of("a plane");
        var one = Fit(data, structure);
        var other = Fit(data.Map((x, j) => j == 1 ? x * scale : x), structure);
        Agree.Within(one.LowerBound - (data.TotalWeight * Math.Log(scale)), other.LowerBound, 1e-7 * data.TotalWeight, "bound");
        Agree.Within(one.Model.DegreesOfFreedom, other.Model.DegreesOfFreedom, 1e-5, "degrees of freedom");
    }

    /// <summary>Whatever is wider fits better, from the same place.</summary>
    [Fact]
    public void NestedModels_OrderByLikelihood()
    {
        var data = Shapes.Of("outliers");
        var narrow = Mixed.Family("tied", "fixed");
        double last = double.NegativeInfinity;
        var model = Mixed.Start(narrow, data);
        foreach (var (structure, degrees) in new[] { ("tied", "fixed"), ("tied", "shared"), ("tied", "estimated"), ("full", "estimated") })
        {
            var family = Mixed.Family(structure, degrees);
            var result = Mixed.Run(family, family.Compose(FamilyRuns.Parts(family, model)), data.Source, new());
            Assert.True(result.LowerBound > last, $"{structure}, {degrees}: {last:R} → {result.LowerBound:R}");
            (last, model) = (result.LowerBound, result.Model);
        }
    }

    [Theory]
    [InlineData("full", 2)]
    [InlineData("tied", 6)]
    [InlineData("diagonal", 6)]
    [InlineData("spherical", 2)]
    public void IterationsAfterTheFirst_AllocateNothing(string structure, int d)
    {
        var data = Shapes.Clusters(2000, d, 3, seed: 5);
        var family = Mixed.Family(structure);
        var start = Mixed.Start(family, data);
        using var pass = new BlockPass<StudentTParameters, StudentTStatistics>(family, start, data.Source, 1);
        var current = start;
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int iteration = 0; iteration < 10; iteration++)
            {
                pass.TryExpect(current, CancellationToken.None, out _);
                var next = family.Maximize(current, pass.Statistics);
                Assert.Null(family.FindDegeneracy(next));
                if (!ReferenceEquals(current, start))
                {
                    family.Release(current);
                }

                current = next;
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void ComponentOfOneRow_IsDegenerate()
    {
        var data = Shapes.Of("a plane");
        var values = data.Rows.Values.ToArray();
        (values[0], values[1]) = (1e4, 1e4);
        data = data with { Rows = new Mixtura.Data.RowMatrix(values, 2) };
        var summary = DataSummary.Of(data.Source);
        var rules = new DegeneracyRules(DataScale.Of(summary, 0));
        var family = new StudentTFamily(CovarianceStructure.Full, DegreesOfFreedom.Fixed(4), guard: rules);
        var row = data.Rows.Row(0);
        var start = StudentTParameters.Of(
            GaussianParameters.From(CovarianceStructure.Full, 2, [.99, .01], [.. summary.Mean.Span, .. row], [.. summary.Covariance.Values.Span, 1e-4, 0, 0, 1e-4]), [4, 4]);
        var result = Mixed.Run(family, start, data.Source, new());
        Assert.Equal(StopReason.Degenerate, result.StopReason);
        Assert.Equal(DegeneracyKind.TooFewRows, result.Degeneracy!.Kind);
        Assert.Equal(1, result.Degeneracy.Component);
        var collapsed = StudentTParameters.Of(
            GaussianParameters.From(CovarianceStructure.Full, 2, [.5, .5], [.. summary.Mean.Span, .. row], [.. summary.Covariance.Values.Span, 1e-14, 0, 0, 1e-14]), [4, 4]);
        Assert.Equal(DegeneracyKind.Collapsed, family.FindDegeneracy(collapsed)!.Kind);
        var singular = StudentTParameters.Of(GaussianParameters.From(CovarianceStructure.Full, 2, [.5, .5], new double[4], [1, 0, 0, 1, 1, 1, 1, 1]), [4, 4]);
        Assert.Equal(DegeneracyKind.Singular, Mixed.Family("full").FindDegeneracy(singular)!.Kind);
    }

    private static EmResult<StudentTParameters> Fit(DataSet data, string structure)
    {
        var family = Mixed.Family(structure);
        return Mixed.Plain(family, Mixed.Start(family, data), data.Source, 8);
    }
}
