using Mixtura.Data;

namespace Mixtura.Mixtures.Noise;

/// <summary>A fit with noise, as it is asked of a kind of component.</summary>
/// <param name="Kind">The kind of the components.</param>
/// <param name="Rows">The data.</param>
/// <param name="Components">K.</param>
/// <param name="Options">How.</param>
/// <param name="LogVolume">log V; null for that of the data.</param>
/// <param name="Progress">Told every iteration.</param>
/// <param name="CancellationToken">Ends the fit.</param>
internal sealed record NoiseRequest(
    ComponentKind Kind, IRowSource Rows, int Components, MixtureOptions Options, double? LogVolume, IProgress<FitProgress>? Progress, CancellationToken CancellationToken);
