using Mixtura.Estimation;
using Mixtura.Families.Contaminated;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.Contaminated;

/// <summary>What EM promises, over shapes of data and all structures.</summary>
public class LawTests
{
    public static TheoryData<string, string> Cases => StudentT.LawTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void LowerBound_NeverFalls(string shape, string structure)
    {
        // one set of axes for variances 1e36 apart: double precision has no such matrix
        if (!(shape == "mixed scales" && (structure is "EVE" or "VVE")))
        {
            FamilyRuns.NeverFalls(Family(structure, Shapes.Of(shape)), Shapes.Of(shape), structure);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void BoundWithAPrior_NeverFalls(string structure)
    {
        var data = Shapes.Of("outliers");
        foreach (var prior in CovariancePrior.All)
        {
            var kind = Shapes.Structure(structure);
            var family = new ContaminatedFamily(kind, prior: prior.For(DataSummary.Of(data.Source), kind, data.Components)) { Centre = DataSummary.Of(data.Source).Mean.ToArray() };
            FamilyRuns.Rises(FamilyRuns.Run(family, FamilyRuns.Start(family, data), data.Source, new EmOptions { MaxIterations = 40, Tolerance = 0 }), data, $"{prior}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void IntegerWeights_EqualRepeatedRows(string shape, string structure)
    {
        var (repeated, weighted) = FamilyRuns.Repetitions(Family(structure, Shapes.Of(shape)), Shapes.Of(shape));
        Agree.Within(repeated.GoodShares, weighted.GoodShares, 1e-5, "shares of good rows");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MergedParts_EqualTheWhole(string shape, string structure)
    {
        var (whole, merged) = FamilyRuns.WholeAndMerged(Family(structure, Shapes.Of(shape)), Shapes.Of(shape));
        double tolerance = shape == "offset 1e8" ? 1e-6 : 1e-8;
        Agree.Within(whole.GoodShares, merged.GoodShares, tolerance, "shares of good rows");
        for (int k = 0; k < whole.Components; k++)
        {
            Agree.Relatively(whole.Inflations[k], merged.Inflations[k], tolerance, $"inflation {k}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void Statistics_TravelAsNumbers(string structure)
    {
        var family = Family(structure, Shapes.Of("a plane"));
        var (sent, received) = FamilyRuns.SentAndReceived(family, Shapes.Of("a plane"));
        foreach (var (one, other) in family.Describe(sent).Zip(family.Describe(received)))
        {
            Agree.Exactly([.. one.Values], [.. other.Values], one.Name);
        }
    }

    /// <summary>What the moments of the bad rows tell of their distances is what the rows tell.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Inflation_IsThatOfTheRowsUnderTheNewParameters(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        var family = Family(structure, data);
        var model = FamilyRuns.Start(family, data);
        int n = Math.Min(data.Rows.Rows, 500);
        var (sums, _) = FamilyRuns.Expect(family, model, data.Source, 0, n);
        var next = family.Maximize(model, sums);
        var distances = new double[model.Components];
        var joints = new double[model.Components];
        var tops = new double[model.Components];
        var bads = new double[model.Components];
        for (int i = 0; i < n; i++)
        {
            var row = data.Rows.Row(i);
            Assert.True(family.TryLogJoint(model, row, joints));
            double largest = joints.Max();
            double sum = joints.Sum(joint => Math.Exp(joint - largest));
            model.Gaussians.RowDistances.Write(row, distances);
            var odds = distances.Select((distance, k) => model.Parts[k].Beside(distance)).ToArray();
            next.Gaussians.RowDistances.Write(row, distances);
            for (int k = 0; k < odds.Length; k++)
            {
                double bad = (data.Weights?[i] ?? 1) * Math.Exp(joints[k] - largest) / sum * odds[k];
                tops[k] += bad * distances[k];
                bads[k] += bad;
            }
        }

        for (int k = 0; k < bads.Length; k++)
        {
            Agree.Relatively(Math.Max(1, tops[k] / bads[k] / data.Rows.Columns), next.Inflations[k], shape == "offset 1e8" ? 1e-5 : 1e-7, $"inflation {k}");
        }
    }

    /// <summary>With α = 1, or η = 1, a component is a Gaussian, and stays one; with η = 1 where its covariance is its own.</summary>
    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void AllRowsGood_IsTheGaussian(string structure)
    {
        var data = Shapes.Of("many rows");
        var kind = Shapes.Structure(structure);
        var gaussians = GaussianMixture.Fit(data.Source, data.Components, new() { Covariance = kind, Restarts = 1, SplitMerge = false, Em = new() { MaxIterations = 2 } }).Model;
        var step = GaussianMixture.Fit(data.Source, data.Components, new() { Start = gaussians, Em = new() { MaxIterations = 3, Tolerance = 0, Acceleration = false } });
        var family = new ContaminatedFamily(kind);
        foreach (var (share, inflation) in structure == "tied" ? [(1, 1), (1, 20)] : ((double, double)[])[(1, 1), (1, 20), (0.8, 1)])
        {
            var start = family.Create(Arrays(gaussians, share, inflation));
            var result = FamilyRuns.Plain(family, start, data.Source, 3);
            Agree.Relatively(step.LowerBound, result.LowerBound, 1e-12, "bound");
            Agree.Parameters(MixtureParameters.Of(step.Model), MixtureParameters.Of(new GaussianMixture(result.Model.Gaussians, [])), 1e-8, $"{share} good, inflation {inflation}");
            if (share == 1)
            {
                Agree.Exactly(start.GoodShares, result.Model.GoodShares, "shares");
                Agree.Exactly(start.Inflations, result.Model.Inflations, "inflations");
            }
        }
    }

    /// <summary>As α → 1 the bound comes to the Gaussian's, by Σᵢ log(1 + O(1−α)).</summary>
    [Fact]
    public void BoundConvergesToTheGaussians()
    {
        var data = Shapes.Of("many rows");
        var gaussians = GaussianMixture.Fit(data.Source, data.Components, new() { Restarts = 1 }).Model;
        double limit = gaussians.Score(data.Source).LogLikelihood;
        double Difference(double bad) => ContaminatedMixture.Kind().Create(Arrays(gaussians, 1 - bad, 9)).Score(data.Source).LogLikelihood - limit;
        Agree.Relatively(10, Difference(1e-7) / Difference(1e-8), 1e-2, "ratio");
        Agree.Within(0, Difference(1e-12), 1e-6, "difference");
    }

    /// <summary>A component's good rows may become few while its bad ones are many: the likelihood has no bound there.</summary>
    [Fact]
    public void GoodRowsThatBecomeFew_AreDegenerate()
    {
        var data = Shapes.Clusters(300, 2, 1, seed: 3);
        var row = data.Rows.Row(0).ToArray();
        var rules = new DegeneracyRules(DataScale.Of(DataSummary.Of(data.Source), 0));
        foreach (var (structure, variance) in ((string, double)[])[("full", 1e-6), ("EII", 1e-14)])
        {
            var family = new ContaminatedFamily(Shapes.Structure(structure), rules);
            var start = ContaminatedParameters.Of(GaussianParameters.From(Shapes.Structure(structure), 2, [1], row, [variance, 0, 0, variance]), [0.5], [1 / variance]);
            var result = FamilyRuns.Plain(family, start, data.Source, 300);
            Assert.Equal(StopReason.Degenerate, result.StopReason);
            Assert.Equal(structure == "full" ? DegeneracyKind.TooFewRows : DegeneracyKind.Collapsed, result.Degeneracy!.Kind);
        }
    }

    /// <summary>Rows that are as the model has them lead back to it.</summary>
    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("EII")]
    public void RestoredSums_LeadToTheModel(string structure)
    {
        var data = Shapes.Of("weighted");
        var family = Family(structure, data);
        var model = FamilyRuns.Plain(family, FamilyRuns.Start(family, data), data.Source, 5).Model;
        var sums = family.CreateStatistics(model);
        family.Restore(model, 100, sums);
        var again = family.Maximize(model, sums);
        Agree.Within(model.GoodShares, again.GoodShares, 1e-12, "shares");
        Agree.Within(model.Inflations, again.Inflations, 1e-10, "inflations");
        Agree.Parameters(MixtureParameters.Of(new GaussianMixture(model.Gaussians, [])), MixtureParameters.Of(new GaussianMixture(again.Gaussians, [])), 1e-10);
    }

    // what is degenerate ends a run, as in every fit: on its way there the likelihood has no bound, and numbers no digits
    private static ContaminatedFamily Family(string structure, DataSet data)
    {
        var summary = DataSummary.Of(data.Source);
        return new(Shapes.Structure(structure), new DegeneracyRules(DataScale.Of(summary, 0))) { Centre = summary.Mean.ToArray() };
    }

    private static Dictionary<string, ParameterArray> Arrays(GaussianMixture gaussians, double share, double inflation)
    {
        int k = gaussians.Components;
        ParameterArray[] arrays =
        [
            .. gaussians.ParameterArrays,
            new("goodShares", [.. Enumerable.Repeat(share, k)], k),
            new("inflations", [.. Enumerable.Repeat(inflation, k)], k),
        ];
        return arrays.ToDictionary(static array => array.Name);
    }
}
