using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Estimation;

/// <summary>A pass gives the bits of the plain sum: each slot's blocks in order, the slots by the tree.</summary>
public class BlockPassTests
{
    private static readonly DataSet Data = Shapes.Clusters(25_000, 5, 3, seed: 70);

    [Theory]
    [MemberData(nameof(Shapes.Structures), MemberType = typeof(Shapes))]
    public void AnyThreads_GiveTheBitsOfThePlainTreeSum(string structure)
    {
        var model = GaussianMixture.Fit(Data.Rows, 3, new() { Covariance = Shapes.Structure(structure), Restarts = 1, Em = new EmOptions { MaxIterations = 2 } }).Model.Parameters;
        var (expected, slots) = Plain(model);
        Assert.True(slots > 4, "The data are too small for several slots.");
        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(new GaussianFamily(0, null), model, Data.Source, threads);
            for (int round = 1; round <= 2; round++)
            {
                Assert.True(pass.TryExpect(model, CancellationToken.None, out double bound));
                var sums = new double[pass.Statistics.Length];
                pass.Statistics.CopyTo(sums);
                Agree.Exactly(expected, [.. sums, bound, pass.TotalWeight], $"{threads} threads, pass {round}");
                Assert.Equal(round, pass.Count);
            }
        }
    }

    [Fact]
    public void APassAfterACancelledOne_IsWhole()
    {
        var model = GaussianMixture.Fit(Data.Rows, 3, new() { Restarts = 1, Em = new EmOptions { MaxIterations = 2 } }).Model.Parameters;
        var expected = Plain(model).Sums;
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(new GaussianFamily(0, null), model, Data.Source, 2);
        Assert.False(pass.TryExpect(model, new CancellationToken(canceled: true), out double none));
        Assert.True(double.IsNaN(none));
        Assert.True(pass.TryExpect(model, CancellationToken.None, out double bound));
        var sums = new double[pass.Statistics.Length];
        pass.Statistics.CopyTo(sums);
        Agree.Exactly(expected, [.. sums, bound, pass.TotalWeight], "after a cancelled pass");
        Assert.Equal(1, pass.Count);
    }

    // statistics, then bound and total weight
    private static (double[] Sums, int Slots) Plain(GaussianParameters model)
    {
        ILatentVariableModel<GaussianParameters, GaussianStatistics> family = new GaussianFamily(0, null);
        var statistics = family.CreateStatistics(model);
        var partition = SlotPartition.Of(Data.Rows.Rows, statistics.Length);
        using var reader = Data.Source.Open();
        var slots = new List<double[]>();
        for (int slot = 0; slot < partition.Count; slot++)
        {
            double bound = 0;
            statistics.Clear();
            for (long left = partition.RowsIn(slot); left > 0;)
            {
                Assert.True(reader.Read((int)Math.Min(SlotPartition.BlockRows, left), out var block));
                bound += family.Expect(model, block, statistics);
                left -= block.Count;
            }

            var sums = new double[statistics.Length];
            statistics.CopyTo(sums);
            slots.Add([.. sums, bound, partition.RowsIn(slot)]);
        }

        return (SlotTreeTests.PlainTreeSum(slots), partition.Count);
    }
}
