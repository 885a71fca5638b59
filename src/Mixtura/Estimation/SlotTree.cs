using System.Numerics;
using Mixtura.Numerics;

namespace Mixtura.Estimation;

/// <summary>Adds the sums of slots in one fixed order: a binary tree over the slots' numbers. Thread-safe.</summary>
/// <remarks>
/// A node of height h is the sum of 2ʰ neighbouring slots, the first a multiple of 2ʰ: its left half plus its right half, or the left alone where there are no
/// slots for the right. Whoever brings the second half adds the two, so the sum has the same bits whoever fills which slot, and whenever.
/// Sums that wait for their other half are few: slots filled about in order leave O(log slots), beside one for every slot that is being filled.
/// Nodes are numbered as in a heap: 1 is the root, 2n and 2n + 1 are the halves of n.
/// </remarks>
internal sealed class SlotTree
{
    private readonly int slots;
    private readonly int length;
    private readonly int firstLeaf;
    private readonly double[]?[] waiting;
    private readonly Stack<double[]> free = new();
    private readonly Lock gate = new();

    /// <param name="slots">The number of slots, of all processes together.</param>
    /// <param name="length">The sums of each.</param>
    public SlotTree(int slots, int length)
    {
        this.slots = slots;
        this.length = length;
        firstLeaf = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, slots));
        waiting = new double[2 * firstLeaf][];
    }

    /// <summary>How many arrays of sums there are: about log₂ slots and one or two for each slot that is being filled at the same time; a late one may keep log₂ slots more waiting.</summary>
    public int Bags { get; private set; }

    /// <summary>The sums of all slots, once all were added; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<double> Total => Root;

    /// <summary>The same, to be sent to others.</summary>
    public double[] Root => waiting[1] ?? throw new InvalidOperationException("Not all slots were added.");

    /// <summary>What was added so far, as nodes in no particular order: of a run of slots at most 2 log₂ slots. What a process sends to others.</summary>
    public IEnumerable<(int Node, double[] Sums)> Parts
    {
        get
        {
            for (int node = 1; node < waiting.Length; node++)
            {
                if (waiting[node] is { } sums)
                {
                    yield return (node, sums);
                }
            }
        }
    }

    /// <summary>The node that is a slot.</summary>
    public int NodeOf(int slot) => firstLeaf + slot;

    /// <summary>Begins anew. The sum of no slots at all is 0.</summary>
    public void Clear()
    {
        for (int node = 0; node < waiting.Length; node++)
        {
            if (waiting[node] is { } sums)
            {
                free.Push(sums);
                waiting[node] = null;
            }
        }

        if (slots == 0)
        {
            waiting[1] = Rent();
            Array.Clear(waiting[1]!);
        }
    }

    /// <summary>An array to fill, with anything in it; the tree's again when it is added.</summary>
    public double[] Rent()
    {
        lock (gate)
        {
            if (free.TryPop(out var sums))
            {
                return sums;
            }

            Bags++;
            return new double[length];
        }
    }

    /// <summary>Adds the sums of a node: a slot's, or a part that another tree of as many slots has.</summary>
    public void Add(int node, double[] sums)
    {
        double[]? spare = null;
        for (; node > 1; node >>= 1)
        {
            if (!HasSlots(node ^ 1))
            {
                continue;
            }

            if (MeetOrWait(node, sums, spare) is not { } other)
            {
                return;
            }

            VectorLoops.Add(other, sums);
            spare = other;
        }

        Finish(sums, spare);
    }

    private bool HasSlots(int node)
    {
        int height = BitOperations.Log2((uint)firstLeaf) - BitOperations.Log2((uint)node);
        return (node << height) - firstLeaf < slots;
    }

    // the other half, if it is there
    private double[]? MeetOrWait(int node, double[] sums, double[]? spare)
    {
        lock (gate)
        {
            Keep(spare);
            var other = waiting[node ^ 1];
            waiting[node ^ 1] = null;
            waiting[node] = other is null ? sums : null;
            return other;
        }
    }

    private void Finish(double[] total, double[]? spare)
    {
        lock (gate)
        {
            Keep(spare);
            waiting[1] = total;
        }
    }

    private void Keep(double[]? spare)
    {
        if (spare is not null)
        {
            free.Push(spare);
        }
    }
}
