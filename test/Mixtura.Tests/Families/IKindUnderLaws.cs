using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Storage;

namespace Mixtura.Tests.Families;

/// <summary>A kind of component that the laws of all kinds are tried on, with data of three clear groups. Found by its type: a class that implements it, in the folder of the kind's own tests, is enough.</summary>
public interface IKindUnderLaws
{
    /// <summary>The kind.</summary>
    ComponentKind Kind { get; }

    /// <summary>What the tests call it.</summary>
    string Name => Kind.Name;

    /// <summary>Rows i, i + 3, i + 6 … of one group.</summary>
    MemoryRows Rows { get; }

    /// <summary>A model from its file.</summary>
    StoredModel Load(Stream stream) => ModelFile.Load(stream);

    /// <summary>Rows of numbers of one's own.</summary>
    static MemoryRows Table(int count, int columns, Func<int, int, double> value) =>
        new(new RowMatrix(Enumerable.Range(0, count * columns).Select(i => value(i / columns, i % columns)).ToArray(), columns));
}
