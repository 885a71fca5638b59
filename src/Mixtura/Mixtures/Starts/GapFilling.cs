using Mixtura.Numerics;

namespace Mixtura.Mixtures.Starts;

/// <summary>Rows completed for starts alone: a missing value is what the data's mean and covariance expect given the row's others.</summary>
internal static class GapFilling
{
    /// <summary>The rows themselves if nothing is missing, else completed copies.</summary>
    public static double[] Complete(double[] rows, DataSummary summary)
    {
        if (summary.Missing is null)
        {
            return rows;
        }

        var completed = (double[])rows.Clone();
        int d = summary.Columns;
        for (int start = 0; start < completed.Length; start += d)
        {
            Complete(completed.AsSpan(start, d), summary);
        }

        return completed;
    }

    private static void Complete(Span<double> row, DataSummary summary)
    {
        int d = row.Length;
        var known = new List<int>(d);
        for (int j = 0; j < d; j++)
        {
            if (!double.IsNaN(row[j]))
            {
                known.Add(j);
            }
        }

        var solved = summary.HasCorrelations && known.Count < d ? Solve(row, known, summary) : [];
        for (int j = 0; j < d; j++)
        {
            if (double.IsNaN(row[j]))
            {
                row[j] = summary.Mean.Span[j];
                for (int a = 0; a < solved.Length; a++)
                {
                    row[j] += summary.Covariance[j, known[a]] * solved[a];
                }
            }
        }
    }

    // S_oo⁻¹(x_o − m_o); nothing where S_oo is singular: then the mean does
    private static double[] Solve(ReadOnlySpan<double> row, List<int> known, DataSummary summary)
    {
        int o = known.Count;
        var factor = new double[o * o];
        var deviation = new double[o];
        for (int a = 0; a < o; a++)
        {
            deviation[a] = row[known[a]] - summary.Mean.Span[known[a]];
            for (int b = 0; b < o; b++)
            {
                factor[(a * o) + b] = summary.Covariance[known[a], known[b]];
            }
        }

        if (o == 0 || !Cholesky.TryFactor([.. factor], o, factor))
        {
            return [];
        }

        Cholesky.Invert(factor, o);
        var whitened = new double[o];
        Cholesky.Multiply(factor, deviation, whitened);
        var solved = new double[o];
        for (int a = 0; a < o; a++)
        {
            for (int b = a; b < o; b++)
            {
                solved[a] += factor[(b * o) + a] * whitened[b];
            }
        }

        return solved;
    }
}
