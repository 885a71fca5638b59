using Mixtura.Bayesian;

namespace Mixtura.Selection;

/// <summary>Where a search by the variational bound stands.</summary>
/// <param name="Finished">The numbers of components that are done; one more at each report.</param>
/// <param name="Total">All numbers of components.</param>
/// <param name="Latest">The fit that was done last.</param>
public readonly record struct VariationalProgress(int Finished, int Total, VariationalFit Latest);
