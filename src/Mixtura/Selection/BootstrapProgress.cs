namespace Mixtura.Selection;

/// <summary>Where a bootstrap stands.</summary>
/// <param name="Components">The number of components K of the mixture in question.</param>
/// <param name="Finished">The replicates that are done; one more at each report.</param>
/// <param name="Total">All replicates.</param>
public readonly record struct BootstrapProgress(int Components, int Finished, int Total);
