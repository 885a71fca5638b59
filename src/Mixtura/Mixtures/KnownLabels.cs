using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>The classes that are known of some rows, or of all: what a fit with <see cref="ComponentKind.WithLabels"/> holds fast. Immutable and thread-safe.</summary>
/// <example>
/// <code>
/// var labels = KnownLabels.Of(["setosa", null, "virginica", …]);
/// var fit = GaussianMixture.Kind().WithLabels(labels).Fit(rows, components: labels.Classes.Count);
/// </code>
/// </example>
public sealed class KnownLabels
{
    /// <summary>In the place of a class: it is not known.</summary>
    public const int Unknown = -1;

    private readonly int[] codes;

    private KnownLabels(string[] classes, int[] codes)
    {
        Classes = classes;
        this.codes = codes;
    }

    /// <summary>The names of the classes, in their order: that of the characters' numbers, unless it was given.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The number of rows N.</summary>
    public int Rows => codes.Length;

    /// <summary>The number of rows whose class is known.</summary>
    public int KnownRows => codes.Count(static code => code >= 0);

    /// <summary>The class of a row, as an index into <see cref="Classes"/>, or <see cref="Unknown"/>.</summary>
    public int this[long row] => codes[row];

    /// <summary>Labels by name.</summary>
    /// <param name="labels">The class of every row; null or empty where it is not known.</param>
    /// <exception cref="InputException">No row has a class.</exception>
    public static KnownLabels Of(IEnumerable<string?> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        string?[] all = [.. labels];
        string[] classes = [.. all.Where(static label => !string.IsNullOrEmpty(label)).Select(static label => label!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return Of([.. all.Select(label => string.IsNullOrEmpty(label) ? Unknown : Array.BinarySearch(classes, label, StringComparer.Ordinal))], classes);
    }

    /// <summary>Labels by number.</summary>
    /// <param name="labels">The class of every row, an index into the names; negative where it is not known.</param>
    /// <param name="classes">The names of the classes, all different, in the order wanted.</param>
    /// <exception cref="InputException">A number is none of a name, two names are the same, or a class has no row.</exception>
    public static KnownLabels Of(IReadOnlyList<int> labels, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0 || classes.Distinct(StringComparer.Ordinal).Count() < classes.Count)
        {
            throw new InputException(classes.Count == 0 ? "No row has a known class. Give at least one of each class, or fit without known labels." : $"Two classes have the same name among {NameList.Of(classes)}. Give each its own.");
        }

        var counts = new int[classes.Count];
        int[] known = [.. labels.Select(static label => Math.Max(label, Unknown))];
        for (int i = 0; i < known.Length; i++)
        {
            if (known[i] >= classes.Count)
            {
                throw new InputException($"Row {i} has class {known[i]}, and there are {Counted.Of(classes.Count, "name")}. Classes are counted from 0.");
            }

            counts[Math.Max(known[i], 0)] += known[i] >= 0 ? 1 : 0;
        }

        int empty = Array.IndexOf(counts, 0);
        return empty < 0 ? new KnownLabels([.. classes], known) : throw new InputException($"No row has class '{classes[empty]}'. Leave it out, or label at least one row with it.");
    }

    /// <summary>The same, the class of some rows forgotten.</summary>
    /// <param name="keeps">Whether a row's class stays known.</param>
    /// <exception cref="InputException">A class would have no row left.</exception>
    internal KnownLabels Where(Func<long, bool> keeps) => Of([.. codes.Select((code, i) => keeps(i) ? code : Unknown)], Classes);
}
