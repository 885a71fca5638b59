namespace Mixtura.Selection;

/// <summary>Where a search stands.</summary>
/// <param name="Finished">The cells that are done.</param>
/// <param name="Total">All cells.</param>
/// <param name="Latest">The one that was done last.</param>
public readonly record struct SelectionProgress(int Finished, int Total, SelectionCandidate Latest);
