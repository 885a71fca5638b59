using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>Falling weight, ties by means: equal fits print equally.</summary>
internal static class CanonicalOrder
{
    /// <summary>For each place, the component that goes there.</summary>
    public static int[] Of<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        double[] weights = family.WeightsOf(model).ToArray();
        int d = family.FeatureCount(model);
        double[][] means = [.. weights.Select((_, k) => MeansOf(family, model, k, d))];
        var order = Enumerable.Range(0, weights.Length).ToArray();
        Array.Sort(order, (a, b) => weights[b].CompareTo(weights[a]) is not 0 and var byWeight ? byWeight : means[a].AsSpan().SequenceCompareTo(means[b]));
        return order;
    }

    /// <summary>The model with its components in an order.</summary>
    public static TModel Apply<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model, int[] order)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        double[] weights = family.WeightsOf(model).ToArray();
        return order.SequenceEqual(Enumerable.Range(0, order.Length))
            ? model
            : family.Compose([.. order.Select(k => new ComponentOf<TModel>(model, k, weights[k]))]);
    }

    private static double[] MeansOf<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model, int component, int features)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        var means = new double[features];
        family.WriteMoments(model, component, means, new double[features]);
        return means;
    }
}
