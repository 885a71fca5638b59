using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>A mixture of components of any kind, one of your own too. Immutable and thread-safe.</summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
public sealed class Mixture<TModel, TStatistics> : Mixture
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>A mixture of known parameters.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="model">The parameters.</param>
    /// <param name="featureNames">D names, or null.</param>
    public Mixture(IComponentFamily<TModel, TStatistics> kind, TModel model, IReadOnlyList<string>? featureNames = null)
        : base(featureNames ?? [])
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(model);
        Kind = kind;
        Model = model;
        Core = new MixtureCore<TModel, TStatistics>(kind, model);
        Weights = kind.WeightsOf(model).ToArray();
    }

    /// <summary>The kind of component.</summary>
    public IComponentFamily<TModel, TStatistics> Kind { get; }

    /// <summary>The parameters θ.</summary>
    public TModel Model { get; }

    /// <inheritdoc/>
    public override int Features => Kind.FeatureCount(Model);

    /// <inheritdoc/>
    public override string Family => Kind.Name;

    /// <inheritdoc/>
    public override RealVector Weights { get; }

    /// <inheritdoc/>
    internal override IMixtureCore Core { get; }

    /// <inheritdoc/>
    internal override ComponentKind KindOfComponents => ComponentKind.Of(Kind);

    private protected override Mixture PartOf(int[] features, string[] names) => new Mixture<TModel, TStatistics>(Kind, Kind.Marginal(Model, features), names);
}
