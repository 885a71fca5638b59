using Mixtura.Data;
using Mixtura.Families.Poisson;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Scores;

public class TailProbabilityTests
{
    private const int Draws = 40_000;

    private static readonly RowMatrix Covariance = new double[,] { { 4, 1.2 }, { 1.2, 1 } };

    /// <summary>One Gaussian; or the same as two halves, whose tail probabilities are drawn.</summary>
    private static GaussianMixture Gaussian(int halves = 1, double offset = 0) => GaussianMixture.Create(
        halves == 1 ? [1.0] : [0.5, 0.5],
        halves == 1 ? new double[,] { { offset + 1, -2 } } : new double[,] { { offset + 1, -2 }, { offset + 1, -2 } },
        [.. Enumerable.Repeat(Covariance, halves)]);

    // of two features the squared distance is χ² with two degrees of freedom: its tail is e^(−d²/2), with d² by the inverse of the covariance, (1, −1.2; −1.2, 4)/2.56
    private static double Closed(double x, double y) => Math.Exp(-((x * x) - (2.4 * x * y) + (4 * y * y)) / (2 * 2.56));

    [Theory]
    [InlineData(0)]
    [InlineData(1e6)]
    public void OneGaussian_HasTheTailOfChiSquare(double offset)
    {
        var tails = new TailProbabilities(Gaussian(offset: offset));
        Assert.True(tails.IsExact);
        Assert.Equal(0, tails.StandardError(0.5));
        foreach (var (x, y) in ((double, double)[])[(0, 0), (1, 1), (-3, 0.5), (8, 8)])
        {
            double expected = Closed(x, y);
            Assert.InRange(tails.Of([offset + 1 + x, -2 + y]), expected * (1 - 1e-9), expected * (1 + 1e-9));
        }
    }

    [Fact]
    public void Draws_AgreeWithTheTailOfChiSquare_WithinTheirStandardError()
    {
        var tails = new TailProbabilities(Gaussian(halves: 2), Draws, 7);
        Assert.False(tails.IsExact);
        foreach (var (x, y) in ((double, double)[])[(0.3, 0), (1, 1), (2, -1), (-3, 0.5), (4, -1)])
        {
            double expected = Closed(x, y);
            Assert.InRange(tails.Of([1 + x, -2 + y]), expected - (4 * tails.StandardError(expected)) - (1.0 / Draws), expected + (4 * tails.StandardError(expected)) + (1.0 / Draws));
        }
    }

    /// <remarks>If the model is true its tail probabilities are uniform; 1.63/√n is the limit of Kolmogorov and Smirnov at 1 %.</remarks>
    [Fact]
    public void TailProbabilities_OfTheModelsOwnRows_AreUniform()
    {
        var mixture = GaussianMixture.Create([0.7, 0.3], new double[,] { { 0, 0 }, { 9, 3 } }, [Covariance, new double[,] { { 1, 0 }, { 0, 25 } }]);
        double[] found = [.. mixture.TailProbability(mixture.Sample(2000, seed: 99), Draws, 1).Order()];
        double most = found.Select((p, i) => Math.Max(Math.Abs(p - ((i + 1.0) / found.Length)), Math.Abs(p - ((double)i / found.Length)))).Max();
        Assert.InRange(most, 0, 1.63 / Math.Sqrt(found.Length));
    }

    /// <remarks>Of counts many rows are equal, and as likely as each other: P(p(X) ≤ p(x)) is a sum over the counts that are no more probable.</remarks>
    [Fact]
    public void Counts_HaveTheSumOfWhatIsNoMoreProbable()
    {
        var mixture = ComponentKind.Of(new PoissonFamily()).Fit(new MemoryRows(new double[,] { { 2 }, { 3 }, { 4 }, { 3 } }), 1).Model;
        double[] chances = new double[60];
        chances[0] = Math.Exp(-3);
        for (int x = 1; x < chances.Length; x++)
        {
            chances[x] = chances[x - 1] * 3 / x;
        }

        var tails = new TailProbabilities(mixture, Draws);
        foreach (int x in (int[])[0, 1, 2, 3, 5, 9])
        {
            // 2 and 3 are equally probable where the rate is 3
            double expected = chances.Where(chance => chance <= chances[x] * (1 + 1e-9)).Sum();
            Assert.InRange(tails.Of([x]), expected - (4 * tails.StandardError(expected)) - (1.0 / Draws), expected + (4 * tails.StandardError(expected)) + (1.0 / Draws));
        }
    }

