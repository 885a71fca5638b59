using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Categorical;
using Mixtura.Families.Columns;
using Mixtura.Families.Contaminated;
using Mixtura.Families.Poisson;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Noise;
using Mixtura.Storage;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Noise;

public class NoisyMixtureTests
{
    private static readonly RowMatrix Data = ReferenceFile.Rows("faithful_noise.csv");

    private static readonly MixtureOptions Short = new() { Restarts = 1, Em = new EmOptions { MaxIterations = 5 } };

    private static GaussianMixture TwoGaussians => GaussianMixture.Create([0.4, 0.6], RowMatrix.Copy([[0, 0], [3, 1]]), RowMatrix.Copy([[1, 4], [0.25, 1]]), CovarianceStructure.Diagonal);

    /// <summary>π₀/V + (1 − π₀) Σₖ πₖ N, written out.</summary>
    [Fact]
    public void Density_IsThatOfTheFormula()
    {
        var mixture = NoisyMixture.Of(TwoGaussians, 0.2, [-5, -6], [5, 4], 50);
        double[] row = [1, 2];
        double first = 0.4 * Normal(1, 0, 1) * Normal(2, 0, 4);
        double second = 0.6 * Normal(1, 3, 0.25) * Normal(2, 1, 1);
        double density = (0.2 / 50) + (0.8 * (first + second));
        Agree.Relatively(Math.Log(density), mixture.LogDensity(row), 1e-13, "log density");
        double[] own = new double[2];
        mixture.Responsibilities(row, own);
        Agree.Relatively(0.8 * first / density, own[0], 1e-12, "first");
        Agree.Relatively(0.8 * second / density, own[1], 1e-12, "second");
        Assert.Equal(NoisyMixture.NoiseLabel, mixture.Predict([100.0, 100]));
        Assert.Equal(1, mixture.Predict([3.0, 1], out double probability));
        Assert.InRange(probability, 0.5, 1);
        Assert.Equal([NoisyMixture.NoiseLabel, 1], mixture.Predict(RowMatrix.Copy([[100, 100], [3, 1]])));
        Assert.Equal(TwoGaussians.ParameterCount + 1, mixture.ParameterCount);
        Agree.Relatively(1, mixture.Weights.Sum() + mixture.Noise!.Weight, 1e-15, "weights");
    }

    /// <summary>What is observed of a row has the density of the mixture over those features.</summary>
    [Fact]
    public void MissingValues_AreIntegratedOut()
    {
        var mixture = NoisyMixture.Of(TwoGaussians, 0.2, [-5, -6], [5, 4]);
        double expected = Math.Log((0.2 / 10) + (0.8 * ((0.4 * Normal(2, 0, 4)) + (0.6 * Normal(2, 1, 1)))));
        Agree.Relatively(expected, mixture.LogDensity([double.NaN, 2], MissingCells.IntegrateOut), 1e-13, "log density");
        Agree.Relatively(expected, mixture.Marginal(1).LogDensity([2]), 1e-13, "marginal");
    }

    [Fact]
    public void VolumeOtherThanTheBox_IsSharedByTheFeatures()
    {
        // half the box in two features: √½ in each
        var mixture = NoisyMixture.Of(TwoGaussians, 0.2, [-5, -6], [5, 4], 50);
        double expected = Math.Log((0.2 / (10 * Math.Sqrt(0.5))) + (0.8 * ((0.4 * Normal(2, 0, 4)) + (0.6 * Normal(2, 1, 1)))));
        Agree.Relatively(expected, mixture.LogDensity([double.NaN, 2], MissingCells.IntegrateOut), 1e-13, "log density");
        Agree.Relatively(expected, mixture.Marginal(1).LogDensity([2]), 1e-13, "marginal");
    }

    [Fact]
    public void MissingValueThatIsRefused_HasNoScore()
    {
        var mixture = NoisyMixture.Of(TwoGaussians, 0.2, [-5, -6], [5, 4]);
        var rows = new MemoryRows(RowMatrix.Copy([[0, 0], [double.NaN, 2]]));
        Assert.Equal(double.NaN, mixture.Score(rows, MissingCells.Refuse).LogLikelihood);
        Agree.Relatively(mixture.LogDensity([0.0, 0]) + mixture.LogDensity([double.NaN, 2], MissingCells.IntegrateOut), mixture.Score(rows, MissingCells.IntegrateOut).LogLikelihood, 1e-13, "log-likelihood");
    }

    /// <summary>What the noise would have in a gap no row tells.</summary>
    [Fact]
    public void Gaps_AreFilledAsTheComponentsHaveThem()
    {
        var mixture = NoisyMixture.Of(TwoGaussians, 0.2, [-5, -6], [5, 4]);
        Assert.Equal(mixture.WithoutNoise.ConditionalMean([double.NaN, 3.5]), mixture.ConditionalMean([double.NaN, 3.5]));
    }

