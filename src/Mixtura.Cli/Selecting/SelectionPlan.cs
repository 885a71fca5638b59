using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>What the command line asks for.</summary>
/// <param name="Components">The numbers of components.</param>
/// <param name="Kinds">The kinds of component.</param>
/// <param name="Criterion">What ranks them.</param>
/// <param name="Options">How they are fitted.</param>
internal sealed record SelectionPlan(int[] Components, IReadOnlyList<ComponentKind> Kinds, Criterion Criterion, SelectionOptions Options)
{
    /// <summary>With one column of numbers all structures are one of two, mclust's E and V: where all are asked for, those stand for them.</summary>
    public SelectionPlan For(int numbers) => numbers == 1 && Kinds.Count == CovarianceStructure.All.Count
        ? this with { Kinds = [.. Kinds.Where(static kind => kind.StructureName is { } name && (CovarianceStructure.Find(name) == CovarianceStructure.Tied || CovarianceStructure.Find(name) == CovarianceStructure.Full))] }
        : this;
}

/// <summary>What was asked for beside the table.</summary>
/// <param name="Tests">The sequential likelihood-ratio test, or null.</param>
/// <param name="Merging">The winner's components merged into clusters, or null.</param>
internal sealed record SelectionExtras(IReadOnlyList<LikelihoodRatioTest>? Tests, ComponentMerging? Merging);
