using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mixtura.Numerics;

/// <summary>The exponential of each lane, for arguments that are not positive.</summary>
/// <remarks>
/// e^x = 2^n e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; e^r = 1 + r + r² P(r), P of degree 9 interpolating at the
/// Chebyshev points (relative error below 1e-17, so the result is within 2.3e-16). Twice as fast as
/// <see cref="Vector.Exp(Vector{double})"/>, which has to serve every argument.
/// </remarks>
internal static class VectorExp
{
    /// <summary>Below this the result is a subnormal number, which the exponent arithmetic cannot make.</summary>
    public const double Underflow = -708.0;

    private const double RoundToInteger = 6755399441055744.0; // 1.5·2^52: the sum's low bits are the rounded integer

    private static ReadOnlySpan<double> Constants =>
    [
        1.4426950408889634, RoundToInteger,
        -0.6931471803691238, -1.9082149292705877E-10, // −ln 2, whose upper part times n is exact
        2.5100424157005067e-08, 2.7620138719733994e-07, 2.7557268378684192e-06, 2.480152119021773e-05,
        0.00019841269863105968, 0.0013888888917281794, 0.008333333333330051, 0.04166666666662399,
        0.16666666666666669, 0.5000000000000001, 1.0, Underflow,
    ];

    /// <summary>The constants, each filling a vector of the width of this process.</summary>
    /// <remarks>Read from memory they are operands of the arithmetic; as literals the JIT hoists them and spills them.</remarks>
    public static AlignedBuffer CreateTable()
    {
        AlignedBuffer table = new(Constants.Length * Lanes.Count);
        for (int i = 0; i < Constants.Length; i++)
        {
            table.Span.Slice(i * Lanes.Count, Lanes.Count).Fill(Constants[i]);
        }

        return table;
    }

    /// <summary>e^x for x ≤ 0, two vectors at once; below <see cref="Underflow"/> the value there (3e-308); NaN stays NaN.</summary>
    /// <remarks>Two at once share the loads of the constants, which otherwise take as long as the arithmetic.</remarks>
    /// <param name="x">Arguments, overwritten by the results.</param>
    /// <param name="y">Arguments, overwritten by the results.</param>
    /// <param name="table">The first element of <see cref="CreateTable"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfNonPositive(ref Vector<double> x, ref Vector<double> y, ref double table)
    {
        // the native maximum returns its second operand when either is NaN
        Vector<double> least = Constant(ref table, 15);
        x = Vector.MaxNative(least, x);
        y = Vector.MaxNative(least, y);
        OfModerate(ref x, ref y, ref table);
    }

    /// <summary>As <see cref="OfNonPositive"/>, but below <see cref="Underflow"/> the result is arbitrary: for callers that replace it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfModerate(ref Vector<double> x, ref Vector<double> y, ref double table)
    {
        Vector<double> x0 = x;
        Vector<double> y0 = y;
        Vector<double> constant = Constant(ref table, 0);
        Vector<double> round = Constant(ref table, 1);
        Vector<double> shiftedX = Vector.FusedMultiplyAdd(x0, constant, round);
        Vector<double> shiftedY = Vector.FusedMultiplyAdd(y0, constant, round);
        Vector<double> nx = shiftedX - round;
        Vector<double> ny = shiftedY - round;
        constant = Constant(ref table, 2);
        x0 = Vector.FusedMultiplyAdd(nx, constant, x0);
        y0 = Vector.FusedMultiplyAdd(ny, constant, y0);
        constant = Constant(ref table, 3);
        x0 = Vector.FusedMultiplyAdd(nx, constant, x0);
        y0 = Vector.FusedMultiplyAdd(ny, constant, y0);
        Vector<double> x2 = x0 * x0;
        Vector<double> y2 = y0 * y0;

        // even and odd powers apart: half the latency of Horner's rule
        Vector<double> oddX = Constant(ref table, 4);
        Vector<double> oddY = oddX;
        Vector<double> evenX = Constant(ref table, 5);
        Vector<double> evenY = evenX;
        Step(ref oddX, ref oddY, x2, y2, Constant(ref table, 6));
        Step(ref evenX, ref evenY, x2, y2, Constant(ref table, 7));
        Step(ref oddX, ref oddY, x2, y2, Constant(ref table, 8));
        Step(ref evenX, ref evenY, x2, y2, Constant(ref table, 9));
        Step(ref oddX, ref oddY, x2, y2, Constant(ref table, 10));
        Step(ref evenX, ref evenY, x2, y2, Constant(ref table, 11));
        Step(ref oddX, ref oddY, x2, y2, Constant(ref table, 12));
        Step(ref evenX, ref evenY, x2, y2, Constant(ref table, 13));
        constant = Constant(ref table, 14);
        evenX = Vector.FusedMultiplyAdd(Vector.FusedMultiplyAdd(oddX, x0, evenX), x2, x0) + constant;
        evenY = Vector.FusedMultiplyAdd(Vector.FusedMultiplyAdd(oddY, y0, evenY), y2, y0) + constant;
        x = TimesPowerOfTwo(evenX, shiftedX);
        y = TimesPowerOfTwo(evenY, shiftedY);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref Vector<double> x, ref Vector<double> y, Vector<double> x2, Vector<double> y2, Vector<double> constant)
    {
        x = Vector.FusedMultiplyAdd(x, x2, constant);
        y = Vector.FusedMultiplyAdd(y, y2, constant);
    }

    /// <summary>Adds the integer in the low bits of <paramref name="shifted"/> to the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> TimesPowerOfTwo(Vector<double> value, Vector<double> shifted) =>
        Vector.AsVectorDouble(Vector.AsVectorInt64(value) + Vector.ShiftLeft(Vector.AsVectorInt64(shifted), 52));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Constant(ref double table, int index) =>
        Vector.LoadUnsafe(ref table, (nuint)(index * Vector<double>.Count));
}
