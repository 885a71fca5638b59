using System.Runtime.InteropServices;
using System.Text;
using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>What processes that share rows do together outside a sweep.</summary>
public static class ProcessAgreement
{
    /// <summary>Does something that may fail in some of the processes, such as opening a file: then it fails in all, by the failure of the first.</summary>
    /// <param name="group">The processes; null where this one is alone.</param>
    /// <param name="work">What is done; without a sweep over shared rows.</param>
    /// <exception cref="InputException">It failed by bad data in a process.</exception>
    /// <exception cref="IOException">It failed in another way.</exception>
    /// <exception cref="OperationCanceledException">A process was asked to end.</exception>
    public static T Together<T>(this IProcessGroup? group, Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (group is null)
        {
            return work();
        }

        T? done = default;
        Exception? failure = null;
        bool cancelled = group.Interrupted.IsCancellationRequested;
        try
        {
            done = work();
        }
        catch (OperationCanceledException) when (!group.Ended.IsCancellationRequested)
        {
            cancelled = true;
        }
#pragma warning disable CA1031 // thrown again in all processes
        catch (Exception exception) when (!group.Ended.IsCancellationRequested)      // else all know of it already
#pragma warning restore CA1031
        {
            failure = exception;
        }

        bool isWhole = false;
        try
        {
            isWhole = group.Agree(failure, cancelled);
        }
        finally
        {
            if (!isWhole)
            {
                (done as IDisposable)?.Dispose();
            }
        }

        return isWhole ? done! : throw new OperationCanceledException(group.Ended);
    }

    /// <summary>Checks that a text, such as a check sum of the rows, is the same in all processes.</summary>
    /// <param name="group">The processes; null where this one is alone.</param>
    /// <param name="text">The text.</param>
    /// <param name="what">What it tells, for the message: <c>data.csv</c>.</param>
    /// <exception cref="InputException">It is another in one of the processes.</exception>
    public static void RequireSame(this IProcessGroup? group, string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] first = group?.All(Encoding.UTF8.GetBytes(text))[0] ?? [];
        group.Together(() => group is null || string.Equals(Encoding.UTF8.GetString(first), text, StringComparison.Ordinal) ? 0
            : throw new InputException($"{what}: process {group.Rank} of {group.Count} reads other rows than process 0. Give all of them the same data, in the same order."));
    }

    /// <summary>Gives all processes what each of them has.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="own">What this one has; of any length.</param>
    /// <returns>What each has, in the order of their numbers.</returns>
    public static byte[][] All(this IProcessGroup group, byte[] own)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(own);
        var all = new byte[group.Count][];
        for (int rank = 0; rank < all.Length; rank++)
        {
            all[rank] = group.FromOne(rank, rank == group.Rank ? own : []);
        }

        return all;
    }

    /// <summary>Gives all processes what one of them has.</summary>
    internal static byte[] FromOne(this IProcessGroup group, int rank, byte[] own)
    {
        Span<int> length = [own.Length];
        group.Broadcast(rank, MemoryMarshal.AsBytes(length));
        byte[] told = rank == group.Rank ? own : new byte[length[0]];
        group.Broadcast(rank, told);
        return told;
    }
}
