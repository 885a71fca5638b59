using System.Collections.Concurrent;
using Mixtura.Data;

namespace Mixtura.Tests.Processes;

/// <summary>Processes that are threads of this one, each with a program of its own: what they send each other arrives by queues.</summary>
internal sealed class ThreadProcesses(int count)
{
    // a test that hangs says so
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<(int From, int To), BlockingCollection<byte[]>> queues = new();

    /// <summary>The bytes that each process received.</summary>
    public long[] Received { get; } = new long[count];

    /// <summary>Runs the same program in all of them; what each returns, in their order.</summary>
    public static T[] Run<T>(int count, Func<IProcessGroup, T> program) => new ThreadProcesses(count).Run(program, []);

    /// <summary>The same, one of which may be interrupted from outside.</summary>
    public T[] Run<T>(Func<IProcessGroup, T> program, params CancellationToken[] interrupted)
    {
        var results = new T[count];
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                using var member = new Member(this, rank, rank < interrupted.Length ? interrupted[rank] : CancellationToken.None);
                results[rank] = program(member);
            }
#pragma warning disable CA1031 // thrown again below
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures[rank] = failure;
            }
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.All(queues.Values, static queue => Assert.Empty(queue));
        return Array.TrueForAll(failures, static failure => failure is null) ? results : throw new AggregateException(failures.OfType<Exception>());
    }

    private BlockingCollection<byte[]> Queue(int from, int to) => queues.GetOrAdd((from, to), static _ => []);

    private sealed class Member(ThreadProcesses all, int rank, CancellationToken interrupted) : IProcessGroup, IDisposable
    {
        private readonly CancellationTokenSource ended = new();

        public int Rank => rank;

        public int Count => all.Received.Length;

        public CancellationToken Interrupted => interrupted;

        public CancellationToken Ended => ended.Token;

        public void Dispose() => ended.Dispose();

        public void EndAll() => ended.Cancel();

        public void Send(int to, ReadOnlySpan<byte> message) => all.Queue(rank, to).Add(message.ToArray());

        public void Receive(int from, Span<byte> message)
        {
            if (!all.Queue(from, rank).TryTake(out byte[]? sent, Patience))
            {
                throw new TimeoutException($"Process {rank} waits for process {from}.");
            }

            Assert.Equal(sent.Length, message.Length);
            sent.CopyTo(message);
            all.Received[rank] += sent.Length;
        }

        public void Broadcast(int from, Span<byte> message)
        {
            for (int to = 0; from == rank && to < Count; to++)
            {
                if (to != rank)
                {
                    Send(to, message);
                }
            }

            if (from != rank)
            {
                Receive(from, message);
            }
        }
    }
}
