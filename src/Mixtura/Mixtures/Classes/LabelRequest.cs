using Mixtura.Data;

namespace Mixtura.Mixtures.Classes;

/// <summary>A fit with known classes, as it is asked of a kind of component.</summary>
/// <param name="Kind">The kind of the components.</param>
/// <param name="Rows">The data.</param>
/// <param name="Components">K.</param>
/// <param name="Labels">What is known of the rows.</param>
/// <param name="PerClass">The components of each class; what is left of K stands for no class.</param>
/// <param name="Options">How.</param>
/// <param name="Progress">Told every iteration.</param>
/// <param name="CancellationToken">Ends the fit.</param>
internal sealed record LabelRequest(
    ComponentKind Kind, IRowSource Rows, int Components, KnownLabels Labels, int[] PerClass, MixtureOptions Options, IProgress<FitProgress>? Progress, CancellationToken CancellationToken);
