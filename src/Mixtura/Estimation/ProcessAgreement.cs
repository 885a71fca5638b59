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
        (int, Exception)? failure = null;
        try
        {
            done = work();
        }
        catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
        {
            failure = (0, exception);
        }
        catch (OperationCanceledException) when (group.Interrupted.IsCancellationRequested)
        {
            // said to all below
        }

        if (group.Agree(failure, group.Interrupted.IsCancellationRequested))
        {
            return done!;
        }

        (done as IDisposable)?.Dispose();
        throw new OperationCanceledException(group.Ended);
    }
}
