using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Tests.References;

/// <summary>One M-step of the library from responsibilities that a reference gives.</summary>
internal static class SoftMaximization
{
    /// <summary>The statistics of rows under these responsibilities (N×K), about means of 0, and the parameters they lead to.</summary>
    public static GaussianParameters Of(GaussianFamily family, RowMatrix rows, double[][] responsibilities, CovarianceStructure structure) =>
        Statistics(rows, responsibilities, structure, family.Maximize);

    /// <summary>What any M-step makes of them.</summary>
    public static T Statistics<T>(RowMatrix rows, double[][] responsibilities, CovarianceStructure structure, Func<GaussianParameters, GaussianStatistics, T> maximize)
    {
        var family = new GaussianFamily(0, null);
        int d = rows.Columns;
        int k = responsibilities[0].Length;
        var identity = new double[k * d * d];
        for (int i = 0; i < k * d; i++)
        {
            identity[(i / d * d * d) + (i % d * (d + 1))] = 1;
        }

        var centre = GaussianParameters.From(structure, d, [.. Enumerable.Repeat(1.0 / k, k)], new double[k * d], identity);
        var statistics = family.CreateStatistics(centre);
        int step = family.BlockRows(centre);
        int stride = BlockLayout.Stride(step);
        for (int start = 0; start < rows.Rows; start += step)
        {
            int count = Math.Min(step, rows.Rows - start);
            var block = new ComponentBlock(new double[k * stride], k, count, stride);
            var weights = Enumerable.Repeat(1.0, count).ToArray();
            statistics.LogJoint(centre, new RowBlock(rows.Values.Span.Slice(start * d, count * d), weights, d, start), block);
            block.Values.Clear();
            for (int c = 0; c < k; c++)
            {
                for (int i = 0; i < count; i++)
                {
                    block[c][i] = responsibilities[start + i][c];
                }
            }

            statistics.Add(centre, block);
        }

        return maximize(centre, statistics);
    }
}
