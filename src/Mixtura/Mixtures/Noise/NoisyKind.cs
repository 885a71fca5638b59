using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures.Noise;

/// <summary>A kind of component with noise beside it.</summary>
/// <param name="kind">The kind of the components.</param>
/// <param name="logVolume">log V; null for that of the data.</param>
internal sealed class NoisyKind(ComponentKind kind, double? logVolume) : ComponentKind(kind.Name)
{
    /// <inheritdoc/>
    public override string? StructureName => kind.StructureName;

    /// <inheritdoc/>
    public override string Title => kind.Title;

    /// <inheritdoc/>
    internal override string? PriorName => kind.PriorName;

    /// <inheritdoc/>
    internal override MixtureFit Fit(
        IRowSource rows, int components, MixtureOptions options, FitHints hints, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        options.Fixed is null
            ? kind.FitWithNoise(new NoiseRequest(kind, rows, components, options, logVolume, progress, cancellationToken))
            : throw new InputException("Parts do not stay fixed beside noise. Leave one of them out.");

    /// <inheritdoc/>
    internal override IOnlineFit Online(Mixture start, OnlineStart known, MixtureOptions options, OnlineOptions online, CancellationToken cancellationToken) =>
        throw new InputException("On-line EM cannot learn noise. Leave it out, or fit all rows at once.");

    /// <inheritdoc/>
    internal override int ParameterCount(DataSummary summary, int components) => kind.ParameterCount(summary, components) + 1;

    /// <inheritdoc/>
    internal override bool IsNarrowerThan(ComponentKind other) => other is NoisyKind wide && kind.IsNarrowerThan(wide.Components);

    /// <inheritdoc/>
    internal override void CheckRows(IRowSource rows, int threads, CancellationToken cancellationToken) => kind.CheckRows(rows, threads, cancellationToken);

    /// <summary>The components alone: what a file has of the noise is read by itself.</summary>
    public override Mixture Create(IReadOnlyDictionary<string, ParameterArray> parameters, IReadOnlyList<string>? featureNames = null) => kind.Create(parameters, featureNames);

    private ComponentKind Components => kind;
}
