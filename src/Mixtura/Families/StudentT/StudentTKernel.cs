using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>From Mahalanobis distances to Student-t densities and the expected statistics of the latent scale, for one component and a block of rows. Lanes are rows.</summary>
internal static class StudentTKernel
{
    /// <summary>Replaces −δ/2 by the log joint density, offset − (ν+D)/2·ln(1 + δ/ν), and writes what the posterior of the scale τ ~ Gamma((ν+D)/2, (ν+δ)/2) has to say.</summary>
    /// <param name="joint">−δ/2, whole vectors.</param>
    /// <param name="precisions">Receives u = E[τ|x] = (ν+D)/(ν+δ).</param>
    /// <param name="tails">Receives ln u − u + 1: never positive, 0 where u is 1.</param>
    /// <param name="degreesOfFreedom">ν.</param>
    /// <param name="features">D.</param>
    /// <param name="offset">The log joint density at the location.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Density(Span<double> joint, Span<double> precisions, Span<double> tails, double degreesOfFreedom, int features, double offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precisions.Length, joint.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(tails.Length, joint.Length);
        ref double l = ref MemoryMarshal.GetReference(joint);
        ref double u = ref MemoryMarshal.GetReference(precisions);
        ref double t = ref MemoryMarshal.GetReference(tails);
        Vector<double> toShare = Vector.Create(-2 / degreesOfFreedom);
        Vector<double> power = Vector.Create(-0.5 * (degreesOfFreedom + features));
        Vector<double> constant = Vector.Create(offset);
        Vector<double> atLocation = Vector.Create((degreesOfFreedom + features) / degreesOfFreedom);
        Vector<double> logAtLocation = Vector.Create(Log1p.Of(features / degreesOfFreedom));
        for (int i = 0; i < joint.Length; i += Vector<double>.Count)
        {
            Vector<double> share = Vector.LoadUnsafe(ref l, (nuint)i) * toShare;                // δ/ν
            Vector<double> sum = Vector<double>.One + share;
            Vector<double> reciprocal = Vector<double>.One / sum;
            Vector<double> logarithm = Log1p.Of(share, sum, reciprocal);
            Vector<double> precision = atLocation * reciprocal;
            Vector.FusedMultiplyAdd(power, logarithm, constant).StoreUnsafe(ref l, (nuint)i);
            precision.StoreUnsafe(ref u, (nuint)i);
            (logAtLocation - logarithm + (Vector<double>.One - precision)).StoreUnsafe(ref t, (nuint)i);
        }
    }

    /// <summary>Writes r·u, and returns Σ r and Σ r (ln u − u + 1). A row of responsibility 0 adds nothing, whatever its distance.</summary>
    /// <param name="responsibilities">wᵢ rᵢₖ, whole vectors.</param>
    /// <param name="precisions">u.</param>
    /// <param name="tails">ln u − u + 1.</param>
    /// <param name="weighted">Receives r·u.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Count, double Tail) Weigh(ReadOnlySpan<double> responsibilities, ReadOnlySpan<double> precisions, ReadOnlySpan<double> tails, Span<double> weighted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precisions.Length, responsibilities.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(tails.Length, responsibilities.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(weighted.Length, responsibilities.Length);
        ref double from = ref MemoryMarshal.GetReference(responsibilities);
        ref double u = ref MemoryMarshal.GetReference(precisions);
        ref double t = ref MemoryMarshal.GetReference(tails);
        ref double to = ref MemoryMarshal.GetReference(weighted);
        Vector<double> count = Vector<double>.Zero;
        Vector<double> tail = Vector<double>.Zero;
        for (int i = 0; i < responsibilities.Length; i += Vector<double>.Count)
        {
            Vector<double> r = Vector.LoadUnsafe(ref from, (nuint)i);
            Vector<double> none = Vector.AsVectorDouble(Vector.Equals(r, Vector<double>.Zero));
            Vector.AndNot(r * Vector.LoadUnsafe(ref u, (nuint)i), none).StoreUnsafe(ref to, (nuint)i);
            count += r;
            tail += Vector.AndNot(r * Vector.LoadUnsafe(ref t, (nuint)i), none);
        }

        return (Vector.Sum(count), Vector.Sum(tail));
    }
}
