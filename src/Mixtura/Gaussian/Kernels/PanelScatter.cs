using System.Numerics;
using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Σr, Σr(x−μ) and the lower triangle of Σr(x−μ)(x−μ)ᵀ in five to eight dimensions; one instance a thread.</summary>
/// <remarks>
/// Lanes are rows, as eight columns are too few for the tiles of <see cref="WeightedScatter"/> to be fast. Panels whose
/// responsibilities are all 0 are left out: they would add zeros to every sum, so the bits are the same.
/// </remarks>
internal sealed class PanelScatter
{
    private readonly int dimension;
    private readonly AlignedBuffer deviations;
    private readonly AlignedBuffer responsibilities;

    /// <summary>Room for blocks of <paramref name="blockRows"/> rows.</summary>
    public PanelScatter(int dimension, int blockRows)
    {
        int padded = BlockLayout.RoundUp(blockRows, BlockLayout.PanelRows);
        this.dimension = dimension;
        deviations = new AlignedBuffer(dimension * padded);
        this.responsibilities = new AlignedBuffer(padded);
    }

    /// <summary>Adds the rows of the block, which must be finite, to the sums of one component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(PaddedBlock block, ref readonly double responsibilities, ref double mean, ref double count, ref double first, ref double second)
    {
        int panels = Center(block, ref Unsafe.AsRef(in responsibilities), ref mean);
        if (panels > 0)
        {
            PanelTiles.Add(this.dimension, ref deviations.At(0), ref this.responsibilities.At(0), panels, ref count, ref first, ref second);
        }
    }

    /// <summary>z = x − μ for the panels in use, one after the other; returns their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Center(PaddedBlock block, ref double r, ref double mean)
    {
        int step = Vector<double>.Count;
        ref double z = ref deviations.At(0);
        ref double x = ref block.Panel(0);
        ref double kept = ref this.responsibilities.At(0);
        int panels = 0;
        for (int panel = block.PanelCount; panel > 0; panel--)
        {
            Vector<double> r0 = Vector.LoadUnsafe(ref r), r1 = Vector.LoadUnsafe(ref r, (nuint)step);
            Vector<double> r2 = Vector.LoadUnsafe(ref r, (nuint)(2 * step)), r3 = Vector.LoadUnsafe(ref r, (nuint)(3 * step));
            r = ref Unsafe.Add(ref r, 4 * step);
            if (Vector.EqualsAll(Vector.AsVectorInt64((r0 | r1) | (r2 | r3)), Vector<long>.Zero))
            {
                x = ref Unsafe.Add(ref x, block.PanelLength);
                continue;
            }

            panels++;
            r0.StoreUnsafe(ref kept);
            r1.StoreUnsafe(ref kept, (nuint)step);
            r2.StoreUnsafe(ref kept, (nuint)(2 * step));
            r3.StoreUnsafe(ref kept, (nuint)(3 * step));
            kept = ref Unsafe.Add(ref kept, 4 * step);
            for (int j = 0; j < this.dimension; j++)
            {
                Vector<double> mu = Vector.Create(Unsafe.Add(ref mean, j));
                (Vector.LoadUnsafe(ref x) - mu).StoreUnsafe(ref z);
                (Vector.LoadUnsafe(ref x, (nuint)step) - mu).StoreUnsafe(ref z, (nuint)step);
                (Vector.LoadUnsafe(ref x, (nuint)(2 * step)) - mu).StoreUnsafe(ref z, (nuint)(2 * step));
                (Vector.LoadUnsafe(ref x, (nuint)(3 * step)) - mu).StoreUnsafe(ref z, (nuint)(3 * step));
                x = ref Unsafe.Add(ref x, 4 * step);
                z = ref Unsafe.Add(ref z, 4 * step);
            }
        }

        return panels;
    }
}
