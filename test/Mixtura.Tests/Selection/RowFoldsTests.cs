using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures.Classes;
using Mixtura.Numerics;
using Mixtura.Selection;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Selection;

public class RowFoldsTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(10, 10)]
    [InlineData(257, 7)]
    [InlineData(100_000, 10)]
    public void Folds_AreEqualUpToOneRow(int rows, int folds)
    {
        var foldOf = new RowFolds(rows, folds, new RandomSource(3));
        var sizes = new int[folds];
        for (int i = 0; i < rows; i++)
        {
            sizes[foldOf.Of(i)]++;
        }

        Assert.Equal(rows, sizes.Sum());
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    }

    /// <summary>Rows that follow each other are in one fold as often as any two: a tenth of the time, to within five standard errors.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(64)]
    public void NeighbouringRows_AreIndependent(int apart)
    {
        const int Rows = 100_000;
        var foldOf = new RowFolds(Rows, 10, new RandomSource(4));
        int together = Enumerable.Range(0, Rows - apart).Count(i => foldOf.Of(i) == foldOf.Of(i + apart));
        Assert.InRange(together / (double)Rows, 0.1 - 0.005, 0.1 + 0.005);
    }

    [Fact]
    public void CrossValidation_KeepsNothingForARow()
    {
        var rows = new MemoryRows(Shapes.Clusters(200_000, 1, 1, seed: 3).Rows);
        var options = new GaussianMixtureOptions { Restarts = 1, Em = new EmOptions { Threads = 1 } };
        CrossValidation.HeldOutLogDensity(rows, 1, GaussianMixture.Kind(), options, 2, CancellationToken.None);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CrossValidation.HeldOutLogDensity(rows, 1, GaussianMixture.Kind(), options, 2, CancellationToken.None);
        long validated = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        GaussianMixture.Fit(new MaskedRows(rows, static row => row % 2), 1, options);
        GaussianMixture.Fit(new MaskedRows(rows, static row => row % 2), 1, options);
        long fitted = GC.GetAllocatedBytesForCurrentThread() - before;

        // a number a row would be 1.6 MB
        Assert.InRange(validated - fitted, long.MinValue, 400_000);
    }
}
