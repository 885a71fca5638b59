using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Rows to lanes of a panel.</summary>
internal static class RowTranspose
{
    /// <summary>Copies four rows of fewer than four features, which follow each other, to four neighbouring lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FewFeatures(ref double rows, int dimension, ref double lanes, int width)
    {
        if (dimension == 2 && Avx.IsSupported)
        {
            Vector256<double> ab = Vector256.LoadUnsafe(ref rows);
            Vector256<double> cd = Vector256.LoadUnsafe(ref rows, 4);
            Vector256<double> ac = Avx.Permute2x128(ab, cd, 0x20);
            Vector256<double> bd = Avx.Permute2x128(ab, cd, 0x31);
            Avx.UnpackLow(ac, bd).StoreUnsafe(ref lanes);
            Avx.UnpackHigh(ac, bd).StoreUnsafe(ref Unsafe.Add(ref lanes, width));
            return;
        }

        for (int j = 0; j < dimension; j++)
        {
            Vector256.Create(rows, Unsafe.Add(ref rows, dimension), Unsafe.Add(ref rows, 2 * dimension), Unsafe.Add(ref rows, 3 * dimension)).StoreUnsafe(ref lanes);
            rows = ref Unsafe.Add(ref rows, 1);
            lanes = ref Unsafe.Add(ref lanes, width);
        }
    }

    /// <summary>Copies four rows to four neighbouring lanes.</summary>
    /// <param name="row0">D values.</param>
    /// <param name="row1">D values.</param>
    /// <param name="row2">D values.</param>
    /// <param name="row3">D values.</param>
    /// <param name="dimension">D.</param>
    /// <param name="lanes">The place of the first value of the first row.</param>
    /// <param name="width">Doubles from one feature to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(ref double row0, ref double row1, ref double row2, ref double row3, int dimension, ref double lanes, int width)
    {
        int j = 0;
        if (Avx.IsSupported)
        {
            for (; j + 4 <= dimension; j += 4)
            {
                Vector256<double> a = Vector256.LoadUnsafe(ref row0, (nuint)j);
                Vector256<double> b = Vector256.LoadUnsafe(ref row1, (nuint)j);
                Vector256<double> c = Vector256.LoadUnsafe(ref row2, (nuint)j);
                Vector256<double> d = Vector256.LoadUnsafe(ref row3, (nuint)j);
                Vector256<double> ab0 = Avx.UnpackLow(a, b);
                Vector256<double> ab1 = Avx.UnpackHigh(a, b);
                Vector256<double> cd0 = Avx.UnpackLow(c, d);
                Vector256<double> cd1 = Avx.UnpackHigh(c, d);
                Avx.Permute2x128(ab0, cd0, 0x20).StoreUnsafe(ref lanes);
                lanes = ref Unsafe.Add(ref lanes, width);
                Avx.Permute2x128(ab1, cd1, 0x20).StoreUnsafe(ref lanes);
                lanes = ref Unsafe.Add(ref lanes, width);
                Avx.Permute2x128(ab0, cd0, 0x31).StoreUnsafe(ref lanes);
                lanes = ref Unsafe.Add(ref lanes, width);
                Avx.Permute2x128(ab1, cd1, 0x31).StoreUnsafe(ref lanes);
                lanes = ref Unsafe.Add(ref lanes, width);
            }
        }

        for (; j < dimension; j++)
        {
            lanes = Unsafe.Add(ref row0, j);
            Unsafe.Add(ref lanes, 1) = Unsafe.Add(ref row1, j);
            Unsafe.Add(ref lanes, 2) = Unsafe.Add(ref row2, j);
            Unsafe.Add(ref lanes, 3) = Unsafe.Add(ref row3, j);
            lanes = ref Unsafe.Add(ref lanes, width);
        }
    }
}
