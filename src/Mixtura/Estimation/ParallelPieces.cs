namespace Mixtura.Estimation;

/// <summary>Independent pieces of work, shared out to several threads.</summary>
/// <remarks>An exception arrives as itself, never as an <see cref="AggregateException"/>: that of the first piece that fails, for any number of threads.
/// No further piece is begun then.</remarks>
internal static class ParallelPieces
{
    /// <summary>Does the pieces 0 … <paramref name="count"/> − 1.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="threads">The most threads at work; with one, the pieces are done in order by the caller.</param>
    /// <param name="piece">Does one piece.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>, once the pieces that were begun have ended.</param>
    public static void ForEach(int count, int threads, Action<int> piece, CancellationToken cancellationToken = default) =>
        ForEach(count, threads, static () => (object?)null, (i, _) => piece(i), cancellationToken);

    /// <summary>The same, with something of its own for every thread.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="threads">The most threads at work.</param>
    /// <param name="create">What a thread has of its own.</param>
    /// <param name="piece">Does one piece.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    public static void ForEach<TOwn>(int count, int threads, Func<TOwn> create, Action<int, TOwn> piece, CancellationToken cancellationToken = default)
    {
        int next = -1;
        var failure = new FirstFailure();
        void Work()
        {
            if (!TryCreate(out var own))
            {
                return;
            }

            for (int i = Interlocked.Increment(ref next); i < count && !failure.Stops(i) && !cancellationToken.IsCancellationRequested; i = Interlocked.Increment(ref next))
            {
                Attempt(i, own);
            }
        }

        // what cannot even begin comes before every piece
        bool TryCreate(out TOwn own)
        {
            try
            {
                own = create();
                return true;
            }
#pragma warning disable CA1031 // thrown again below
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure.Note(-1, exception);
                own = default!;
                return false;
            }
        }

        void Attempt(int i, TOwn own)
        {
            try
            {
                piece(i, own);
            }
#pragma warning disable CA1031 // thrown again below
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure.Note(i, exception);
            }
        }

        int workers = Math.Min(threads, count);
        if (workers > 1)
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());
        }
        else
        {
            Work();
        }

        failure.Throw();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
