using Mixtura.Estimation;

namespace Mixtura.Tests.Estimation;

public class SlotPartitionTests
{
    public static TheoryData<long, int> Sizes
    {
        get
        {
            var data = new TheoryData<long, int>();
            foreach (long rows in (long[])[1, 2, 1023, 1024, 1025, 65_536, 65_537, 1_000_000, 2_000_000_011, 5_000_000_000_000])
            {
                foreach (int length in (int[])[0, 1, 7, 300, 100_000, 40_000_000])
                {
                    data.Add(rows, length);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Slots_CoverEveryRowOnceInWholeBlocks(long rows, int length)
    {
        var partition = SlotPartition.Of(rows, length);
        Assert.InRange(partition.Count, 1, 4096);
        long next = 0;
        for (int slot = 0; slot < partition.Count; slot++)
        {
            Assert.Equal(next, partition.FirstRow(slot));
            Assert.Equal(0, partition.FirstRow(slot) % SlotPartition.BlockRows);
            Assert.True(partition.RowsIn(slot) > 0);
            next += partition.RowsIn(slot);
        }

        Assert.Equal(rows, next);
        Assert.True(SlotPartition.MostWorkers(length) == 1 || (long)SlotPartition.MostWorkers(length) * length <= 1L << 25, "the workers' sums take more than 256 MiB");
    }

    [Theory]
    [InlineData(40_000_000, 30)]
    [InlineData(10_000_000, 1_000)]
    [InlineData(10_000_000, 140_000)]
    [InlineData(1_000_000_000, 5_000_000)]
    public void ManyRows_HaveASlotForEachOfAThousandProcesses(long rows, int length)
    {
        var partition = SlotPartition.Of(rows, length);
        Assert.InRange(partition.Count, length > 1_000_000 ? 1_000 : 1_024, 4096);
    }

    [Theory]
    [InlineData(100_000, 30, 14)]
    [InlineData(50_000, 140_000, 49)]
    [InlineData(1_000_000, 30, 62)]
    public void FewRows_AreCutForTheCoresOfOneMachine(long rows, int length, int slots) => Assert.Equal(slots, SlotPartition.Of(rows, length).Count);

    [Fact]
    public void NoRow_HasNoSlot() => Assert.Equal(0, SlotPartition.Of(0, 10).Count);

    [Fact]
    public void SmallWork_IsNotCut() => Assert.Equal(1, SlotPartition.Of(5000, 10).Count);
}
