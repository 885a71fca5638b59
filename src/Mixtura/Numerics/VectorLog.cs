using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>The natural logarithm of each lane, for normal positive arguments and zero.</summary>
internal static class VectorLog
{
    /// <summary>ln x; −∞ for 0, NaN for NaN. Within an ulp (the method and coefficients of FreeBSD's e_log.c).</summary>
    /// <remarks>x = 2^k (1 + f), √½ ≤ 1 + f &lt; √2; with s = f / (2 + f), ln(1 + f) = f − f²/2 + s (f²/2 + R(s²)).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        const long rootHalf = 0x3fe6a09e00000000;
        const long one = 0x3ff0000000000000;
        const double shift = 6755399441055744.0;

        Vector<long> bits = Vector.AsVectorInt64(x) + Vector.Create(one - rootHalf);
        Vector<long> exponent = Vector.ShiftRightLogical(bits, 52) - Vector.Create(1023L);
        Vector<long> fraction = (bits & Vector.Create(0x000fffffffffffff)) + Vector.Create(rootHalf);
        Vector<double> k = Vector.AsVectorDouble(exponent + Vector.Create(BitConverter.DoubleToInt64Bits(shift)));
        k -= Vector.Create(shift);

        Vector<double> f = Vector.AsVectorDouble(fraction) - Vector<double>.One;
        Vector<double> halfSquare = f * f * Vector.Create(0.5);
        Vector<double> s = f / (f + Vector.Create(2.0));
        Vector<double> z = s * s;
        Vector<double> w = z * z;
        Vector<double> even = Vector.FusedMultiplyAdd(w, Vector.Create(1.531383769920937332e-01), Vector.Create(2.222219843214978396e-01));
        even = w * Vector.FusedMultiplyAdd(w, even, Vector.Create(3.999999999940941908e-01));
        Vector<double> odd = Vector.FusedMultiplyAdd(w, Vector.Create(1.479819860511658591e-01), Vector.Create(1.818357216161805012e-01));
        odd = Vector.FusedMultiplyAdd(w, odd, Vector.Create(2.857142874366239149e-01));
        odd = z * Vector.FusedMultiplyAdd(w, odd, Vector.Create(6.666666666666735130e-01));

        Vector<double> low = Vector.FusedMultiplyAdd(s, halfSquare + (even + odd), k * Vector.Create(1.90821492927058770002e-10));
        Vector<double> result = Vector.FusedMultiplyAdd(k, Vector.Create(6.93147180369123816490e-01), low - halfSquare + f);
        result = Vector.ConditionalSelect(Vector.Equals(x, Vector<double>.Zero), Vector.Create(double.NegativeInfinity), result);
        return Vector.ConditionalSelect(Vector.Equals(x, x), result, x);
    }
}
