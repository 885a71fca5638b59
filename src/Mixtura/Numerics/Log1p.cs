using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>ln(1 + x) for x ≥ 0 with all its digits, however small x is.</summary>
/// <remarks>With w = 1 + x rounded, ln(1 + x) = ln w + (x − (w − 1)) / w up to the square of what was rounded off (Kahan). The runtime's <c>LogP1</c> is ln w alone.</remarks>
internal static class Log1p
{
    /// <summary>ln(1 + x).</summary>
    public static double Of(double x)
    {
        double w = 1 + x;
        return x < 1 ? Math.Log(w) + ((x - (w - 1)) / w) : Math.Log(w);
    }

    /// <summary>ln(1 + x) of each lane; +∞ for +∞, NaN for NaN.</summary>
    /// <param name="x">Not negative.</param>
    /// <param name="sum">1 + x.</param>
    /// <param name="reciprocal">1 / (1 + x).</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x, Vector<double> sum, Vector<double> reciprocal)
    {
        // from 1 on the correction is below the last digit, and ∞ − ∞ at the end
        Vector<double> correction = (x - (sum - Vector<double>.One)) * reciprocal;
        correction &= Vector.AsVectorDouble(Vector.LessThan(x, Vector<double>.One));
        Vector<double> result = VectorLog.Of(sum) + correction;
        return Vector.ConditionalSelect(Vector.LessThan(sum, Vector.Create(double.PositiveInfinity)), result, sum);
    }
}
