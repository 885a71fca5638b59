namespace Mixtura.Estimation;

/// <summary>Things that one thread uses at a time, at rest until the next asks for one. For any number of threads; allocates nothing once there are as many as threads at work.</summary>
/// <typeparam name="T">What a thread uses, such as buffers.</typeparam>
/// <param name="create">Makes one where none is at rest.</param>
internal sealed class IdlePool<T>(Func<T> create)
    where T : class
{
    private readonly T?[] idle = new T?[2 * Environment.ProcessorCount];

    /// <summary>Takes one, for this thread until <see cref="Return"/>.</summary>
    public T Rent()
    {
        // threads begin at different places, and mostly find what they left there
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < idle.Length; i++)
        {
            ref T? place = ref idle[(start + i) % idle.Length];
            if (Volatile.Read(ref place) is not null && Interlocked.Exchange(ref place, null) is { } found)
            {
                return found;
            }
        }

        return create();
    }

    /// <summary>Gives one back; it is forgotten where more are at rest than threads can use.</summary>
    public void Return(T item)
    {
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < idle.Length; i++)
        {
            ref T? place = ref idle[(start + i) % idle.Length];
            if (Volatile.Read(ref place) is null && Interlocked.CompareExchange(ref place, item, null) is null)
            {
                return;
            }
        }
    }
}
