using System.Collections;
using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>One thing a component, made when it is asked for.</summary>
internal sealed class ComponentList<T>(int count, Func<int, T> of) : IReadOnlyList<T>
{
    public int Count => count;

    public T this[int index] => index >= 0 && index < count
        ? of(index)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There {(count == 1 ? "is" : "are")} {Counted.Of(count, "component")}, counted from 0.");

    public IEnumerator<T> GetEnumerator() => Enumerable.Range(0, count).Select(of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
