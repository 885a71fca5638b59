using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Which feature makes a row unusual: the one that is farthest from what the others of the row let expect. For one thread.</summary>
internal sealed class UnusualFeature
{
    private static readonly double[] One = [1.0];

    private readonly Mixture model;
    private readonly Imputer imputer;
    private readonly double[] values;
    private readonly double[] errors;

    /// <param name="model">The mixture, one that integrates missing values out.</param>
    public UnusualFeature(Mixture model)
    {
        (this.model, imputer) = (model, new Imputer(model));
        (values, errors) = (new double[model.Features], new double[model.Features]);
    }

    /// <summary>Finds it.</summary>
    /// <param name="row">D numbers, NaN where one is missing.</param>
    /// <returns>The feature counted from 0 (−1 where nothing is observed), what is expected of it given the others (NaN of a level), and how many conditional standard deviations it is off; of a level with the conditional
    /// probability p, √(−2 log p), which is as far off as a normal value of that density below its highest.</returns>
    public (int Feature, double Expected, double Deviations) In(ReadOnlySpan<double> row)
    {
        var worst = (Feature: -1, Expected: double.NaN, Deviations: double.NaN);
        double[] without = row.ToArray();
        for (int j = 0; j < without.Length; j++)
        {
            if (double.IsNaN(row[j]))
            {
                continue;
            }

            without[j] = double.NaN;
            var found = model.LevelsOf(j).Count == 0 ? OffOf(row[j], without, j) : (j, double.NaN, OffOfLevel(row, without));
            worst = worst.Feature < 0 || found.Item3 > worst.Deviations ? found : worst;
            without[j] = row[j];
        }

        return worst;
    }

    private (int, double, double) OffOf(double value, double[] without, int feature)
    {
        imputer.Impute(new RowBlock(without, One, without.Length, 0), values, errors);
        return (feature, values[feature], Math.Abs(value - values[feature]) / errors[feature]);
    }

    private double OffOfLevel(ReadOnlySpan<double> row, double[] without) => Math.Sqrt(
        Math.Max(0, 2 * (model.LogDensity(without, MissingCells.IntegrateOut) - model.LogDensity(row, MissingCells.IntegrateOut))));
}
