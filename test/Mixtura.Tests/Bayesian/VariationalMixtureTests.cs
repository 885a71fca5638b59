using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Bayesian;

public class VariationalMixtureTests
{
    private static readonly DataSet Data = Shapes.Of("a plane");

    [Fact]
    public void StartOfAnotherShape_IsRefused()
    {
        var rows = GaussianMixture.Create([0.5, 0.5], new double[,] { { 0, 0 }, { 5, 5 } }, new double[,] { { 1, 1 }, { 1, 1 } }).Sample(100, seed: 1);
        var start = GaussianMixture.Fit(rows, 2).Model;
        string Message(int components, CovarianceStructure structure) =>
            Assert.Throws<InputException>(() => VariationalGaussianMixture.Fit(rows, components, new VariationalOptions { Start = start, Covariance = structure })).Message;
        Assert.Contains("The start has 2 components with full covariances; 3 with full covariances are asked for.", Message(3, CovarianceStructure.Full), StringComparison.Ordinal);
        Assert.Contains("2 with diagonal covariances are asked for.", Message(2, CovarianceStructure.Diagonal), StringComparison.Ordinal);
    }

    [Fact]
    public void SamplesOfNeighbouringSeeds_AreIndependent()
    {
        var model = Fit(1, CovarianceStructure.Full, WeightPrior.Dirichlet);
        const int Count = 900;
        var first = model.Sample(Count + 2, seed: 0);
        for (int shift = 0; shift <= 2; shift++)
        {
            var second = model.Sample(Count, seed: 1);

            // of independent draws it is 1 / √900 in the mean square
            double correlation = Correlation([.. Enumerable.Range(0, Count).Select(i => first[i + shift, 0])], [.. Enumerable.Range(0, Count).Select(i => second[i, 0])]);
            Assert.InRange(correlation, -0.2, 0.2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LogDensity_OfAnotherNumberOfColumns_IsAnError(int columns)
    {
        var model = Fit(2, CovarianceStructure.Full, WeightPrior.Dirichlet);
        var failure = Assert.Throws<InputException>(() => model.LogDensity(new RowMatrix(new double[3 * columns], columns)));
        Assert.Contains($"the data have {(columns == 1 ? "1 column" : $"{columns} columns")}.", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A t of n degrees falls by (n + D) log 10 where the distance grows tenfold; independent features fall one by one.</summary>
    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    public void LogDensityFarOut_FallsAsThatOfT(string structure)
    {
        var model = Fit(1, Shapes.Structure(structure), WeightPrior.Dirichlet);
        double freedom = model.DegreesOfFreedom[0];
        double slope = structure switch { "diagonal" => 2 * (freedom + 1), "spherical" => freedom + 2, _ => freedom + 1 };
        double[] density = model.LogDensity(new RowMatrix((double[])[1e100, -2e100, 1e150, -2e150, 1e200, -2e200, 1e307, -2e307], 2));
        Agree.Relatively(-50 * slope * Math.Log(10), density[1] - density[0], 1e-12, "slope");
        Agree.Relatively(-50 * slope * Math.Log(10), density[2] - density[1], 1e-12, "slope");
        Agree.Relatively(-107 * slope * Math.Log(10), density[3] - density[2], 1e-12, "slope");
    }

    [Fact]
    public void LogDensityOfValuesThatAreNotFinite_IsMinusInfinityOrNaN()
    {
        foreach (var prior in (WeightPrior[])[WeightPrior.Dirichlet, WeightPrior.DirichletProcess])
        {
            var model = Fit(3, CovarianceStructure.Full, prior);
            double[] density = model.LogDensity(new RowMatrix((double[])[double.PositiveInfinity, 1, 1, double.NegativeInfinity, double.NaN, 1], 2));
            Assert.Equal([double.NegativeInfinity, double.NegativeInfinity, double.NaN], density);
        }
    }

    [Fact]
    public void LogDensity_MakesNothingForARow()
    {
        var model = Fit(3, CovarianceStructure.Full, WeightPrior.DirichletProcess);
        long few = Allocated(model, 10);
        long many = Allocated(model, 1000);
        Assert.InRange(many - few, 0, (990 * sizeof(double)) + 500);
    }

    [Fact]
    public void Parameters_CannotBeWritten()
    {
        var model = Fit(2, CovarianceStructure.Full, WeightPrior.DirichletProcess);
        IReadOnlyList<double>[] all = [model.Counts, model.WeightConcentration, model.StickRemainder, model.MeanPrecision, model.DegreesOfFreedom, model.Prior.Mean];
        Assert.All(all, static list => Assert.IsNotType<double[]>(list));
    }

    /// <summary>αₖ = α₀ₖ + Nₖ, whatever order the components are put in.</summary>
    [Fact]
    public void ConcentrationsOfTheirOwn_GoWithTheirComponents()
    {
        double[] given = [0.5, 40, 7];
        var orders = new HashSet<string>(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 6; seed++)
        {
            var model = VariationalGaussianMixture.Fit(Data.Source, 3, new VariationalOptions { WeightConcentrations = given, Restarts = 1, Seed = seed }).Model;
            orders.Add(string.Join(' ', model.Prior.WeightConcentrations!));
            Assert.Equal(given.Order(), model.Prior.WeightConcentrations!.Order());
            for (int k = 0; k < 3; k++)
            {
                Agree.Within(model.Prior.WeightConcentrations![k] + model.Counts[k], model.WeightConcentration[k], 1e-10, $"α of {k}, seed {seed}");
            }

            Agree.Within(given.Sum() + Data.Rows.Rows, model.WeightConcentration.Sum(), 1e-9, "Σα");
        }

        Assert.True(orders.Count > 1, "no fit changed the order");
    }

    [Fact]
    public void CancelledAtAnyRead_GivesWholePassesOrNothing()
    {
        var rows = new MemoryRows(Shapes.Clusters(2500, 2, 2, seed: 21).Rows);
        int fits = 0;
        for (int read = 1; read < 200; read += 3)
        {
            using var source = new CancellationTokenSource();
            var options = new VariationalOptions { Restarts = 3, Em = new EmOptions { Threads = 1, MaxIterations = 5, Tolerance = 0 } };
            try
            {
                var fit = VariationalGaussianMixture.Fit(new CancellingRows(rows, source, read), 2, options, null, source.Token);
                fits++;
                Assert.All(fit.Restarts, static start => Assert.True(double.IsFinite(start.LowerBound)));
                Assert.True(double.IsFinite(fit.LowerBound));
            }
            catch (OperationCanceledException)
            {
                Assert.True(read < 40, $"read {read}: there was something to return");
            }
        }

        Assert.True(fits > 20);
    }

    [Fact]
    public void DegenerateStart_WinsOnlyForWantOfAnother()
    {
        var sound = new EmResult<VariationalPosterior>(null!, [-12], StopReason.Converged, null, 1);
        var degenerate = new EmResult<VariationalPosterior>(null!, [-10], StopReason.Degenerate, new Degeneracy(DegeneracyKind.Collapsed, 0), 1);
        var better = new EmResult<VariationalPosterior>(null!, [-11], StopReason.Converged, null, 1);
        Assert.Equal(2, VariationalFitter.Best([sound, degenerate, better]));
        Assert.Equal(0, VariationalFitter.Best([degenerate]));
    }

    private static VariationalGaussianMixture Fit(int components, CovarianceStructure structure, WeightPrior prior) =>
        VariationalGaussianMixture.Fit(Data.Source, components, new VariationalOptions { Covariance = structure, WeightPrior = prior, Restarts = 1 }).Model;

    private static long Allocated(VariationalGaussianMixture model, int rows)
    {
        var matrix = new RowMatrix(new double[2 * rows], 2);
        model.LogDensity(matrix);
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.LogDensity(matrix);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average();
        double meanB = b.Average();
        double Product(double[] x, double meanX, double[] y, double meanY) => x.Zip(y, (p, q) => (p - meanX) * (q - meanY)).Sum();
        return Product(a, meanA, b, meanB) / Math.Sqrt(Product(a, meanA, a, meanA) * Product(b, meanB, b, meanB));
    }
}
