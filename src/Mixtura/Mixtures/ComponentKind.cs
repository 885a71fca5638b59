using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Classes;
using Mixtura.Mixtures.Noise;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Parts;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures;

/// <summary>A kind of component with its types out of sight: what chooses among kinds (a command, a selection, a file) goes through.</summary>
public abstract class ComponentKind
{
    private protected ComponentKind(string name) => Name = name;

    /// <summary>What it is called in files and on the command line, such as <c>poisson</c>.</summary>
    public string Name { get; }

    /// <summary>What the covariances or scale matrices of its components have in common, by the name of the structure; null where a kind has no structures.</summary>
    public virtual string? StructureName => null;

    /// <summary>What a table calls it beside others of its name: mclust's name of the structure, or <see cref="Name"/>.</summary>
    public virtual string Title => Name;

    /// <summary>The kind of a family.</summary>
    /// <param name="family">The family.</param>
    public static ComponentKind Of<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(family);
        return new FamilyKind<TModel, TStatistics>(family);
    }

    /// <summary>Fits a mixture of this kind by EM from several starts.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    public MixtureFit Fit(
        IRowSource rows, int components, MixtureOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new MixtureOptions();
        options.CheckOrder(rows.Columns);
        var fit = Fit(CheckedRows.Of(rows), components, options, FitHints.None, progress, cancellationToken);
        options.Em.ThrowWhereCancelled(fit.StopReason, cancellationToken);
        return fit;
    }

    /// <summary>The same for rows in memory.</summary>
    /// <param name="rows">The data, N×D.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="weights">One weight wᵢ ≥ 0 a row, which then counts wᵢ times; null for 1 each.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="InputException">The data cannot be fitted.</exception>
    [OverloadResolutionPriority(1)]
    public MixtureFit Fit(
        RowMatrix rows, int components, MixtureOptions? options = null, ReadOnlyMemory<double>? weights = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) => Fit(new MemoryRows(rows, weights), components, options, progress, cancellationToken);

    /// <summary>The same for rows that are enumerated once and copied.</summary>
    /// <inheritdoc cref="Fit(RowMatrix, int, MixtureOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public MixtureFit Fit(
        IEnumerable<double[]> rows, int components, MixtureOptions? options = null, ReadOnlyMemory<double>? weights = null, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) => Fit(RowMatrix.Copy(rows), components, options, weights, progress, cancellationToken);

    /// <summary>The same kind with noise beside its components, a uniform density over the volume of the data: its fits are of <see cref="NoisyMixture"/>.</summary>
    /// <param name="volume">V > 0, in the product of the features' units; null for that of the data: the smaller of the boxes along the features and along the principal axes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The volume is not a positive number.</exception>
    public ComponentKind WithNoise(double? volume = null) => volume is null || (volume > 0 && double.IsFinite(volume.Value))
        ? new NoisyKind(this, volume is { } given ? Math.Log(given) : null)
        : throw new ArgumentOutOfRangeException(nameof(volume), volume, "The volume of the noise is a positive number.");

    /// <summary>The same kind, the classes of some rows known: each of these belongs to the components of its class, and starts come from them. The mixtures of its fits have <see cref="Mixture.Classes"/>, the fits
    /// <see cref="MixtureFit.Classification"/>. All rows known, one component a class, is discriminant analysis (mclust's EDDA); several, mixture discriminant analysis.</summary>
    /// <param name="labels">What is known, one label a row.</param>
    /// <param name="componentsPerClass">The components of each class, in the order of <see cref="KnownLabels.Classes"/>; null for one each. With more components than these the others stand for no class.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as classes, or one is less than 1.</exception>
    public ComponentKind WithLabels(KnownLabels labels, IReadOnlyList<int>? componentsPerClass = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int[] each = [.. componentsPerClass ?? Enumerable.Repeat(1, labels.Classes.Count)];
        return each.Length == labels.Classes.Count && Array.TrueForAll(each, static count => count >= 1)
            ? new LabelledKind(this, labels, each)
            : throw new ArgumentException($"{Counted.Of(labels.Classes.Count, "class", "classes")} and {Counted.Of(each.Length, "number")} of components. Give one of at least 1 for each.", nameof(componentsPerClass));
    }

    /// <summary>How many components each class of the labels wants: of fits to its known rows alone, with <paramref name="least"/> … <paramref name="most"/> components, the one of the smallest BIC.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="least">The least, 1 or more.</param>
    /// <param name="most">The most.</param>
    /// <param name="options">How to fit; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One number a class.</returns>
    public IReadOnlyList<int> ComponentsPerClass(
        IRowSource rows, KnownLabels labels, int least, int most, MixtureOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return ClassCounts.Choose(this, CheckedRows.Of(rows), labels, least, most, options ?? new MixtureOptions(), cancellationToken);
    }

    /// <summary>Fits a mixture of this kind, the classes of some rows known.</summary>
    /// <exception cref="InputException">The data cannot be fitted, or the kind cannot have known classes.</exception>
    internal virtual MixtureFit FitWithLabels(LabelRequest request) =>
        throw new InputException($"Known labels do not go with {(this is NoisyKind ? "noise" : $"components of the kind '{Name}'")}. Leave one of them out.");

    /// <summary>Fits a mixture of this kind with noise beside its components.</summary>
    /// <exception cref="InputException">The data cannot be fitted, or the kind cannot stand beside noise.</exception>
    internal virtual MixtureFit FitWithNoise(NoiseRequest request) => throw new InputException($"Noise cannot stand beside components of the kind '{Name}'. Leave it out.");

    /// <summary>The same, other fits known.</summary>
    internal abstract MixtureFit Fit(
        IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken);

    /// <summary>On-line EM from a mixture of this kind.</summary>
    /// <param name="start">The mixture.</param>
    /// <param name="known">What it was fitted to.</param>
    /// <param name="options">What becomes of missing cells, and the threads.</param>
    /// <param name="online">How rows are learnt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">It is of another kind.</exception>
    internal abstract IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken);

    /// <summary>The number of free parameters of a mixture of so many components, fitted to such data.</summary>
    internal abstract int ParameterCount(DataSummary summary, int components);

    /// <summary>Whether every mixture of this kind is one of the other's as well.</summary>
    internal virtual bool IsNarrowerThan(ComponentKind other) => false;

    /// <summary>Whether a mixture of the kind can have so many components: known classes want theirs.</summary>
    internal virtual bool CanHave(int components) => true;

    /// <summary>Looks for a row that the kind cannot describe.</summary>
    /// <exception cref="InputException">There is one.</exception>
    internal virtual void CheckRows(IRowSource rows, int threads, CancellationToken cancellationToken)
    {
    }

    /// <summary>The kind as a part of a mixture of columns of different kinds; null where it cannot be one.</summary>
    internal virtual FamilyPart? AsPart() => null;

    /// <summary>The same for a fit to rows of its columns: what is degenerate, and what a prior is, may depend on them.</summary>
    internal virtual FamilyPart? AsPart(IRowSource rows, int components, MixtureOptions options, CancellationToken cancellationToken) => AsPart();

    /// <summary>The name of the prior on its parameters; null for maximum likelihood.</summary>
    internal virtual string? PriorName => null;

    /// <summary>The mixture of these parameters.</summary>
    /// <param name="parameters">By name, as <see cref="Mixture.ParameterArrays"/> has them.</param>
    /// <param name="featureNames">D names, or null.</param>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public abstract Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null);

    private sealed class FamilyKind<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family) : ComponentKind(family.Name)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        internal override MixtureFit Fit(
            IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
            new MixtureFitter<TModel, TStatistics>(family, rows, components, options, progress, cancellationToken) { Hints = hints }.Fit();

        internal override MixtureFit FitWithNoise(NoiseRequest request) => new NoisyFitter<TModel, TStatistics>(request)
        {
            FamilyFor = _ => family.ForWorker(),
            Mixture = model => new Mixture<TModel, TStatistics>(family, model, request.Rows.FeatureNames),
        }.Fit();

        internal override MixtureFit FitWithLabels(LabelRequest request) => new LabelledFitter<TModel, TStatistics>(request)
        {
            FamilyFor = _ => family.ForWorker(),
            Mixture = model => new Mixture<TModel, TStatistics>(family, model, request.Rows.FeatureNames),
        }.Fit();

        internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
            OnlineFit<TModel, TStatistics>.From(family.ForWorker(), start, known, online, (model, names) => new Mixture<TModel, TStatistics>(family, model, names));

        internal override int ParameterCount(DataSummary summary, int components) => family.ParameterCount(family.Pooled(summary, components));

        internal override void CheckRows(IRowSource rows, int threads, CancellationToken cancellationToken) => RowFaults.Check(family, rows, threads, cancellationToken);

        internal override string? PriorName => family.PriorName;

        internal override FamilyPart AsPart() => new FamilyPart<TModel, TStatistics>(family);

        public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null) =>
            new Mixture<TModel, TStatistics>(family, family.Create(parameters), featureNames);
    }
}
