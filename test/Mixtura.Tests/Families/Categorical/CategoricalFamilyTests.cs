using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Tests.Families.Categorical;

/// <summary>What holds of every fit of levels, and what the workbench asks of the family.</summary>
public class CategoricalFamilyTests
{
    private static readonly CategoricalLevels Levels = CategoricalLevels.Numbered(2, 4, 3, 5, 2);
    private static readonly EmOptions Textbook = new() { Acceleration = false, Tolerance = 0, MaxIterations = 6 };

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Iterations_EqualAPlainDoubleLoop(double missing)
    {
        var rows = Questionnaires.Draw(Levels, 700, 1, missing);
        var start = Start(3, 2);
        var result = ExpectationMaximization.Run(new CategoricalFamily(Levels), start, rows, Textbook with { KeepPath = true });
        var expected = start;
        for (int t = 0; t < 6; t++)
        {
            (expected, double bound) = Questionnaires.Iterate(expected, rows);
            Agree.Relatively(bound, result.Trace[t], 1e-12, $"bound {t}");
            Agree.Within(expected.Weights, result.Path[t + 1].Weights, 1e-12, $"weights {t}");
            Agree.Within(expected.Probabilities, result.Path[t + 1].Probabilities, 1e-12, $"probabilities {t}");
        }
    }

    [Fact]
    public void Acceleration_ReachesTheSameOptimumInFewerPasses()
    {
        var rows = Questionnaires.Draw(Levels, 700, 1);
        var plain = ExpectationMaximization.Run(new CategoricalFamily(Levels), Start(2, 2), rows, new EmOptions { Acceleration = false, MaxIterations = 20000 });
        var fast = ExpectationMaximization.Run(new CategoricalFamily(Levels), Start(2, 2), rows);
        Assert.True(fast.Passes * 3 < plain.Passes, $"{fast.Passes} against {plain.Passes} passes");
        Agree.Within(plain.LowerBound, fast.LowerBound, 1e-4, "bound");
    }

    /// <summary>Three classes of carcinoma have probabilities of 0 and 1 at the optimum.</summary>
    [Fact]
    public void ProbabilitiesOf0And1_AreSound()
    {
        var (rows, levels) = Questionnaires.Read("lca-carcinoma.csv");
        var fit = Mixture.Fit(new CategoricalFamily(levels), rows, 3);
        Assert.Contains(fit.Model.Model.Probabilities.ToArray(), static probability => probability < 1e-6);
        Assert.Null(fit.Degeneracy);
        Assert.True(fit.Converged);
    }

