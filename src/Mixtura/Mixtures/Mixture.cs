using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Search;
using Mixtura.Onnx;

namespace Mixtura.Mixtures;

/// <summary>A mixture p(x) = Σₖ πₖ fₖ(x) (eqs. 2–4) of K components of any one kind over D features. Immutable and thread-safe.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract partial class Mixture
{
    private protected Mixture(IReadOnlyList<string> featureNames) => FeatureNames = featureNames;

    /// <summary>The number of components K.</summary>
    public int Components => Weights.Length;

    /// <summary>The number of features D.</summary>
    public abstract int Features { get; }

    /// <summary>The names of the features; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The kind of component, as files and the command line name it, such as <c>gaussian</c>.</summary>
    public abstract string Family { get; }

    /// <summary>The weights πₖ, K numbers that sum to 1 (eq. 16), together with that of the <see cref="Noise"/> where there is one.</summary>
    public abstract RealVector Weights { get; }

    /// <summary>The noise beside the components; null where there is none.</summary>
    public virtual UniformNoise? Noise => null;

    /// <summary>The mixture of the components alone, weights summing to 1; itself where there is no noise.</summary>
    public virtual Mixture WithoutNoise => this;

    /// <summary>The classes that the components stand for, where they were fitted with known labels; null where they were not.</summary>
    public ComponentClasses? Classes { get; private set; }

    /// <summary>What the components are called, K names; empty where they have none.</summary>
    public IReadOnlyList<string> ComponentNames { get; private set; } = [];

    /// <summary>Whether missing cells (NaN) of rows can be integrated out; if not, they are refused whatever is asked for.</summary>
    public bool IntegratesMissing => Core.IntegratesMissing;

    /// <summary>Whether its components tell good rows from bad ones (<see cref="GoodProbability(RowMatrix, MissingCells)"/>), as contaminated distributions do.</summary>
    public bool TellsGoodRows => Core.TellsGoodRows;

    /// <summary>The number of free parameters.</summary>
    public int ParameterCount => Core.ParameterCount;

    /// <summary>All parameters by name.</summary>
    public IReadOnlyList<ParameterArray> ParameterArrays => Core.Describe();

    /// <summary>The kind of its components, as a fit from its own parameters needs it.</summary>
    internal abstract ComponentKind KindOfComponents { get; }

    /// <summary>The E-step of this mixture, whatever its kind.</summary>
    internal abstract IMixtureCore Core { get; }

    /// <summary>What to call a feature: its name, or x and its number, counted from 1, where features have no names.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public string FeatureName(int feature)
    {
        RequireFeature(feature, nameof(feature));
        return feature < FeatureNames.Count ? FeatureNames[feature] : string.Create(CultureInfo.InvariantCulture, $"x{feature + 1}");
    }

    /// <summary>The distribution of some of the features: a mixture with the same weights.</summary>
    /// <param name="features">The features to keep, counted from 0, in the order wanted; each at most once.</param>
    /// <exception cref="ArgumentException">No feature, one that there is not, or one twice.</exception>
    public Mixture Marginal(params ReadOnlySpan<int> features)
    {
        CheckSelection(features);
        int[] kept = features.ToArray();
        return PartOf(kept, FeatureNames.Count == 0 ? [] : [.. kept.Select(FeatureName)]).WithClasses(Classes).WithComponentNames(ComponentNames);
    }

    /// <summary>The mean and the standard deviation of every feature under one component (NaN or +∞ where there is none).</summary>
    /// <param name="component">The component, counted from 0.</param>
    public (double[] Means, double[] Deviations) MomentsOf(int component)
    {
        RequireComponent(component);
        var means = new double[Features];
        var deviations = new double[Features];
        Core.WriteMoments(component, means, deviations);
        return (means, deviations);
    }

    /// <summary>The correlation of two features under one component; 0 where the kind has none.</summary>
    /// <param name="component">The component, counted from 0.</param>
    /// <param name="first">A feature, counted from 0.</param>
    /// <param name="second">Another.</param>
    public double CorrelationOf(int component, int first, int second)
    {
        RequireComponent(component);
        RequireFeature(first, nameof(first));
        RequireFeature(second, nameof(second));
        return Core.Correlation(component, first, second);
    }

    /// <summary>Whether a feature takes whole numbers only.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public bool IsDiscrete(int feature)
    {
        RequireFeature(feature, nameof(feature));
        return Core.IsDiscrete(feature);
    }

    /// <summary>The names of a feature's levels, where the numbers 0, 1 … of rows are but places in this list (categorical features); empty where they are numbers.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public IReadOnlyList<string> LevelsOf(int feature)
    {
        RequireFeature(feature, nameof(feature));
        return Core.LevelsOf(feature);
    }

    /// <summary>The probabilities of a feature's levels under one component; empty where it has none.</summary>
    /// <param name="component">The component, counted from 0.</param>
    /// <param name="feature">The feature, counted from 0.</param>
    public double[] LevelProbabilities(int component, int feature)
    {
        RequireComponent(component);
        var probabilities = new double[LevelsOf(feature).Count];
        Core.WriteLevelProbabilities(component, feature, probabilities);
        return probabilities;
    }

    /// <summary>The mixture as an ONNX model (operator set 18, standard operators): input <c>rows</c>, N×D in the order of the features, a level of a categorical feature by its place in
    /// <see cref="LevelsOf"/>; outputs <c>label</c>, the most probable component, <c>responsibilities</c>, N×K, and <c>log_density</c>, in nats. Missing cells (NaN) are not integrated out: they give NaN.</summary>
    /// <param name="precision">The numbers that it reads, computes with and gives.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="InputException">The kind of component cannot be written so, or a parameter is beyond the precision.</exception>
    public byte[] ToOnnx(OnnxPrecision precision = OnnxPrecision.Double) => OnnxExport.Write(this, precision);

    /// <summary>Fits a mixture of any kind of component, one of your own too, by EM from several starts.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The data.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model.</exception>
    /// <exception cref="InputException">The data cannot be fitted: a value is not finite or none that the kind describes, or rows are fewer than components.</exception>
    public static MixtureFit<Mixture<TModel, TStatistics>> Fit<TModel, TStatistics>(
        IComponentFamily<TModel, TStatistics> kind, IRowSource rows, int components, MixtureOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new MixtureOptions();
        options.CheckOrder(rows.Columns);
        var fit = new MixtureFitter<TModel, TStatistics>(kind, CheckedRows.Of(rows), components, options, progress, cancellationToken).Fit();
        options.Em.ThrowWhereCancelled(fit.StopReason, cancellationToken);
        return fit;
    }

    /// <summary>The same for rows in memory.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The data, N×D.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="weights">One weight wᵢ ≥ 0 a row, which then counts wᵢ times; null for 1 each.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model.</exception>
    /// <exception cref="InputException">The data cannot be fitted: a value is not finite or none that the kind describes, or rows are fewer than components.</exception>
    [OverloadResolutionPriority(1)]
    public static MixtureFit<Mixture<TModel, TStatistics>> Fit<TModel, TStatistics>(
        IComponentFamily<TModel, TStatistics> kind, RowMatrix rows, int components, MixtureOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics> =>
        Fit(kind, new MemoryRows(rows, weights), components, options, progress, cancellationToken);

    /// <summary>The same for rows that are enumerated once and copied.</summary>
    /// <inheritdoc cref="Fit{TModel, TStatistics}(IComponentFamily{TModel, TStatistics}, RowMatrix, int, MixtureOptions?, ReadOnlyMemory{double}?, IProgress{FitProgress}?, CancellationToken)"/>
    public static MixtureFit<Mixture<TModel, TStatistics>> Fit<TModel, TStatistics>(
        IComponentFamily<TModel, TStatistics> kind, IEnumerable<double[]> rows, int components, MixtureOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics> =>
        Fit(kind, RowMatrix.Copy(rows), components, options, weights, progress, cancellationToken);

    /// <summary>The same mixture with names for its components, which files, predictions and pages carry.</summary>
    /// <param name="names">K names, all different and none empty; none at all takes the names away.</param>
    /// <exception cref="InputException">They are not as many as the components, or two are the same.</exception>
    public Mixture WithComponentNames(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0 && ComponentNames.Count == 0)
        {
            return this;
        }

        if (names.Count > 0)
        {
            Mixtures.ComponentNames.CheckCount(names, Components);
            Mixtures.ComponentNames.CheckDifferent(names);
        }

        var copy = (Mixture)MemberwiseClone();
        copy.ComponentNames = [.. names];
        return copy;
    }

    /// <summary>The same mixture, its components called, and standing for classes, as those of another whose order they have changed.</summary>
    internal Mixture CalledAs(Mixture other, int[] order) => WithClasses(other.Classes?.Reordered(order))
        .WithComponentNames(other.ComponentNames.Count == 0 ? [] : [.. order.Select(k => other.ComponentNames[k])]);

    /// <summary>The same mixture, its components standing for classes.</summary>
    /// <param name="classes">The class of each; null for none.</param>
    internal Mixture WithClasses(ComponentClasses? classes)
    {
        if (Equals(classes, Classes))
        {
            return this;
        }

        var copy = (Mixture)MemberwiseClone();
        copy.Classes = classes is null || classes.OfComponents.Count == Components ? classes
            : throw new InputException($"There are classes of {Counted.Of(classes.OfComponents.Count, "component")}, and the mixture has {Components}. Give one each.");
        return copy;
    }

    private protected abstract Mixture PartOf(int[] features, string[] names);

    private protected void CheckSelection(ReadOnlySpan<int> features)
    {
        var seen = new HashSet<int>();
        foreach (int feature in features)
        {
            if (feature < 0 || feature >= Features || !seen.Add(feature))
            {
                throw new ArgumentException($"Feature {feature} is named twice or is not one of 0 … {Features - 1}.", nameof(features));
            }
        }

        if (seen.Count == 0)
        {
            throw new ArgumentException("No feature is named. Name at least one.", nameof(features));
        }
    }

    private protected void RequireComponent(int component)
    {
        if (component < 0 || component >= Components)
        {
            throw new ArgumentOutOfRangeException(nameof(component), component, $"There {(Components == 1 ? "is" : "are")} {Counted.Of(Components, "component")}, counted from 0.");
        }
    }

    private void RequireFeature(int feature, string parameter)
    {
        if (feature < 0 || feature >= Features)
        {
            throw new ArgumentOutOfRangeException(parameter, feature, $"There {(Features == 1 ? "is" : "are")} {Counted.Of(Features, "feature")}, counted from 0.");
        }
    }

    internal void RequireColumns(int columns)
    {
        if (columns != Features)
        {
            throw new InputException($"The model has {Counted.Of(Features, "feature")}, the data have {Counted.Of(columns, "column")}. Choose the columns that the model was fitted to.");
        }
    }

    /// <summary>The sentence for a degeneracy of this mixture: what was found, and what helps.</summary>
    internal virtual string Explain(Degeneracy degeneracy) => DegeneracyText.Of(degeneracy, this);

    /// <summary>The kind and the sizes, such as <c>gaussian mixture of 2 components over 3 features</c>.</summary>
    public override string ToString() => $"{Family} mixture of {Counted.Of(Components, "component")}{(Noise is null ? string.Empty : " and noise")} over {Counted.Of(Features, "feature")}";
}
