using System.Numerics.Tensors;
using MathNet.Numerics;
using Mixtura.Data;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures;

/// <summary>How well a mixture of categorical features describes the table of their counts, a cell for every combination of levels: observed counts n against the expected W·p.</summary>
/// <remarks>Rows with a missing cell lie in no cell of the table and are left out. Where many cells expect few rows the statistics are far from χ² distributed, and a bootstrapped likelihood ratio says more.</remarks>
/// <param name="Cells">The cells of the table, Πⱼ Lⱼ.</param>
/// <param name="TotalWeight">W, the rows without gaps, by weight.</param>
/// <param name="LikelihoodRatio">G² = 2 Σ n log(n / (W·p)).</param>
/// <param name="ChiSquared">Pearson's χ² = Σ (n − W·p)² / (W·p).</param>
/// <param name="DegreesOfFreedom">Cells − 1 − parameters; below 0 the table cannot tell the parameters.</param>
public sealed record TableFit(long Cells, double TotalWeight, double LikelihoodRatio, double ChiSquared, long DegreesOfFreedom)
{
    // larger tables are all but empty
    private const double MostCells = 1 << 20;

    /// <summary>The probability of a G² at least as large under the model, as far as it is χ² distributed; NaN without degrees of freedom.</summary>
    public double LikelihoodRatioP => Tail(LikelihoodRatio);

    /// <summary>The probability of a χ² at least as large under the model, as far as it is χ² distributed; NaN without degrees of freedom.</summary>
    public double ChiSquaredP => Tail(ChiSquared);

    /// <summary>Whether a cell expects fewer than 5 rows on average: then the probabilities mean little.</summary>
    public bool IsSparse => TotalWeight < 5 * Cells;

    /// <summary>The cells of the table of a mixture's features; NaN where a feature has no levels.</summary>
    public static double CellsOf(Mixture mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        double cells = 1;
        for (int j = 0; j < mixture.Features; j++)
        {
            cells *= mixture.LevelsOf(j) is { Count: > 0 and var levels } ? levels : double.NaN;
        }

        return cells;
    }

    /// <summary>Compares a mixture with rows; null where a feature has no levels, the table is large or no row is without gaps.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static TableFit? Of(Mixture mixture, IRowSource rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double cells = CellsOf(mixture);
        if (!(cells <= MostCells) || DistinctRows.Of(rows, (long)MostCells, cancellationToken) is not { } distinct)
        {
            return null;
        }

        var values = new List<double>();
        var counts = new List<double>();
        distinct.ForEachBlock(1024, block => TakeWhole(block, values, counts), cancellationToken);
        if (counts.Count == 0)
        {
            return null;
        }

        double total = counts.Sum();
        double[] logDensities = mixture.LogDensity(new RowMatrix(values.ToArray(), rows.Columns));
        double ratio = 0;
        double pearson = total;
        for (int i = 0; i < counts.Count; i++)
        {
            double expected = total * Math.Exp(logDensities[i]);
            ratio += 2 * counts[i] * (Math.Log(counts[i] / total) - logDensities[i]);
            pearson += (Math.Pow(counts[i] - expected, 2) / expected) - expected;    // cells without rows add what they expect
        }

        return new TableFit((long)cells, total, Math.Max(0, ratio), Math.Max(0, pearson), (long)cells - 1 - mixture.ParameterCount);
    }

    private static void TakeWhole(RowBlock block, List<double> values, List<double> counts)
    {
        for (int i = 0; i < block.Count; i++)
        {
            if (!TensorPrimitives.IsNaNAny(block[i]))
            {
                values.AddRange(block[i]);
                counts.Add(block.Weights[i]);
            }
        }
    }

    private double Tail(double statistic) => DegreesOfFreedom > 0 ? SpecialFunctions.GammaUpperRegularized(0.5 * DegreesOfFreedom, 0.5 * Math.Max(0, statistic)) : double.NaN;
}
