using System.Runtime.ExceptionServices;

namespace Mixtura.Estimation;

/// <summary>The failure of the first of many pieces of work that several threads take in their order: the one that a single thread would have met,
/// whatever the number of threads.</summary>
/// <remarks>Pieces after a failed one need not be done. Those before it were taken earlier and are finished, since one of them may fail too.</remarks>
internal sealed class FirstFailure
{
    private readonly Lock gate = new();
    private Exception? exception;
    private volatile int failed = int.MaxValue;

    /// <summary>Whether this piece of work is in vain, because one before it failed.</summary>
    public bool Stops(int piece) => piece > failed;

    /// <summary>Notes that a piece failed.</summary>
    public void Note(int piece, Exception failure)
    {
        lock (gate)
        {
            if (piece < failed)
            {
                exception = failure;
                failed = piece;
            }
        }
    }

    /// <summary>The failure; null if there is none.</summary>
    public Exception? Exception => exception;

    /// <summary>Forgets it, before the next round.</summary>
    public void Clear()
    {
        exception = null;
        failed = int.MaxValue;
    }

    /// <summary>Throws the failure, if there is one, as itself.</summary>
    public void Throw()
    {
        if (exception is not null)
        {
            ExceptionDispatchInfo.Throw(exception);
        }
    }
}