    [Fact]
    public void Smoothing_CountsRowsMoreInEveryLevel()
    {
        const double rowsMore = 3;
        var rows = Questionnaires.Draw(Levels, 60, 3);
        var model = Mixture.Fit(new CategoricalFamily(Levels, rowsMore), rows, 1).Model.Model;
        for (int j = 0; j < Levels.Columns; j++)
        {
            for (int l = 0; l < Levels.Count(j); l++)
            {
                int count = Enumerable.Range(0, 60).Count(i => rows.Matrix[i, j].Equals(l));
                Agree.Within((count + (rowsMore / Levels.Count(j))) / (60 + rowsMore), model.ProbabilitiesOf(0, j)[l], 1e-14, $"column {j}, level {l}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Smoothing_IsPartOfTheBound(bool accelerates)
    {
        var rows = Questionnaires.Draw(Levels, 80, 3, missing: 0.1);
        var family = new CategoricalFamily(Levels, 2);
        var result = ExpectationMaximization.Run(family, Start(3, 4), rows, new EmOptions { Acceleration = accelerates });
        for (int t = 1; t < result.Trace.Count; t++)
        {
            Assert.True(result.Trace[t] >= result.Trace[t - 1] - 1e-10, $"iteration {t}: {result.Trace[t]} after {result.Trace[t - 1]}");
        }

        double likelihood = new Mixture<CategoricalParameters, Sums>(family, result.Model).Score(rows, MissingCells.IntegrateOut).LogLikelihood;
        Agree.Within(likelihood + family.ObjectiveTerm(result.Model), result.LowerBound, 1e-9, "bound");
    }

    [Fact]
    public void MissingCell_HasTheMarginalDensity()
    {
        var mixture = new Mixture<CategoricalParameters, Sums>(new CategoricalFamily(Levels), Start(3, 5));
        double part = mixture.Marginal(1, 3, 4).LogDensity(new RowMatrix(new double[] { 3, 2, 1 }, 3))[0];
        double whole = mixture.LogDensity(new RowMatrix(new double[] { double.NaN, 3, double.NaN, 2, 1 }, 5), MissingCells.IntegrateOut)[0];
        Agree.Within(part, whole, 1e-14, "log density");
    }

    [Fact]
    public void Coordinates_LeadBackToTheModel()
    {
        var family = new CategoricalFamily(Levels);
        var model = Start(3, 5);
        var vector = new double[family.VectorLength(model)];
        family.WriteVector(model, vector);
        var again = family.FromVector(model, vector);
        Agree.Within(model.Weights, again.Weights, 1e-14, "weights");
        Agree.Within(model.Probabilities, again.Probabilities, 1e-14, "probabilities");
    }

    /// <summary>EM could not take back a 0, and moves none: no leap makes or ends one.</summary>
    [Fact]
    public void Leaps_MakeAndEndNoZeros()
    {
        var levels = CategoricalLevels.Numbered(3);
        var family = new CategoricalFamily(levels);
        var model = new CategoricalParameters([0.5, 0.5], [0, 0.25, 0.75, 0.5, 0.5, 0], levels);
        var vector = new double[family.VectorLength(model)];
        family.WriteVector(model, vector);
        vector[2] = 50;
        vector[3] = -5000;
        var leapt = family.FromVector(model, vector);
        Assert.Equal([true, false, false, false, false, true], leapt.Probabilities.ToArray().Select(static probability => probability == 0));
        Agree.Within(1, leapt.ProbabilitiesOf(0, 0)[2], 1e-14, "what is left");
    }

    /// <summary>What is no level has no density.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(0.5)]
    [InlineData(1e300)]
    public void ValueThatIsNoLevel_HasNoDensity(double value)
    {
        var mixture = new Mixture<CategoricalParameters, Sums>(new CategoricalFamily(Levels), Start(3, 5));
        Assert.Equal(double.NegativeInfinity, mixture.LogDensity(new RowMatrix(new[] { value, 1, 1, 1, 1 }, 5))[0]);
    }

    [Fact]
    public void Draws_HaveTheProbabilities()
    {
        var model = Start(2, 6);
        var draws = new Mixture<CategoricalParameters, Sums>(new CategoricalFamily(Levels), model).Sample(40_000, 1, out int[] labels);
        for (int l = 0; l < Levels.Count(3); l++)
        {
            double share = Enumerable.Range(0, 40_000).Count(i => labels[i] == 0 && draws[i, 3].Equals(l)) / (double)labels.Count(static label => label == 0);
            Agree.Within(model.ProbabilitiesOf(0, 3)[l], share, 0.02, $"level {l}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(0.5)]
    public void NoLevel_IsAnErrorThatNamesThem(double value)
    {
        var rows = new MemoryRows(new RowMatrix(new double[] { 0, 1, 1, value }, 2), featureNames: ["trust", "party"]);
        var failure = Assert.Throws<InputException>(() => Mixture.Fit(new CategoricalFamily(new CategoricalLevels([["no", "yes"], ["left", "right", "none"]])), rows, 1));
        Assert.Contains("Row 1, feature 'party'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("left, right, none", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongParameters_AreNamed()
    {
        var family = new CategoricalFamily(CategoricalLevels.Numbered(2));
        InputException Failure(double[] probabilities, int levels) => Assert.Throws<InputException>(() => family.Create(
            new Dictionary<string, ParameterArray>(StringComparer.Ordinal) { ["weights"] = new("weights", [1.0], 1), ["probabilities[0]"] = new("probabilities[0]", probabilities, 1, levels) }));
        Assert.Contains("1×3 where 1×2 is needed", Failure([0.2, 0.3, 0.5], 3).Message, StringComparison.Ordinal);
        Assert.Contains("sum to 0.9", Failure([0.4, 0.5], 2).Message, StringComparison.Ordinal);
        Assert.Contains("is -1", Failure([-1, 2], 2).Message, StringComparison.Ordinal);
    }

    private static CategoricalParameters Start(int components, ulong seed)
    {
        var random = new RandomSource(seed);
        var probabilities = new List<double>();
        foreach (int count in Enumerable.Range(0, components).SelectMany(_ => Enumerable.Range(0, Levels.Columns)).Select(Levels.Count))
        {
            double[] run = [.. Enumerable.Range(0, count).Select(_ => 0.1 + random.NextUniform())];
            probabilities.AddRange(run.Select(one => one / run.Sum()));
        }

        return new CategoricalParameters([.. Enumerable.Repeat(1.0 / components, components)], [.. probabilities], Levels);
    }
}
