using Mixtura.Gaussian;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>What the command line asks for.</summary>
internal sealed record SelectionPlan(int[] Components, List<CovarianceStructure> Structures, Criterion Criterion, SelectionOptions Options)
{
    /// <summary>In one dimension all structures are one of two, mclust's E and V: where all are asked for, those stand for them.</summary>
    public SelectionPlan For(int features) => features == 1 && Structures.Count == CovarianceStructure.All.Count
        ? this with { Structures = [CovarianceStructure.Tied, CovarianceStructure.Full] }
        : this;
}

/// <summary>What was asked for beside the table.</summary>
/// <param name="Tests">The sequential likelihood-ratio test, or null.</param>
/// <param name="Merging">The winner's components merged into clusters, or null.</param>
internal sealed record SelectionExtras(IReadOnlyList<LikelihoodRatioTest>? Tests, ComponentMerging? Merging);