    /// <summary>The largest of all shares decides, not half of the whole.</summary>
    [Fact]
    public void RowThatIsNoiseMoreThanAnyComponent_IsNoise()
    {
        var alike = GaussianMixture.Create([0.5, 0.5], RowMatrix.Copy([[-1], [1]]), RowMatrix.Copy([[1], [1]]), CovarianceStructure.Diagonal);
        double density = Normal(0, 1, 1);

        // shares of 0.4, 0.3 and 0.3 at 0
        double weight = 0.5;
        var mixture = NoisyMixture.Of(alike, weight, [-10], [10], weight * 0.6 / (0.4 * (1 - weight) * density));
        double[] own = new double[2];
        mixture.Responsibilities([0.0], own);
        Agree.Within([0.3, 0.3], own, 1e-12, "responsibilities");
        Assert.Equal(NoisyMixture.NoiseLabel, mixture.Predict([0.0], out double probability));
        Agree.Within(0.4, probability, 1e-12, "probability");
    }

    [Fact]
    public void WeightZero_IsThePlainMixture()
    {
        var plain = GaussianMixture.Fit(Data, 3, new GaussianMixtureOptions { Restarts = 1 }).Model;
        var (lower, upper) = BoxOf(Data);
        var mixture = NoisyMixture.Of(plain, 0, lower, upper);
        Agree.Relatively(plain.Score(Data).LogLikelihood, mixture.Score(Data).LogLikelihood, 1e-14, "log-likelihood");
        Agree.Relatively(plain.Score(Data).Entropy, mixture.Score(Data).Entropy, 1e-12, "entropy");
        Assert.Equal(plain.Predict(Data), mixture.Predict(Data));
        double[] far = [1e9, -1e9];
        Assert.Equal(plain.Predict(far), mixture.Predict(far));
    }

    [Fact]
    public void Weights_CountRowsSoManyTimes()
    {
        var start = GaussianMixture.Kind().WithNoise().Fit(Data, 2, Short).Model;
        double[] weights = [.. Enumerable.Range(0, Data.Rows).Select(static i => (double)(i % 3))];
        var repeated = RowMatrix.Copy([.. Enumerable.Range(0, Data.Rows).SelectMany(i => Enumerable.Repeat(Data.Row(i).ToArray(), i % 3))]);
        var options = new MixtureOptions { Start = start, Em = new EmOptions { MaxIterations = 10, Tolerance = 0, Acceleration = false } };
        var kind = GaussianMixture.Kind().WithNoise();
        var weighted = kind.Fit(Data, 2, options, weights);
        var whole = kind.Fit(repeated, 2, options);
        Agree.Relatively(whole.LowerBound, weighted.LowerBound, 1e-11, "bound");
        Agree.Within([.. whole.Trace], [.. weighted.Trace], 1e-8, "trace");
        Agree.Relatively(whole.Model.Noise!.Weight, weighted.Model.Noise!.Weight, 1e-9, "share");
    }

    [Fact]
    public void AnyNumberOfThreads_GivesTheSameBits()
    {
        MixtureFit Fit(int threads) => GaussianMixture.Kind().WithNoise().Fit(Data, 3, new MixtureOptions { Em = new EmOptions { Threads = threads } });
        var (one, four) = (Fit(1), Fit(4));
        Assert.Equal(one.LowerBound, four.LowerBound);
        Assert.Equal(one.Model.LogDensity(Data), four.Model.LogDensity(Data));
    }

    public static TheoryData<string> Kinds => ["gaussian", "diagonal", "student-t", "contaminated", "mixed"];

    /// <summary>A model from a file has the same bits, for every kind, and a fit with noise is never below the one without.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void ModelFromFile_HasTheSameBits(string name)
    {
        var (kind, rows) = Of(name);
        var fit = kind.WithNoise().Fit(rows, 2, new MixtureOptions { Restarts = 2 });
        Assert.True(fit.LowerBound >= kind.Fit(rows, 2, new MixtureOptions { Restarts = 2 }).LowerBound - 1e-6);
        using var stream = new MemoryStream();
        ModelFile.Save(fit, stream);
        stream.Position = 0;
        var read = ModelFile.Load(stream).Model;
        Assert.Equal(fit.Model.LogDensity(rows), read.LogDensity(rows));
        Assert.Equal(fit.Model.Weights, read.Weights);
        Assert.Equal(fit.Model.Noise!.Weight, read.Noise!.Weight);
        Assert.Equal(fit.Model.Predict(rows), read.Predict(rows));
        Assert.Equal(fit.Model.Sample(50, 3).Values.ToArray(), read.Sample(50, 3).Values.ToArray());
    }

    [Fact]
    public void ModelWrittenByHand_NeedsNoBox()
    {
        var text = """
            {"format": "mixtura.gaussian-mixture", "version": 2, "features": ["a", "b"], "covarianceStructure": "diagonal", "weights": [0.3, 0.5],
             "means": [[0, 0], [3, 1]], "variances": [[1, 4], [0.25, 1]], "noise": {"weight": 0.2, "volume": 50}}
            """;
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var mixture = ModelFile.Load(stream).Model;
        Agree.Relatively(Math.Log(0.2 / 50), mixture.LogDensity([1e6, 1e6]), 1e-13, "far out");
        var noise = mixture.Noise!;
        Agree.Relatively(50, (noise.Upper[0] - noise.Lower[0]) * (noise.Upper[1] - noise.Lower[1]), 1e-12, "box");
    }

