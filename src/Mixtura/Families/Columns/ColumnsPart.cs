using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Families.Columns;

/// <summary>Columns of one kind, of those of a mixture.</summary>
public sealed class ColumnsPart
{
    private ColumnsPart(ComponentKind kind, IEnumerable<int> columns)
    {
        Kind = kind;
        Columns = Array.AsReadOnly([.. columns]);
    }

    /// <summary>What a component looks like in these columns.</summary>
    public ComponentKind Kind { get; }

    /// <summary>The columns, counted from 0.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>What the covariances or scale matrices have in common; null for columns that have none.</summary>
    public CovarianceStructure? Structure => Kind.StructureName is { } name ? CovarianceStructure.Find(name) : null;

    /// <summary>Columns of any kind of component: categories, counts, Student-t numbers, one of your own.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="columns">The columns, counted from 0.</param>
    /// <exception cref="InputException">The kind cannot stand beside others.</exception>
    public static ColumnsPart Of(ComponentKind kind, params IEnumerable<int> columns)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(columns);
        return kind.AsPart() is null
            ? throw new InputException($"Columns of the kind '{kind.Name}' cannot stand beside others. Give each kind its columns in one list.")
            : new ColumnsPart(kind, columns);
    }

    /// <summary>Columns of numbers, Gaussian together.</summary>
    /// <param name="columns">The columns, counted from 0.</param>
    /// <param name="structure">What the covariances have in common; null for full ones.</param>
    /// <param name="prior">On means and covariances; null for none.</param>
    /// <param name="regularization">Added to every variance in the M-step; 0 for none.</param>
    public static ColumnsPart Gaussian(IEnumerable<int> columns, CovarianceStructure? structure = null, CovariancePrior? prior = null, double regularization = 0) =>
        Of(GaussianMixture.Kind(structure ?? CovarianceStructure.Full, prior, regularization), columns);

    /// <summary>Whether it could be a mixture by itself: its columns are all there are, in order, and the kind has a format of that form.</summary>
    internal bool IsWhole => Structure is null && Columns.SequenceEqual(Enumerable.Range(0, Columns.Count));

    internal ColumnsOfKind Unguarded() => new(Kind.AsPart()!, [.. Columns]);

    internal ColumnsOfKind For(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken) =>
        new(Kind.AsPart(new SelectedColumns(rows, [.. Columns]), components, options, cancellationToken)!, [.. Columns]);

    internal bool IsNarrowerThan(ColumnsPart other) =>
        Columns.SequenceEqual(other.Columns) && string.Equals(Kind.Name, other.Kind.Name, StringComparison.Ordinal)
        && (Structure == other.Structure || Kind.IsNarrowerThan(other.Kind));
}
