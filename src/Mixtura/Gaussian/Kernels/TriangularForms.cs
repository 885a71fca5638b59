using Mixtura.Data;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The plain double loops for a component with correlations.</summary>
internal static class TriangularForms
{
    public static void LogJoint(
        ReadOnlySpan<double> factor, ReadOnlySpan<double> mean, double offset, RowBlock rows, Span<double> deviation, Span<double> destination)
    {
        int d = mean.Length;
        for (int i = 0; i < rows.Count; i++)
        {
            Subtract(rows[i], mean, deviation);
            double distance = 0;
            for (int a = 0; a < d; a++)
            {
                double y = 0;
                for (int b = 0; b <= a; b++)
                {
                    y += factor[(a * d) + b] * deviation[b];
                }

                distance += y * y;
            }

            destination[i] = offset - (0.5 * distance);
        }
    }

    public static void Accumulate(
        ReadOnlySpan<double> mean, RowBlock rows, ReadOnlySpan<double> responsibilities, Span<double> deviation,
        ref double count, Span<double> shift, Span<double> scatter)
    {
        int d = mean.Length;
        for (int i = 0; i < rows.Count; i++)
        {
            double r = responsibilities[i];
            if (r == 0)
            {
                continue;
            }

            Subtract(rows[i], mean, deviation);
            count += r;
            int entry = 0;
            for (int a = 0; a < d; a++)
            {
                double weighted = r * deviation[a];
                shift[a] += weighted;
                for (int b = 0; b <= a; b++)
                {
                    scatter[entry++] += weighted * deviation[b];
                }
            }
        }
    }

    private static void Subtract(ReadOnlySpan<double> row, ReadOnlySpan<double> mean, Span<double> deviation)
    {
        for (int j = 0; j < mean.Length; j++)
        {
            deviation[j] = row[j] - mean[j];
        }
    }
}
