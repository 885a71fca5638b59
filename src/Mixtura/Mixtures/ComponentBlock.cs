namespace Mixtura.Mixtures;

/// <summary>One number for every (component, row) pair of a block, a run of rows for each component.</summary>
/// <remarks>Runs are <see cref="Stride"/> apart, so that each begins aligned for vector code.</remarks>
public readonly ref struct ComponentBlock
{
    /// <summary>Views <paramref name="values"/> as <paramref name="components"/> runs of <paramref name="rows"/> numbers, <paramref name="stride"/> apart.</summary>
    public ComponentBlock(Span<double> values, int components, int rows, int stride)
    {
        Values = values[..(components * stride)];
        Components = components;
        Rows = rows;
        Stride = stride;
    }

    /// <summary>The number of components K.</summary>
    public int Components { get; }

    /// <summary>The number of rows of the block.</summary>
    public int Rows { get; }

    /// <summary>The distance from one component's run to the next.</summary>
    public int Stride { get; }

    /// <summary>All numbers, padding included; length K · <see cref="Stride"/>.</summary>
    public Span<double> Values { get; }

    /// <summary>The numbers of one component, one a row.</summary>
    public Span<double> this[int component] => Values.Slice(component * Stride, Rows);
}
