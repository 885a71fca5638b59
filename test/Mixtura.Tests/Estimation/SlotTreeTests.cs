using System.Numerics;
using Mixtura.Estimation;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Estimation;

/// <summary>Slots are added in one order, that of a binary tree over their numbers, whoever fills them and whenever.</summary>
public class SlotTreeTests
{
    private const int Length = 3;

    public static TheoryData<int> Counts => [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 100, 4095, 4096];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Total_IsThePlainTreeSum_InAnyOrder(int slots)
    {
        var sums = Sums(slots);
        double[] expected = PlainTreeSum(sums);
        var random = new Generator((ulong)slots);
        var tree = new SlotTree(slots, Length);
        for (int round = 0; round < 3; round++)
        {
            int[] order = [.. Enumerable.Range(0, slots)];
            if (round > 0)
            {
                Array.Sort(Array.ConvertAll(order, _ => random.Bits()), order);
            }

            Fill(tree, sums, order);
            Agree.Exactly(expected, tree.Total, $"round {round}");
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Processes_SendFewParts_AndGetTheSameBits(int slots)
    {
        var sums = Sums(slots);
        foreach (int processes in (int[])[2, 3, 7, 1024])
        {
            var whole = new SlotTree(slots, Length);
            for (int process = 0; process < processes; process++)
            {
                var own = new SlotTree(slots, Length);
                int first = (int)((long)slots * process / processes);
                int end = (int)((long)slots * (process + 1) / processes);
                Fill(own, sums, [.. Enumerable.Range(first, end - first)]);
                var parts = own.Parts.ToArray();
                Assert.InRange(parts.Length, 0, Math.Max(1, 2 * Depth(slots)));
                foreach (var (node, part) in parts)
                {
                    var received = whole.Rent();
                    part.CopyTo(received, 0);
                    whole.Add(node, received);
                }
            }

            Agree.Exactly(PlainTreeSum(sums), whole.Total, $"{processes} processes");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Memory_IsOfTheDepthNotOfTheSlots(int workers)
    {
        // each worker takes a slot, and they end in an order of chance
        const int Slots = 4096;
        var sums = Sums(Slots);
        var random = new Generator(9);
        var tree = new SlotTree(Slots, Length);
        var working = new List<int>();
        for (int next = 0; next < Slots || working.Count > 0;)
        {
            while (working.Count < workers && next < Slots)
            {
                working.Add(next++);
            }

            int ended = working[random.Index(working.Count)];
            working.Remove(ended);
            Add(tree, sums, ended);
        }

        Agree.Exactly(PlainTreeSum(sums), tree.Total, "total");
        Assert.InRange(tree.Bags, 1, Depth(Slots) + (2 * workers));
    }

    [Fact]
    public void Memory_IsBoundedWhereOneWorkerIsLate()
    {
        // slots that wait for one in their midst are added up among themselves
        const int Slots = 4096;
        const int Late = 1365;
        var tree = new SlotTree(Slots, Length);
        var sums = Sums(Slots);
        Fill(tree, sums, [.. Enumerable.Range(0, Slots).Where(static slot => slot != Late), Late]);
        Agree.Exactly(PlainTreeSum(sums), tree.Total, "total");
        Assert.InRange(tree.Bags, 1, (2 * Depth(Slots)) + 1);
    }

    [Fact]
    public void AnotherRound_UsesTheSameMemory()
    {
        var sums = Sums(100);
        var tree = new SlotTree(100, Length);
        Fill(tree, sums, [.. Enumerable.Range(0, 60)]);
        Fill(tree, sums, [.. Enumerable.Range(0, 100)]);
        int bags = tree.Bags;
        Fill(tree, sums, [.. Enumerable.Range(0, 100)]);
        Assert.Equal(bags, tree.Bags);
        Agree.Exactly(PlainTreeSum(sums), tree.Total, "total");
    }

    [Fact]
    public void NoSlots_AddUpToZero()
    {
        var tree = new SlotTree(0, Length);
        tree.Clear();
        Assert.Equal([0, 0, 0], tree.Total.ToArray());
    }

    [Fact]
    public void MissingSlot_IsNoTotal()
    {
        var tree = new SlotTree(5, Length);
        Fill(tree, Sums(5), [0, 1, 2, 4]);
        Assert.Throws<InvalidOperationException>(() => tree.Total.Length);
    }

    /// <summary>The halves of 2ʰ slots, added; those beyond the last left out.</summary>
    internal static double[] PlainTreeSum(IReadOnlyList<double[]> sums) => Node(sums, 0, (int)BitOperations.RoundUpToPowerOf2((uint)sums.Count));

    private static double[] Node(IReadOnlyList<double[]> sums, int first, int count)
    {
        int half = count / 2;
        return count == 1 ? sums[first]
            : first + half >= sums.Count ? Node(sums, first, half)
            : [.. Node(sums, first, half).Zip(Node(sums, first + half, half), static (left, right) => left + right)];
    }

    private static int Depth(int slots) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)slots));

    private static void Fill(SlotTree tree, double[][] sums, int[] order)
    {
        tree.Clear();
        foreach (int slot in order)
        {
            Add(tree, sums, slot);
        }
    }

    private static void Add(SlotTree tree, double[][] sums, int slot)
    {
        var rented = tree.Rent();
        sums[slot].CopyTo(rented, 0);
        tree.Add(tree.NodeOf(slot), rented);
    }

    private static double[][] Sums(int slots)
    {
        var random = new Generator(40);
        return [.. Enumerable.Range(0, slots).Select(_ => (double[])[random.Gaussian(), 1e6 * random.Gaussian(), random.Uniform()])];
    }
}
