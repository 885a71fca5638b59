using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Selection;

/// <summary>Which component of one mixture is which of another: those that claim the same rows.</summary>
internal static class ComponentMatch
{
    /// <summary>For every component of a mixture that of another with as many: those of the largest overlap Σᵢ wᵢ rᵢₖ sᵢₗ / √(Σᵢ wᵢ rᵢₖ · Σᵢ wᵢ sᵢₗ) first.</summary>
    public static int[] Of(Mixture model, Mixture other, IRowSource rows, CancellationToken cancellationToken)
    {
        int count = model.Components;
        if (count == 1)
        {
            return [0];
        }

        var overlap = OverlapOf(model, other, rows, cancellationToken);
        var pairs = from k in Enumerable.Range(0, count)
                    from l in Enumerable.Range(0, count)
                    orderby IsOfOneClass(model, k, other, l) descending, overlap[k, l] descending
                    select (k, l);
        var match = new int[count];
        Array.Fill(match, -1);
        foreach (var (k, l) in pairs)
        {
            match[k] = match[k] < 0 && !match.Contains(l) ? l : match[k];
        }

        return match;
    }

    // what stands for one class stands for no other
    private static bool IsOfOneClass(Mixture model, int component, Mixture other, int otherComponent) =>
        model.Classes is null || other.Classes is null || string.Equals(model.Classes.NameOf(component), other.Classes.NameOf(otherComponent), StringComparison.Ordinal);

    private static double[,] OverlapOf(Mixture model, Mixture other, IRowSource rows, CancellationToken cancellationToken)
    {
        int count = model.Components;
        var shared = new double[count, count];
        var own = new double[count];
        var others = new double[count];
        var scorers = (Own: new MixtureScorer(model, MissingCells.IntegrateOut), Others: new MixtureScorer(other, MissingCells.IntegrateOut));
        double[] r = [], s = [];
        void Add(RowBlock block)
        {
            if (r.Length < block.Count * count)
            {
                (r, s) = (new double[block.Count * count], new double[block.Count * count]);
            }

            scorers.Own.Score(block, [], r.AsSpan(0, block.Count * count));
            scorers.Others.Score(block, [], s.AsSpan(0, block.Count * count));
            for (int i = 0; i < block.Count * count; i++)
            {
                int row = i / count;
                double share = block.Weights[row] * r[i];
                own[i % count] += share;
                others[i % count] += block.Weights[row] * s[i];
                for (int l = 0; share > 0 && l < count; l++)
                {
                    shared[i % count, l] += share * s[(row * count) + l];
                }
            }
        }

        rows.ForEachBlock(1024, Add, cancellationToken);
        for (int i = 0; i < count * count; i++)
        {
            double scale = Math.Sqrt(own[i / count] * others[i % count]);
            shared[i / count, i % count] = scale > 0 ? shared[i / count, i % count] / scale : 0;
        }

        return shared;
    }
}
