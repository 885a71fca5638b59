using System.Globalization;
using System.Runtime.InteropServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Noise;

/// <summary>The box that the rows of positive weight take up, and their volume: the smaller of the boxes along the features and along the principal axes of their covariance (mclust's hypvol).</summary>
internal static class DataBox
{
    private const int BlockRows = 1024;

    /// <summary>The noise over the data, its share yet to be estimated.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="summary">Their moments.</param>
    /// <param name="whole">Whether a feature takes whole numbers only.</param>
    /// <param name="logVolume">log V; null for that of the data.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">The data have no volume.</exception>
    public static UniformNoise Of(IRowSource rows, DataSummary summary, bool[] whole, double? logVolume, int threads, CancellationToken cancellationToken)
    {
        int d = rows.Columns;
        double[]? axes = d > 1 && summary.Missing is null && Array.TrueForAll(whole, static is1 => !is1) ? AxesOf(summary) : null;
        byte[][] tallies = RowTally.Of(rows, threads, slot => RangesOf(slot, d, axes), cancellationToken);
        var ranges = Joined(tallies, axes is null ? d : 2 * d);
        double[] lower = [.. ranges.Take(d).Select(static range => range.Low)];
        double[] upper = [.. ranges.Take(d).Select(static range => range.High)];
        double box = Enumerable.Range(0, d).Sum(j => Math.Log(UniformNoise.Width(lower[j], upper[j], whole[j])));
        double turned = ranges.Skip(d).Select(static range => Math.Log(range.High - range.Low)).DefaultIfEmpty(double.PositiveInfinity).Sum();
        double volume = logVolume ?? Math.Min(box, turned);
        return double.IsFinite(volume) ? new UniformNoise(0, volume, lower, upper, whole) : throw NoVolume(rows, lower, upper);
    }

    // those of the covariance as it is, not of correlations, as mclust has them
    private static double[]? AxesOf(DataSummary summary) =>
        summary.Covariance.Values.Span.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue) < 0 ? Eigen.Of(summary.Covariance.Values.ToArray(), summary.Columns).Vectors : null;

    private static byte[] RangesOf(SlotRows slot, int d, double[]? axes)
    {
        var ranges = Empty(axes is null ? d : 2 * d);
        slot.ForEachBlock(block =>
        {
            for (int i = 0; i < block.Count; i++)
            {
                if (block.Weights[i] > 0)
                {
                    Widen(ranges, block[i], axes);
                }
            }
        });
        return MemoryMarshal.AsBytes(ranges.AsSpan()).ToArray();
    }

    private static void Widen((double Low, double High)[] ranges, ReadOnlySpan<double> row, double[]? axes)
    {
        int d = row.Length;
        for (int j = 0; j < d; j++)
        {
            Widen(ref ranges[j], row[j]);
        }

        for (int a = 0; axes is not null && a < d; a++)
        {
            double score = 0;
            for (int j = 0; j < d; j++)
            {
                score += axes[(j * d) + a] * row[j];
            }

            Widen(ref ranges[d + a], score);
        }
    }

    // a missing value widens nothing
    private static void Widen(ref (double Low, double High) range, double value)
    {
        range.Low = value < range.Low ? value : range.Low;
        range.High = value > range.High ? value : range.High;
    }

    private static (double Low, double High)[] Joined(byte[][] tallies, int count)
    {
        var ranges = Empty(count);
        foreach (byte[] tally in tallies)
        {
            var own = MemoryMarshal.Cast<byte, (double Low, double High)>(tally);
            for (int j = 0; j < count; j++)
            {
                Widen(ref ranges[j], own[j].Low);
                Widen(ref ranges[j], own[j].High);
            }
        }

        return ranges;
    }

    private static (double Low, double High)[] Empty(int count) => [.. Enumerable.Repeat((double.PositiveInfinity, double.NegativeInfinity), count)];

    private static InputException NoVolume(IRowSource rows, double[] lower, double[] upper)
    {
        int constant = Enumerable.Range(0, lower.Length).FirstOrDefault(j => lower[j] == upper[j], -1);
        return constant >= 0
            ? new InputException(
                InputFault.NoVolume,
                $"The data have no volume for noise: {FeatureNames.Quoted(rows.FeatureNames, constant)} is {lower[constant].ToString(CultureInfo.InvariantCulture)} in every row.",
                "Leave it out, or give a volume.") { Names = [FeatureNames.Argument(rows.FeatureNames, constant)] }
            : new InputException(InputFault.NoVolume, "The data have no finite volume for noise.", "Give one, or bring the features to a common scale.");
    }
}
