using Mixtura.Gaussian;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>What the command line asks for.</summary>
internal sealed record SelectionPlan(int[] Components, List<CovarianceStructure> Structures, Criterion Criterion, SelectionOptions Options);

/// <summary>What was asked for beside the table.</summary>
/// <param name="Tests">The sequential likelihood-ratio test, or null.</param>
/// <param name="Merging">The winner's components merged into clusters, or null.</param>
internal sealed record SelectionExtras(IReadOnlyList<LikelihoodRatioTest>? Tests, ComponentMerging? Merging);
