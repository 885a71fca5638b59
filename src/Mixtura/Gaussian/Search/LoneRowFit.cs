using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;

namespace Mixtura.Gaussian.Search;

/// <summary>A fit of most rows, and a component for each group of rows that is set apart.</summary>
internal static class LoneRowFit
{
    /// <summary>Puts the two together.</summary>
    public static RowsSetApart<GaussianParameters> Of(GaussianMixtureFit others, List<LoneGroup> groups, double totalWeight)
    {
        var model = Joined(others.Model.Parameters, groups, totalWeight);
        double shift = BoundOf(groups, model, totalWeight, others);
        var trace = others.Trace.Select(bound => bound + shift).ToList();
        var lone = others.LoneRows.Concat(groups.SelectMany((group, g) => group.Rows.Select(row => Lone(row, others.Model.Components + g, group.Nearest, model))));
        var path = others.Path.Select(step => Joined(step.Parameters, groups, totalWeight)).ToList();
        return new RowsSetApart<GaussianParameters>(new EmResult<GaussianParameters>(model, trace, others.StopReason, null, 0) { Path = path }, [.. lone]);
    }

    private static GaussianParameters Joined(GaussianParameters others, List<LoneGroup> groups, double totalWeight)
    {
        int d = others.Features;
        double[] held = [.. groups.Select(group => group.Rows.Sum(static row => row.Weight) / totalWeight)];
        double rest = 1 - held.Sum();
        int[] sources = [.. Enumerable.Range(0, others.Components), .. groups.Select(static group => group.Nearest)];
        var joined = new GaussianParameters(others.Structure, sources.Length, d);
        for (int k = 0; k < sources.Length; k++)
        {
            int group = k - others.Components;
            joined.Weights[k] = group < 0 ? rest * others.Weights[k] : held[group];
            (group < 0 ? others.Mean(k) : MeanOf(groups[group], d)).CopyTo(joined.Mean(k));
            others.Structure.Storage.Copy(others, sources[k], joined, k);
        }

        joined.Prepare();
        return joined;
    }

    private static double[] MeanOf(LoneGroup group, int d)
    {
        double weight = group.Rows.Sum(static row => row.Weight);
        var first = group.Rows[0].Values;
        return [.. Enumerable.Range(0, d).Select(j => first[j] + (group.Rows.Sum(row => row.Weight * (row.Values[j] - first[j])) / weight))];
    }

    // Σ over the others of w log(1 − share), and the log densities of the rows set apart under their own components
    private static double BoundOf(List<LoneGroup> groups, GaussianParameters model, double totalWeight, GaussianMixtureFit others)
    {
        int apart = model.Components - groups.Count;
        double held = groups.Sum(static group => group.Rows.Sum(static row => row.Weight));
        double sum = others.Score.TotalWeight * Math.Log((totalWeight - held) / totalWeight);
        for (int g = 0; g < groups.Count; g++)
        {
            foreach (var row in groups[g].Rows)
            {
                double distance = Mahalanobis.Distance(model, apart + g, row.Values, model.Mean(apart + g));
                sum += row.Weight * (model.Offsets[apart + g] - (0.5 * distance * distance));
            }
        }

        return sum;
    }

    private static LoneRow Lone(SetApart row, int component, int nearest, GaussianParameters model)
    {
        var mean = model.Mean(nearest).ToArray();
        int feature = Enumerable.Range(0, mean.Length).MaxBy(j => Math.Abs(row.Values[j] - mean[j]) / Mahalanobis.Deviation(model, nearest, j));
        return new LoneRow(
            row.Row, component, nearest, Mahalanobis.Distance(model, nearest, row.Values, mean), feature, row.Values[feature], Math.Abs(row.Values[feature] - mean[feature]));
    }
}
