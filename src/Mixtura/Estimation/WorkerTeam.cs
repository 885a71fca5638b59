using System.Runtime.ExceptionServices;

namespace Mixtura.Estimation;

/// <summary>A few threads that wait for work; the caller is one of them. Running work allocates nothing.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Thread[] threads;
    private readonly SemaphoreSlim begin = new(0);
    private readonly CountdownEvent finished = new(1);
    private Action<int> current = static _ => { };
    private volatile bool disposed;
    private Exception? failure;

    /// <param name="size">The number of threads, the caller included.</param>
    public WorkerTeam(int size)
    {
        threads = new Thread[size - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            int worker = i + 1;
            threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Mixtura {worker}" };
            threads[i].Start();
        }
    }

    /// <summary>Runs <paramref name="work"/> once on every thread, with the thread's number, and waits for all.</summary>
    public void Run(Action<int> work)
    {
        if (threads.Length == 0)
        {
            work(0);
            return;
        }

        current = work;
        failure = null;
        finished.Reset(threads.Length);
        begin.Release(threads.Length);
        Attempt(0);
        finished.Wait();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        if (threads.Length > 0)
        {
            begin.Release(threads.Length);
            foreach (var thread in threads)
            {
                thread.Join();
            }
        }

        begin.Dispose();
        finished.Dispose();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            begin.Wait();
            if (disposed)
            {
                return;
            }

            Attempt(worker);
            finished.Signal();
        }
    }

    // a failure on any thread must reach the caller, whatever it is: the first one is kept and thrown again by Run
    private void Attempt(int worker)
    {
        try
        {
            current(worker);
        }
#pragma warning disable CA1031 // rethrown by Run
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, exception, null);
        }
    }
}
