using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>The sums of a model's own rows where no closed form of them is known: those of rows drawn from it.</summary>
internal static class DrawnSums
{
    // an error of drawing of about half a percent of a component's deviation
    private const int Rows = 40_000;
    private const int BlockRows = 256;

    // the same sums for the same model
    private const ulong Seed = 20_090_123;

    /// <summary>Fills sums. Components are drawn in proportion, so that the weights are those of the model.</summary>
    /// <param name="family">The family.</param>
    /// <param name="model">The parameters.</param>
    /// <param name="weight">The weight of all rows together.</param>
    /// <param name="statistics">Empty sums.</param>
    public static void Fill<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model, double weight, TStatistics statistics)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        int columns = family.FeatureCount(model);
        double[] weights = family.WeightsOf(model).ToArray();
        var random = new RandomSource(Seed, 0);
        var values = new double[BlockRows * columns];
        var counts = new double[BlockRows];
        for (int k = 0; k < weights.Length; k++)
        {
            int rows = weights[k] > 0 ? (int)Math.Ceiling(Rows * weights[k]) : 0;
            for (int done = 0; done < rows; done += BlockRows)
            {
                int count = Math.Min(BlockRows, rows - done);
                for (int i = 0; i < count; i++)
                {
                    family.Sample(model, k, random, values.AsSpan(i * columns, columns));
                    counts[i] = weight * weights[k] / rows;
                }

                family.Expect(model, new RowBlock(values.AsSpan(0, count * columns), counts.AsSpan(0, count), columns, done), statistics);
            }
        }
    }
}
