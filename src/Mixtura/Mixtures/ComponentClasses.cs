using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>The classes that the components of a mixture stand for: p(class c|x) is the sum of its components' responsibilities (eq. 6). Immutable.</summary>
public sealed class ComponentClasses : IEquatable<ComponentClasses>
{
    /// <summary>In the place of a class: a component that stands for none.</summary>
    public const int None = -1;

    private readonly int[] of;

    private ComponentClasses(string[] names, int[] of)
    {
        Names = names;
        this.of = of;
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The class of each component, an index into <see cref="Names"/>, or <see cref="None"/>.</summary>
    public IReadOnlyList<int> OfComponents => of;

    /// <summary>Classes by the component.</summary>
    /// <param name="components">The name of each component's class; null for none.</param>
    public static ComponentClasses Of(IReadOnlyList<string?> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        string[] names = [.. components.Where(static name => name is not null).Select(static name => name!).Distinct(StringComparer.Ordinal)];
        return new ComponentClasses(names, [.. components.Select(name => name is null ? None : Array.IndexOf(names, name))]);
    }

    /// <summary>The name of a component's class; null where it has none.</summary>
    /// <param name="component">The component, counted from 0.</param>
    public string? NameOf(int component) => of[component] is >= 0 and var known ? Names[known] : null;

    /// <summary>How many components stand for each class of some labels.</summary>
    /// <param name="labels">The labels, in any order of their classes.</param>
    /// <exception cref="InputException">The labels know a class that no component stands for.</exception>
    public IReadOnlyList<int> CountsFor(KnownLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var matched = For(labels);
        return [.. labels.Classes.Select((_, place) => matched.of.Count(known => known == place))];
    }

    /// <summary>The probability of every class for a row: what they are short of 1 is of components without a class.</summary>
    /// <param name="responsibilities">Those of the row, K numbers.</param>
    /// <param name="destination">Receives them, one a class.</param>
    public void Probabilities(ReadOnlySpan<double> responsibilities, Span<double> destination)
    {
        destination.Clear();
        for (int k = 0; k < of.Length; k++)
        {
            if (of[k] >= 0)
            {
                destination[of[k]] += responsibilities[k];
            }
        }
    }

    /// <summary>The most probable class of a row; <see cref="None"/> where a component without a class is more probable than any.</summary>
    /// <param name="responsibilities">Those of the row, K numbers.</param>
    /// <param name="probability">Receives its probability.</param>
    public int Predict(ReadOnlySpan<double> responsibilities, out double probability)
    {
        int best = None;
        probability = -1;
        for (int known = 0; known < Names.Count; known++)
        {
            double sum = 0;
            for (int k = 0; k < of.Length; k++)
            {
                sum += of[k] == known ? responsibilities[k] : 0;
            }

            (best, probability) = sum > probability ? (known, sum) : (best, probability);
        }

        for (int k = 0; k < of.Length; k++)
        {
            (best, probability) = of[k] < 0 && responsibilities[k] > probability ? (None, responsibilities[k]) : (best, probability);
        }

        return best;
    }

    /// <inheritdoc/>
    public bool Equals(ComponentClasses? other) => other is not null && Names.SequenceEqual(other.Names, StringComparer.Ordinal) && of.AsSpan().SequenceEqual(other.of);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ComponentClasses);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Names.Count, of.Length);

    /// <summary>The responsibilities of a row whose class is known: those of its components, by what they were, or evenly where none reaches it.</summary>
    internal void Settle(int known, Span<double> responsibilities)
    {
        double sum = 0;
        int own = 0;
        for (int k = 0; k < of.Length; k++)
        {
            responsibilities[k] = of[k] == known ? responsibilities[k] : 0;
            sum += responsibilities[k];
            own += of[k] == known ? 1 : 0;
        }

        for (int k = 0; k < of.Length; k++)
        {
            responsibilities[k] = of[k] != known ? 0 : sum > 0 ? responsibilities[k] / sum : 1.0 / own;
        }
    }

    /// <summary>The classes of components put in another order.</summary>
    internal ComponentClasses Reordered(int[] order) => new([.. Names], [.. order.Select(k => of[k])]);

    /// <summary>Classes of a fit with known labels: of each its components, then those without a class.</summary>
    internal static ComponentClasses Of(KnownLabels labels, int[] perClass, int components)
    {
        int[] known = [.. perClass.SelectMany(static (count, place) => Enumerable.Repeat(place, count))];
        return new ComponentClasses([.. labels.Classes], [.. known, .. Enumerable.Repeat(None, components - known.Length)]);
    }

    /// <summary>The classes whose names are those of the labels, in their order.</summary>
    /// <exception cref="InputException">The labels know a class that no component stands for.</exception>
    internal ComponentClasses For(KnownLabels labels)
    {
        string? stranger = labels.Classes.FirstOrDefault(name => !Names.Contains(name, StringComparer.Ordinal));
        if (stranger is not null)
        {
            throw new InputException($"Rows are labelled '{stranger}', and the start has no component of that class: it has {NameList.Of(Names)}. Start from another model, or leave these labels out.");
        }

        return Beside(labels);
    }

    /// <summary>The same classes, those of the labels first and in their order; some of these no component may stand for.</summary>
    internal ComponentClasses Beside(KnownLabels labels)
    {
        string[] names = [.. labels.Classes, .. Names.Except(labels.Classes, StringComparer.Ordinal)];
        return new ComponentClasses(names, [.. of.Select(known => known < 0 ? None : Array.IndexOf(names, Names[known]))]);
    }
}
