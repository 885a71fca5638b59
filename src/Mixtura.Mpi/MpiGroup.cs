using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mpi;

/// <summary>The processes that <c>mpirun</c> started.</summary>
/// <remarks>
/// Each runs the whole program; rows that have this group as their <see cref="IRowSource.Processes"/> are swept over together, and every process comes to the same model, bit for bit. Process 0 prints and writes.
/// Processors must be of one kind, since the order of additions within a block follows the width of their vectors: <see cref="Start"/> checks that.
/// </remarks>
/// <example>
/// <code>
/// using var group = MpiGroup.Start(CancellationToken.None);
/// using var rows = RowFile.Open("data.npy", new RowFileOptions { Processes = group });
/// var fit = GaussianMixture.Fit(rows, 8, cancellationToken: group.Ended);
/// </code>
/// </example>
public sealed class MpiGroup : IProcessGroup, IDisposable
{
    private readonly MpiLibrary library;
    private readonly CancellationTokenSource ended = new();
    private int inUse;

    private MpiGroup(MpiLibrary library, int rank, int count, CancellationToken interrupted)
    {
        this.library = library;
        Rank = rank;
        Count = count;
        Interrupted = interrupted;
    }

    /// <summary>The number that the launcher gave this process, known before <see cref="Start"/>; 0 where nobody gave one.</summary>
    public static int LaunchedRank => MpiLibrary.LaunchedRank;

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public CancellationToken Interrupted { get; }

    /// <inheritdoc/>
    public CancellationToken Ended => ended.Token;

    /// <summary>The bytes that this process has sent, or given to all.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Joins the other processes; once in the life of a process.</summary>
    /// <param name="interrupted">Set when this process is asked to end.</param>
    /// <exception cref="InputException">No MPI library is here, or the processes run on processors of different kinds.</exception>
    public static MpiGroup Start(CancellationToken interrupted)
    {
        var loaded = MpiLibrary.Load();
        var (rank, count) = loaded.Start();
        var group = new MpiGroup(loaded, rank, count, interrupted);
        group.CheckProcessors();
        return group;
    }

    /// <inheritdoc/>
    public void EndAll() => ended.Cancel();

    /// <inheritdoc/>
    public void Send(int rank, ReadOnlySpan<byte> message)
    {
        using var turn = new Turn(this);
        SentBytes += message.Length;
        library.Send(rank, message);
    }

    /// <inheritdoc/>
    public void Receive(int rank, Span<byte> message)
    {
        using var turn = new Turn(this);
        library.Receive(rank, message);
    }

    /// <inheritdoc/>
    public void Broadcast(int rank, Span<byte> message)
    {
        using var turn = new Turn(this);
        SentBytes += rank == Rank ? message.Length : 0;
        library.Broadcast(rank, message);
    }

    /// <summary>Ends all processes at once, when this one cannot go on.</summary>
    /// <param name="exitCode">What <c>mpirun</c> is to return.</param>
    public void Abort(int exitCode) => library.Abort(exitCode);

    /// <summary>Leaves; waits for the others.</summary>
    public void Dispose()
    {
        library.Finish();
        ended.Dispose();
    }

    private void CheckProcessors()
    {
        int own = Lanes.Count;
        Span<byte> first = [(byte)own];
        Broadcast(0, first);
        int other = first[0];
        byte[] differ = [other == own ? (byte)0 : (byte)1];
        for (int rank = 0; rank < Count; rank++)
        {
            byte[] told = [differ[0]];
            Broadcast(rank, told);
            if (told[0] != 0)
            {
                throw new InputException($"Process {rank} of {Count} runs on another kind of processor than process 0: its vectors hold another number of doubles, so that sums would differ in their last bits. Start all on machines of one kind.");
            }
        }
    }

    // messages of two threads would be mixed up, and processes wait for each other for ever
    private readonly struct Turn : IDisposable
    {
        private readonly MpiGroup group;

        public Turn(MpiGroup group)
        {
            this.group = group;
            if (Interlocked.Exchange(ref group.inUse, 1) != 0)
            {
                throw new InvalidOperationException("Two threads sweep over rows that processes share, at the same time. Let them take turns.");
            }
        }

        public void Dispose() => Volatile.Write(ref group.inUse, 0);
    }
}
