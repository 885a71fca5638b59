using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Gaussian.Search;

/// <summary>Where every start collapses because a few rows lie so far out that only a collapsed component wants them: the other components are fitted to the other rows, and those few have one of their
/// own, with the spread of the component nearest to them. Neither knows of the other to the last bit, so what is found has converged.</summary>
internal sealed class LoneRowSearch(IRowSource rows, StartContext start, GaussianMixtureOptions options, CancellationToken cancellationToken)
{
    // beyond so many standard deviations, and the √D that any row is away, no responsibility is left
    private const double FarAway = 10;

    // a component of more of the data than this is no handful of outliers
    private const double LargestShare = 0.2;

    private const int MostFits = 3;

    private readonly HashSet<long> tried = [];
    private int fits;

    /// <summary>The work done, in sweeps over the data.</summary>
    public double Passes { get; private set; }

    /// <summary>The fit that sets such rows apart, from the components that collapsed; null if there are none.</summary>
    public RowsSetApart<GaussianParameters>? Find(IEnumerable<Candidate<GaussianParameters>> collapsed)
    {
        foreach (var candidate in collapsed)
        {
            if (candidate.Degeneracy is { Component: >= 0 } degeneracy && fits < MostFits && !cancellationToken.IsCancellationRequested
                && RowsOf(candidate.Model, degeneracy.Component) is { Count: > 0 } lone
                && tried.Add(lone[0].Row) && Apart(lone) is { } fit)
            {
                return fit;
            }
        }

        return null;
    }

    // the rows that a component holds, if each of them is far from all other components
    private List<SetApart> RowsOf(GaussianParameters model, int component)
    {
        var scorer = new MixtureScorer(new GaussianMixture(model, []), MissingCells.IntegrateOut);
        try
        {
            byte[][] slots = RowTally.Of(rows, options.Em.Threads, slot => LoneIn(slot, model, component, scorer).ToBytes(), cancellationToken);
            Passes++;
            var all = new LoneRows(model.Features, MostWeight);
            return Array.TrueForAll(slots, slot => all.TryAdd(slot)) ? all.Rows : [];
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private double MostWeight => LargestShare * start.Summary.TotalWeight;

    private LoneRows LoneIn(SlotRows slot, GaussianParameters model, int component, MixtureScorer scorer)
    {
        var found = new LoneRows(model.Features, MostWeight);
        int[] others = [.. Enumerable.Range(0, model.Components).Where(k => k != component)];
        var responsibilities = new double[SlotPartition.BlockRows * model.Components];
        slot.ForEachBlock(block =>
        {
            if (found.AreNone)
            {
                return;
            }

            scorer.Score(block, [], responsibilities);
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0 && responsibilities[(i * model.Components) + component] > 0.5)
                {
                    var row = new SetApart(block.FirstRow + i, block.Weights[i], block[i].ToArray());
                    found.Add(row, isLone: Array.TrueForAll(others, k => IsFar(model, k, row.Values)));
                }
            }
        });
        return found;
    }

    private RowsSetApart<GaussianParameters>? Apart(List<SetApart> lone)
    {
        if (FitOthers(lone, start.Components - 1) is not { } first)
        {
            return null;
        }

        var groups = Groups(lone, first.Model.Parameters);
        var fit = groups.Count == 1 ? first : FitOthers(lone, start.Components - groups.Count);
        return fit is not null && groups.TrueForAll(group => IsFar(fit.Model.Parameters, group)) ? LoneRowFit.Of(fit, groups, start.Summary.TotalWeight) : null;
    }

    private GaussianMixtureFit? FitOthers(List<SetApart> lone, int components)
    {
        if (components < 1)
        {
            return null;
        }

        fits++;
        try
        {
            var apart = lone.Select(static row => row.Row).ToHashSet();
            var others = new MaskedRows(rows, row => apart.Contains(row) ? 0 : 1);
            var fit = new GaussianMixtureFitter(others, components, options, null, cancellationToken).Fit();
            Passes += fit.DataPasses * components / start.Components;
            return fit.Degeneracy is null && fit.StopReason != StopReason.Cancelled ? fit : null;
        }
        catch (InputException)
        {
            return null;        // the other rows cannot be fitted: then nothing is gained by setting these apart
        }
    }

    // rows that lie together, as the component nearest to the first of them measures it
    private static List<LoneGroup> Groups(List<SetApart> lone, GaussianParameters model)
    {
        var groups = new List<LoneGroup>();
        foreach (var row in lone)
        {
            var home = groups.Find(group => Mahalanobis.Distance(model, group.Nearest, row.Values, group.Rows[0].Values) < Reach(model.Features));
            if (home is not null)
            {
                home.Rows.Add(row);
                continue;
            }

            int nearest = Enumerable.Range(0, model.Components).MinBy(k => Mahalanobis.Distance(model, k, row.Values, model.Mean(k)));
            groups.Add(new LoneGroup(nearest, [row]));
        }

        return groups;
    }

    private static bool IsFar(GaussianParameters model, LoneGroup group) =>
        Enumerable.Range(0, model.Components).All(k => group.Rows.TrueForAll(row => IsFar(model, k, row.Values)));

    private static bool IsFar(GaussianParameters model, int component, double[] row) =>
        Mahalanobis.Distance(model, component, row, model.Mean(component)) > Reach(model.Features);

    private static double Reach(int features) => FarAway + Math.Sqrt(features);
}
