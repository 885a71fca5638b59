using System.Runtime.CompilerServices;
using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>Looks at every number once, before anything is fitted.</summary>
/// <param name="rows">The data.</param>
/// <param name="missing">What becomes of missing cells.</param>
/// <param name="pairs">Whether pairs of columns that are never observed together are of interest.</param>
internal sealed class DataCheck(IRowSource rows, MissingCells missing, bool pairs)
{
    private double[] first = [];

    /// <summary>The number of rows of positive weight seen so far.</summary>
    public long WeightedRows { get; private set; }

    /// <summary>Whether a row seen so far had another weight than 1.</summary>
    public bool IsWeighted { get; private set; }

    /// <summary>The cells that are missing, in rows of positive weight.</summary>
    public GapCount Gaps { get; } = new(rows.Columns, pairs && missing == MissingCells.IntegrateOut);

    /// <summary>The first row that counts: a centre within the data's range.</summary>
    public double[] FirstWeightedRow()
    {
        long seen = 0;
        using var reader = rows.Open();
        while (reader.Read(256, out var block))
        {
            seen += block.Count;
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0)
                {
                    first = block[i].ToArray();
                    return FiniteOrZero(first);
                }
            }
        }

        throw seen < rows.Rows ? RowTraversal.EndedEarly(seen, rows.Rows) : new InputException(rows.Rows == 0
            ? "There is no row. Give at least one."
            : "No row has a positive weight. At least one weight must be above 0.");
    }

    /// <summary>Whether a feature has had a second value, in a row that counts.</summary>
    public bool[] Varies { get; } = new bool[rows.Columns];

    /// <summary>Checks a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Inspect(RowBlock block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            double weight = block.Weights[i];
            if (!(weight >= 0) || !double.IsFinite(weight))
            {
                throw new InputException($"The weight of row {block.FirstRow + i} is {weight}. Weights must be finite and at least 0.");
            }

            IsWeighted |= weight != 1;
            var row = block[i];
            bool isWhole = IsWhole(row, block.FirstRow + i);
            if (weight > 0)
            {
                WeightedRows++;
                Compare(row);
                Gaps.Add(row, isWhole);
            }
        }
    }

    private bool IsWhole(ReadOnlySpan<double> row, long at)
    {
        bool isWhole = true;
        for (int j = 0; j < row.Length; j++)
        {
            if (!double.IsFinite(row[j]))
            {
                isWhole = false;
                if (!double.IsNaN(row[j]) || missing == MissingCells.Refuse)
                {
                    throw new InputException($"Row {at}, {FeatureNames.Of(rows.FeatureNames, j)}: the value is {row[j]}. {(double.IsNaN(row[j])
                        ? "Remove the row, fill the value, or let missing cells be integrated out (MixtureOptions.Missing)."
                        : "Infinite values cannot be fitted: remove the row, correct the value, or say that it is missing (NaN).")}");
                }
            }
        }

        return isWhole;
    }

    private void Compare(ReadOnlySpan<double> row)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (double.IsNaN(first[j]))
            {
                first[j] = row[j];
            }

            Varies[j] |= row[j] != first[j] && !double.IsNaN(row[j]);
        }
    }

    // a bad value here is reported by Inspect, with its place
    private static double[] FiniteOrZero(ReadOnlySpan<double> row)
    {
        var result = row.ToArray();
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = double.IsFinite(result[j]) ? result[j] : 0;
        }

        return result;
    }
}
