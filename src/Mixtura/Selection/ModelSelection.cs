using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Selection;

/// <summary>The number of components and their kind (for Gaussians: the covariance structure), chosen by fitting every combination that is asked for.</summary>
public static class ModelSelection
{
    /// <summary>Fits Gaussian mixtures of every (K, structure) and ranks them.</summary>
    /// <remarks>
    /// Fits share what they can: that of K components starts, beside its own starts, from that of K − 1 with one component split, so the
    /// log-likelihood does not fall as K grows; and where a narrower structure has found a better optimum, the wider one starts from it.
    /// </remarks>
    /// <param name="rows">The data.</param>
    /// <param name="components">The numbers of components.</param>
    /// <param name="structures">The structures; null for all fourteen.</param>
    /// <param name="criterion">What they are ranked by.</param>
    /// <param name="options">How they are fitted; null for the defaults.</param>
    /// <param name="progress">Told of every cell that is done.</param>
    /// <param name="cancellationToken">Ends the search; what is finished is kept.</param>
    /// <exception cref="InputException">The data cannot be used at all.</exception>
    public static SelectionResult Search(
        IRowSource rows,
        IEnumerable<int> components,
        IEnumerable<CovarianceStructure>? structures = null,
        Criterion criterion = Criterion.Bic,
        SelectionOptions? options = null,
        IProgress<SelectionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var own = options?.Fit as GaussianMixtureOptions;
        var kinds = (structures ?? CovarianceStructure.All).Distinct().Select(structure => GaussianMixture.Kind(structure, own?.Prior, own?.Regularization ?? 0));
        return Search(rows, components, kinds, criterion, options, progress, cancellationToken);
    }

    /// <summary>Fits mixtures of any kinds of component, of every (K, kind), and ranks them.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="components">The numbers of components.</param>
    /// <param name="kinds">The kinds of component, such as Gaussians of two structures and Student-t.</param>
    /// <param name="criterion">What they are ranked by.</param>
    /// <param name="options">How they are fitted; null for the defaults.</param>
    /// <param name="progress">Told of every cell that is done.</param>
    /// <param name="cancellationToken">Ends the search; what is finished is kept.</param>
    /// <exception cref="InputException">The data cannot be used at all.</exception>
    public static SelectionResult Search(
        IRowSource rows,
        IEnumerable<int> components,
        IEnumerable<ComponentKind> kinds,
        Criterion criterion = Criterion.Bic,
        SelectionOptions? options = null,
        IProgress<SelectionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(components);
        ArgumentNullException.ThrowIfNull(kinds);
        int[] counts = [.. components.Distinct().Order()];
        ComponentKind[] asked = [.. kinds];
        if (counts.Length == 0 || counts[0] < 1 || asked.Length == 0)
        {
            throw new ArgumentException("Give at least one number of components, 1 or more, and one structure or kind.", nameof(components));
        }

        return new SelectionGrid(CheckedRows.Of(rows), counts, asked, criterion, options ?? new SelectionOptions(), progress, cancellationToken).Search();
    }

    /// <summary>The same for every K from a least to a most.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="components">The least and the most, both included: <c>(1, 9)</c> is one to nine.</param>
    /// <param name="structures">The structures; null for all fourteen.</param>
    /// <param name="criterion">What they are ranked by.</param>
    /// <param name="options">How they are fitted; null for the defaults.</param>
    /// <param name="progress">Told of every cell that is done.</param>
    /// <param name="cancellationToken">Ends the search; what is finished is kept.</param>
    /// <exception cref="InputException">The data cannot be used at all.</exception>
    public static SelectionResult Search(
        IRowSource rows, (int Least, int Most) components, IEnumerable<CovarianceStructure>? structures = null, Criterion criterion = Criterion.Bic, SelectionOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Search(rows, From(components), structures, criterion, options, progress, cancellationToken);

    /// <summary>The same for rows in memory.</summary>
    /// <inheritdoc cref="Search(IRowSource, ValueTuple{int, int}, IEnumerable{CovarianceStructure}, Criterion, SelectionOptions, IProgress{SelectionProgress}, CancellationToken)"/>
    public static SelectionResult Search(
        RowMatrix rows, (int Least, int Most) components, IEnumerable<CovarianceStructure>? structures = null, Criterion criterion = Criterion.Bic, SelectionOptions? options = null,
        IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Search(new MemoryRows(rows), components, structures, criterion, options, progress, cancellationToken);

    /// <summary>The kind of Gaussian mixture of which each class has its own number of components and structure, chosen by its rows alone (Fraley and Raftery 2002, mclust's MclustDA): for <see cref="ComponentKind.WithLabels"/>
    /// where all classes are known. Fits tell what was chosen (<see cref="MixtureFit.ClassModels"/>); the model is one of full covariances.</summary>
    /// <param name="components">The numbers to choose among: those that a class has no rows for are left out.</param>
    /// <param name="structures">The structures to choose among; null for all fourteen.</param>
    /// <param name="criterion">What chooses.</param>
    /// <example>
    /// <code>
    /// var fit = ModelSelection.PerClass([1, 2, 3, 4, 5]).WithLabels(labels).Fit(rows, components: labels.Classes.Count);
    /// </code>
    /// </example>
    public static ComponentKind PerClass(IEnumerable<int> components, IEnumerable<CovarianceStructure>? structures = null, Criterion criterion = Criterion.Bic)
    {
        ArgumentNullException.ThrowIfNull(components);
        int[] counts = [.. components.Distinct().Order()];
        return counts.Length > 0 && counts[0] >= 1
            ? new ClassModelsKind(counts, [.. (structures ?? CovarianceStructure.All).Distinct()], criterion)
            : throw new ArgumentException("Give at least one number of components, 1 or more.", nameof(components));
    }

    private static IEnumerable<int> From((int Least, int Most) components) => components.Least >= 1 && components.Most >= components.Least
        ? Enumerable.Range(components.Least, components.Most - components.Least + 1)
        : throw new ArgumentOutOfRangeException(nameof(components), components, "Give the least and the most number of components, 1 or more, the least first.");
}