    [Fact]
    public void Draws_LieInTheBox()
    {
        var mixture = NoisyMixture.Of(TwoGaussians, 0.25, [-50, -60], [50, 40]);
        var rows = mixture.Sample(20000, 1, out int[] labels);
        int[] noise = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == NoisyMixture.NoiseLabel)];

        // five standard errors
        Assert.InRange(noise.Length / 20000.0, 0.25 - 0.0154, 0.25 + 0.0154);
        Assert.All(noise, i => Assert.True(rows[i, 0] is >= -50 and <= 50 && rows[i, 1] is >= -60 and <= 40));

        // the mean of a uniform distribution, and its deviation of 100/√12
        Assert.InRange(noise.Average(i => rows[i, 0]), -2.1, 2.1);
        Assert.InRange(labels.Count(static label => label == 1) / 20000.0, 0.45 - 0.018, 0.45 + 0.018);
    }

    [Fact]
    public void Coordinates_LeadBackToTheModel()
    {
        var family = new NoisyFamily<PoissonParameters, Sums>(new PoissonFamily());
        var rates = new PoissonFamily().Create(new Dictionary<string, ParameterArray>(StringComparer.Ordinal)
        {
            ["weights"] = new ParameterArray("weights", [0.3, 0.7], 2),
            ["rates"] = new ParameterArray("rates", [2, 5], 2, 1),
        });
        var model = new NoisyParameters<PoissonParameters>(rates, new UniformNoise(0.3, 1, [0], [9], [true]));
        double[] vector = new double[family.VectorLength(model)];
        family.WriteVector(model, vector);
        var back = family.FromVector(model, vector);
        Agree.Relatively(0.3, back.Noise.Weight, 1e-14, "share");
        Agree.Within(new PoissonFamily().WeightsOf(rates), new PoissonFamily().WeightsOf(back.Components), 1e-14, "weights");
    }

    [Fact]
    public void WhatCannotBe_IsAnErrorWithARemedy()
    {
        var constant = RowMatrix.Copy([[1, 5], [2, 5], [3, 5], [4, 5]]);
        Assert.Contains("5 in every row", Assert.Throws<InputException>(() => GaussianMixture.Kind(CovarianceStructure.Diagonal, null, 0.1).WithNoise().Fit(constant, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("below 1", Assert.Throws<InputException>(() => NoisyMixture.Of(TwoGaussians, 1, [0, 0], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("lower one first", Assert.Throws<InputException>(() => NoisyMixture.Of(TwoGaussians, 0.1, [0, 2], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMixture.Kind().WithNoise(-1));
        var mixture = NoisyMixture.Of(TwoGaussians, 0.2, [-5, -6], [5, 4]);
        Assert.Contains("ONNX", Assert.Throws<InputException>(() => mixture.ToOnnx()).Message, StringComparison.Ordinal);
        Assert.Contains("noise", Assert.Throws<InputException>(() => Learner.From(mixture, 100)).Message, StringComparison.Ordinal);
        Assert.Contains("a gaussian mixture of 2 components", Assert.Throws<InputException>(
            () => GaussianMixture.Kind().WithNoise().Fit(Data, 3, new MixtureOptions { Start = mixture })).Message, StringComparison.Ordinal);
    }

    private static double Normal(double x, double mean, double variance) => Math.Exp(-0.5 * (x - mean) * (x - mean) / variance) / Math.Sqrt(2 * Math.PI * variance);

    private static (double[] Lower, double[] Upper) BoxOf(RowMatrix rows) => (
        [.. Enumerable.Range(0, rows.Columns).Select(j => Enumerable.Range(0, rows.Rows).Min(i => rows[i, j]))],
        [.. Enumerable.Range(0, rows.Columns).Select(j => Enumerable.Range(0, rows.Rows).Max(i => rows[i, j]))]);

    private static (ComponentKind Kind, RowMatrix Rows) Of(string name) => name switch
    {
        "gaussian" => (GaussianMixture.Kind(), Data),
        "diagonal" => (GaussianMixture.Kind(CovarianceStructure.Diagonal), Data),
        "student-t" => (StudentTMixture.Kind(), Data),
        "contaminated" => (ContaminatedMixture.Kind(), Data),
        _ => (
            ColumnsMixture.Kind(
                ColumnsPart.Of(ComponentKind.Of(new CategoricalFamily(new CategoricalLevels([["no", "yes"]]))), 2),
                ColumnsPart.Of(ComponentKind.Of(new PoissonFamily()), 1), ColumnsPart.Gaussian([0])),
            RowMatrix.Copy([.. Enumerable.Range(0, Data.Rows).Select(static i => (double[])[Data[i, 0], Math.Max(0, Math.Round(Data[i, 1])), i % 2])])),
    };
}
