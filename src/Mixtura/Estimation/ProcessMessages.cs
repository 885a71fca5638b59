using System.Runtime.InteropServices;
using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>What processes that share rows tell each other: how their sweeps ended, what they found, the sums of slots.</summary>
internal static class ProcessMessages
{
    // how a process ended its part: the smallest of all counts; below these, the number of one that failed
    private const int Cancelled = int.MaxValue - 1;
    private const int Done = int.MaxValue;

    /// <summary>The slots that are a process's own: a run, the first processes' first.</summary>
    public static (int First, int End) Slots(this IProcessGroup? group, int slots) => group is null
        ? (0, slots)
        : ((int)((long)slots * group.Rank / group.Count), (int)((long)slots * (group.Rank + 1) / group.Count));

    /// <summary>Lets all processes know how each one's part ended. The failure of the first is thrown in all of them: processes hold runs of slots, so it is the first in the rows' order.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="failure">What failed here; null if nothing did.</param>
    /// <param name="cancelled">Whether this process was asked to end.</param>
    /// <returns>Whether nobody was asked to end.</returns>
    /// <exception cref="InputException">A process met rows that cannot be used.</exception>
    /// <exception cref="IOException">A process failed in another way.</exception>
    public static bool Agree(this IProcessGroup group, Exception? failure, bool cancelled)
    {
        int first = Smallest(group, failure is not null ? group.Rank : cancelled ? Cancelled : Done);
        if (first == Done)
        {
            return true;
        }

        group.EndAll();
        return first == Cancelled ? false : throw FailureOf(group, first, failure);
    }

    /// <summary>Adds up the sums of slots that the processes filled; all get the total. Every process sends at most 2 log₂ slots of them, and one gets the total, from each.</summary>
    public static void Add(this IProcessGroup group, SlotTree sums)
    {
        if (!SendUp(group, sums))
        {
            sums.Clear();
        }

        double[] total = group.Rank == 0 ? sums.Root : sums.Rent();
        group.Broadcast(0, MemoryMarshal.AsBytes(total.AsSpan()));
        if (group.Rank > 0)
        {
            sums.Add(1, total);
        }
    }

    // a binomial tree of processes, as each holds a run of slots: true at its root
    private static bool SendUp(IProcessGroup group, SlotTree sums)
    {
        for (int step = 1; step < group.Count; step *= 2)
        {
            if (group.Rank % (2 * step) == step)
            {
                SendParts(group, group.Rank - step, sums);
                return false;
            }

            if (group.Rank + step < group.Count)
            {
                ReceiveParts(group, group.Rank + step, sums);
            }
        }

        return true;
    }

    private static void SendParts(IProcessGroup group, int to, SlotTree sums)
    {
        var parts = sums.Parts.ToList();
        group.Send(to, MemoryMarshal.AsBytes(new ReadOnlySpan<int>([parts.Count])));
        group.Send(to, MemoryMarshal.AsBytes(parts.Select(static part => part.Node).ToArray().AsSpan()));
        foreach (var (_, part) in parts)
        {
            group.Send(to, MemoryMarshal.AsBytes(part.AsSpan()));
        }
    }

    private static void ReceiveParts(IProcessGroup group, int from, SlotTree sums)
    {
        Span<int> count = stackalloc int[1];
        group.Receive(from, MemoryMarshal.AsBytes(count));
        var nodes = new int[count[0]];
        group.Receive(from, MemoryMarshal.AsBytes(nodes.AsSpan()));
        foreach (int node in nodes)
        {
            double[] part = sums.Rent();
            group.Receive(from, MemoryMarshal.AsBytes(part.AsSpan()));
            sums.Add(node, part);
        }
    }

    private static int Smallest(IProcessGroup group, int own)
    {
        Span<int> message = stackalloc int[1];
        for (int step = 1; step < group.Count; step *= 2)
        {
            if (group.Rank % (2 * step) == step)
            {
                message[0] = own;
                group.Send(group.Rank - step, MemoryMarshal.AsBytes(message));
                break;
            }

            if (group.Rank + step < group.Count)
            {
                group.Receive(group.Rank + step, MemoryMarshal.AsBytes(message));
                own = Math.Min(own, message[0]);
            }
        }

        message[0] = own;
        group.Broadcast(0, MemoryMarshal.AsBytes(message));
        return message[0];
    }

    private static Exception FailureOf(IProcessGroup group, int rank, Exception? own)
    {
        byte[] told = group.FromOne(rank, rank == group.Rank ? ToldFailure.Write(own!) : []);
        return rank == group.Rank ? own! : ToldFailure.Read(told, $"Process {rank} of {group.Count}");
    }
}
