using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>Parameters of one kind, by name: what is written to files, shown to people and resampled. Equal where name, shape and all numbers are.</summary>
public sealed record ParameterArray
{
    /// <summary>An array of parameters.</summary>
    /// <param name="name">The name in files, such as <c>rates</c>.</param>
    /// <param name="values">The numbers, the last index running fastest.</param>
    /// <param name="shape">The lengths: none for one number, K for one a component, K×D for one a component and feature, K×D×D for matrices.</param>
    /// <exception cref="ArgumentException">The numbers do not fill the shape.</exception>
    public ParameterArray(string name, IReadOnlyList<double> values, params IReadOnlyList<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        int length = shape.Aggregate(1, static (product, one) => checked(product * one));
        if (values.Count != length)
        {
            throw new ArgumentException($"{values.Count} numbers do not fill the shape {string.Join('×', shape)} of '{name}'.", nameof(values));
        }

        Name = name;
        Values = ValueList<double>.Of(values);
        Shape = ValueList<int>.Of(shape);
    }

    /// <summary>The name in files.</summary>
    public string Name { get; }

    /// <summary>The numbers, the last index running fastest.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The lengths; empty for one number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Where a number stands in <see cref="Values"/>.</summary>
    /// <param name="indices">As many as there are lengths, counted from 0.</param>
    /// <exception cref="ArgumentException">There is no such place.</exception>
    public int IndexOf(params ReadOnlySpan<int> indices)
    {
        int index = 0;
        bool exists = indices.Length == Shape.Count;
        for (int i = 0; exists && i < indices.Length; i++)
        {
            exists = indices[i] >= 0 && indices[i] < Shape[i];
            index = (index * Shape[i]) + indices[i];
        }

        return exists
            ? index
            : throw new ArgumentException($"[{string.Join(", ", indices.ToArray())}] is no place in '{Name}', whose shape is {(Shape.Count == 0 ? "that of one number" : string.Join('×', Shape))}.", nameof(indices));
    }
}
