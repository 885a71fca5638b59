using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Classes;

/// <summary>Rows of known class, counted by class and component.</summary>
internal static class ClassMatching
{
    /// <summary>Each component for the class of which it has most rows, as many a class as it wants; the others for none.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="perClass">The components of each class.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    public static ComponentClasses Of(Mixture mixture, IRowSource rows, KnownLabels labels, int[] perClass, CancellationToken cancellationToken)
    {
        var shares = new double[labels.Classes.Count, mixture.Components];
        var scorer = mixture.Core.NewScorer();
        rows.ForEachBlock(
            scorer.BlockRows,
            block =>
            {
                var posterior = scorer.Posterior(block, keepsLogDensity: false, out _);
                for (int i = 0; i < block.Count; i++)
                {
                    for (int k = 0; k < (labels[block.FirstRow + i] >= 0 ? posterior.Components : 0); k++)
                    {
                        shares[labels[block.FirstRow + i], k] += posterior[k][i];
                    }
                }
            },
            cancellationToken);
        return Of(shares, mixture.Components, labels, perClass);
    }

    /// <summary>Whether every class has a row that weighs something.</summary>
    /// <exception cref="InputException">One has not.</exception>
    public static void CheckWeights(IRowSource rows, KnownLabels labels, CancellationToken cancellationToken)
    {
        var weights = new double[labels.Classes.Count];
        rows.ForEachBlock(
            SlotPartition.BlockRows,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    if (labels[block.FirstRow + i] is >= 0 and var known)
                    {
                        weights[known] += block.Weights[i];
                    }
                }
            },
            cancellationToken);
        int empty = Array.IndexOf(weights, 0);
        if (empty >= 0)
        {
            throw new InputException($"All rows of class '{labels.Classes[empty]}' have weight 0. Give one a weight, or forget the class.");
        }
    }

    // the largest shares first
    private static ComponentClasses Of(double[,] shares, int components, KnownLabels labels, int[] perClass)
    {
        int[] wanted = [.. perClass];
        var names = new string?[components];
        var pairs = from known in Enumerable.Range(0, wanted.Length)
                    from k in Enumerable.Range(0, components)
                    orderby shares[known, k] descending
                    select (known, k);
        foreach (var (known, k) in pairs)
        {
            if (wanted[known] > 0 && names[k] is null)
            {
                names[k] = labels.Classes[known];
                wanted[known]--;
            }
        }

        return ComponentClasses.Of(names).For(labels);
    }
}