    [Fact]
    public void RowWithGaps_IsComparedWithWhatIsObserved()
    {
        var tails = new TailProbabilities(Gaussian(), missing: MissingCells.IntegrateOut);

        // one feature of deviation 2: at 1.96 deviations from its mean
        Assert.Equal(0.05, tails.Of([1 + (2 * 1.959963984540054), double.NaN]), 12);
        Assert.Equal(1, tails.Of([double.NaN, double.NaN]));
        Assert.True(double.IsNaN(new TailProbabilities(Gaussian()).Of([1, double.NaN])));
    }

    [Fact]
    public void RowBeyondAllDraws_HasTheSmallestEstimate_AndNeverNone()
    {
        var tails = new TailProbabilities(Gaussian(halves: 2), 1000);
        Assert.Equal(1.0 / 1001, tails.Of([1e6, 0]));
        Assert.Equal(1.0 / 1001, tails.Of([1e200, 0]));
        Assert.Equal(0, new TailProbabilities(Gaussian()).Of([1e200, 0]));
    }

    [Fact]
    public void SameSeed_SameFigures()
    {
        var mixture = Gaussian(halves: 2);
        var rows = mixture.Sample(200, seed: 5);
        Assert.Equal(mixture.TailProbability(rows, 5000, 3), mixture.TailProbability(rows, 5000, 3));
        Assert.NotEqual(mixture.TailProbability(rows, 5000, 3), mixture.TailProbability(rows, 5000, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TailProbabilities(mixture, 0));
    }

    /// <remarks>Every thread asks for the same few patterns at once: the figures are those of one thread.</remarks>
    [Fact]
    public void ManyThreads_GetTheFiguresOfOne()
    {
        var mixture = Gaussian(halves: 2);
        double[][] rows = [[1, -2], [3, double.NaN], [double.NaN, -1], [2, 0]];
        var one = new TailProbabilities(mixture, 5000, 3, MissingCells.IntegrateOut);
        double[] expected = [.. rows.Select(row => one.Of(row))];
        var shared = new TailProbabilities(mixture, 5000, 3, MissingCells.IntegrateOut);
        var found = new double[400];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => found[i] = shared.Of(rows[i % rows.Length]));
        Assert.All(found.Index(), value => Assert.Equal(expected[value.Index % rows.Length], value.Item));
        Assert.Equal(3, shared.KeptPatterns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RowsOfASource_HaveTheFiguresOfEach(bool isNoisy)
    {
        Mixture mixture = isNoisy ? NoisyMixture.Of(Gaussian(halves: 2), 0.1, [-20, -20], [20, 20]) : Gaussian(halves: 2);
        double[] values = Gaussian().Sample(70_000, seed: 6).Values.ToArray();
        for (int i = 0; i < values.Length; i += 11)
        {
            values[i] = double.NaN;
        }

        var rows = new RowMatrix(values, 2);
        double[] expected = mixture.TailProbability(rows, 3000, 3, MissingCells.IntegrateOut);
        Assert.Equal(expected, mixture.TailProbability(new OwnRows(rows), 3000, 3, MissingCells.IntegrateOut, threads: 1));
        Assert.Equal(expected, mixture.TailProbability(new OwnRows(rows), 3000, 3, MissingCells.IntegrateOut, threads: 5));
        Assert.True(double.IsNaN(mixture.TailProbability(new MemoryRows(rows), 30)[0]));
    }

    [Fact]
    public void PatternsBeyondTheMemory_AreForgotten_AndGiveTheSameFigures()
    {
        var tails = new TailProbabilities(Gaussian(halves: 2), 1000, 3, MissingCells.IntegrateOut) { MostBytes = 2 * 8 * 1000 };
        double[][] rows = [[3, double.NaN], [double.NaN, 1], [1, -2]];
        double first = tails.Of(rows[0]);
        foreach (double[] row in rows)
        {
            tails.Of(row);
        }

        Assert.Equal(2, tails.KeptPatterns);
        Assert.Equal(first, tails.Of(rows[0]));
        Assert.Equal(2, tails.KeptPatterns);
    }
}
