using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Diagonal covariances.</summary>
internal sealed class DiagonalKernel : GaussianKernel
{
    public override void LogJoint(GaussianParameters parameters, RowBlock rows, ComponentBlock destination)
    {
        int d = parameters.Features;
        for (int k = 0; k < destination.Components; k++)
        {
            var mean = parameters.Mean(k);
            var factor = parameters.Factors.AsSpan(k * d, d);
            var joint = destination[k];
            for (int i = 0; i < rows.Count; i++)
            {
                var row = rows[i];
                double distance = 0;
                for (int j = 0; j < d; j++)
                {
                    double y = (row[j] - mean[j]) * factor[j];
                    distance += y * y;
                }

                joint[i] = parameters.Offsets[k] - (0.5 * distance);
            }
        }
    }

    public override void Accumulate(GaussianParameters parameters, RowBlock rows, ComponentBlock responsibilities, AlignedSums sums)
    {
        int d = parameters.Features;
        for (int k = 0; k < responsibilities.Components; k++)
        {
            var mean = parameters.Mean(k);
            var r = responsibilities[k];
            var shift = sums.Shifts.Slice(k * d, d);
            var scatter = sums.Scatter.Slice(k * d, d);
            for (int i = 0; i < rows.Count; i++)
            {
                if (r[i] == 0)
                {
                    continue;
                }

                var row = rows[i];
                sums.Counts[k] += r[i];
                for (int j = 0; j < d; j++)
                {
                    double deviation = row[j] - mean[j];
                    shift[j] += r[i] * deviation;
                    scatter[j] += r[i] * deviation * deviation;
                }
            }
        }
    }
}
