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
        var solver = SolverOf(summary);
        int d = summary.Columns;
        for (int start = 0; start < completed.Length; start += d)
        {
            Complete(completed.AsSpan(start, d), summary.Mean.Span, solver);
        }

        return completed;
    }

    // none where the covariance is singular, or the fit knows of no correlations: then the mean does
    private static GapSolver? SolverOf(DataSummary summary)
    {
        int d = summary.Columns;
        var factor = new double[summary.HasCorrelations ? d * d : 0];
        if (!summary.HasCorrelations || !Cholesky.TryFactor(summary.Covariance.Values.Span, d, factor))
        {
            return null;
        }

        Cholesky.Invert(factor, d);
        var solver = new GapSolver(d);
        solver.Load(factor);
        return solver;
    }

    private static void Complete(Span<double> row, ReadOnlySpan<double> mean, GapSolver? solver)
    {
        var lacking = new List<int>();
        var deviation = new double[row.Length];
        for (int j = 0; j < row.Length; j++)
        {
            bool isMissing = double.IsNaN(row[j]);
            deviation[j] = isMissing ? 0 : row[j] - mean[j];
            if (isMissing)
            {
                lacking.Add(j);
            }
        }

        int[] missing = [.. lacking];
        var expected = new double[missing.Length];
        if (solver is not null && missing.Length > 0)
        {
            var root = new double[missing.Length * missing.Length];
            solver.Factor(missing, root);
            solver.Complete(missing, root, deviation, expected);
        }

        for (int a = 0; a < missing.Length; a++)
        {
            row[missing[a]] = mean[missing[a]] + expected[a];
        }
    }
}
