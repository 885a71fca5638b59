using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mixtura.Numerics;

namespace Mixtura.Families.Contaminated;

/// <summary>From Mahalanobis distances to the densities of contaminated components and how probably rows are bad, for one component and a block of rows. Lanes are rows.</summary>
internal static class ContaminatedKernel
{
    /// <summary>Replaces −δ/2 by the log joint density.</summary>
    /// <param name="part">The component, of whole rows.</param>
    /// <param name="joint">−δ/2, whole panels.</param>
    /// <param name="precisions">Receives u = v + (1 − v)/η.</param>
    /// <param name="bads">Receives 1 − v.</param>
    /// <param name="table">The first element of <see cref="VectorExp.CreateTable"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Density(in GoodAndBad part, Span<double> joint, Span<double> precisions, Span<double> bads, ref double table)
    {
        ref double l = ref MemoryMarshal.GetReference(joint);
        ref double u = ref MemoryMarshal.GetReference(precisions[..joint.Length]);
        ref double b = ref MemoryMarshal.GetReference(bads[..joint.Length]);
        Vector<double> height = Vector.Create(part.Height);
        if (!part.HasBad)
        {
            for (int i = 0; i < joint.Length; i += Vector<double>.Count)
            {
                (Vector.LoadUnsafe(ref l, (nuint)i) + height).StoreUnsafe(ref l, (nuint)i);
                Vector<double>.One.StoreUnsafe(ref u, (nuint)i);
                Vector<double>.Zero.StoreUnsafe(ref b, (nuint)i);
            }

            return;
        }

        Vector<double> atLocation = Vector.Create(part.LogOdds);
        Vector<double> badHeight = Vector.Create(part.BadHeight);
        Vector<double> rise = Vector.Create(-part.Rise);
        Vector<double> narrow = Vector.Create(1 / part.Inflation);
        for (int i = 0; i < joint.Length; i += 2 * Vector<double>.Count)
        {
            Vector<double> first = Vector.LoadUnsafe(ref l, (nuint)i);
            Vector<double> second = Vector.LoadUnsafe(ref l, (nuint)(i + Vector<double>.Count));
            Vector<double> odds = Vector.FusedMultiplyAdd(first, rise, atLocation);
            Vector<double> others = Vector.FusedMultiplyAdd(second, rise, atLocation);
            Vector<double> small = -Vector.Abs(odds);
            Vector<double> smallOthers = -Vector.Abs(others);
            VectorExp.OfNonPositive(ref small, ref smallOthers, ref table);
            Write(Larger(odds, first + height, Vector.FusedMultiplyAdd(first, narrow, badHeight)), odds, small, narrow, ref l, ref u, ref b, (nuint)i);
            Write(Larger(others, second + height, Vector.FusedMultiplyAdd(second, narrow, badHeight)), others, smallOthers, narrow, ref l, ref u, ref b, (nuint)(i + Vector<double>.Count));
        }
    }

    /// <summary>Writes what rows count in the moments, of all and of the bad, and returns Σ r. A row of responsibility 0 adds nothing, whatever its distance.</summary>
    /// <param name="responsibilities">wᵢ rᵢₖ, whole vectors.</param>
    /// <param name="precisions">u.</param>
    /// <param name="bads">1 − v.</param>
    /// <param name="weighted">Receives r·u.</param>
    /// <param name="bad">Receives r·(1 − v).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Weigh(ReadOnlySpan<double> responsibilities, ReadOnlySpan<double> precisions, ReadOnlySpan<double> bads, Span<double> weighted, Span<double> bad)
    {
        int length = responsibilities.Length;
        ref double from = ref MemoryMarshal.GetReference(responsibilities);
        ref double u = ref MemoryMarshal.GetReference(precisions[..length]);
        ref double b = ref MemoryMarshal.GetReference(bads[..length]);
        ref double to = ref MemoryMarshal.GetReference(weighted[..length]);
        ref double toBad = ref MemoryMarshal.GetReference(bad[..length]);
        Vector<double> count = Vector<double>.Zero;
        for (int i = 0; i < length; i += Vector<double>.Count)
        {
            Vector<double> r = Vector.LoadUnsafe(ref from, (nuint)i);
            Vector<double> none = Vector.AsVectorDouble(Vector.Equals(r, Vector<double>.Zero));
            Vector.AndNot(r * Vector.LoadUnsafe(ref u, (nuint)i), none).StoreUnsafe(ref to, (nuint)i);
            Vector.AndNot(r * Vector.LoadUnsafe(ref b, (nuint)i), none).StoreUnsafe(ref toBad, (nuint)i);
            count += r;
        }

        return Vector.Sum(count);
    }

    // of log joint densities that of the more probable part
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Larger(Vector<double> odds, Vector<double> good, Vector<double> bad) =>
        Vector.ConditionalSelect(Vector.GreaterThan(odds, Vector<double>.Zero), bad, good);

    // small is e^−|log odds|: the rarer of good and bad against the other
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(
        Vector<double> larger, Vector<double> odds, Vector<double> small, Vector<double> narrow, ref double joint, ref double precisions, ref double bads, nuint at)
    {
        Vector<double> sum = Vector<double>.One + small;
        Vector<double> more = Vector<double>.One / sum;
        Vector<double> less = small * more;
        Vector<long> isBad = Vector.GreaterThan(odds, Vector<double>.Zero);
        Vector<double> bad = Vector.ConditionalSelect(isBad, more, less);
        (larger + Log1p.Of(small, sum, more)).StoreUnsafe(ref joint, at);
        Vector.FusedMultiplyAdd(bad, narrow, Vector.ConditionalSelect(isBad, less, more)).StoreUnsafe(ref precisions, at);
        bad.StoreUnsafe(ref bads, at);
    }
}
