using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Gaussians with diagonal or spherical covariances.</summary>
internal sealed class DiagonalGaussians : PackedGaussians
{
    private readonly AlignedBuffer scales;

    /// <summary>Room for K × D inverse standard deviations.</summary>
    public DiagonalGaussians(int dimension, int components, bool spherical)
        : base(dimension, components)
    {
        IsSpherical = spherical;
        scales = new AlignedBuffer(components * Columns);
    }

    /// <summary>Whether a component has one standard deviation for all features.</summary>
    public bool IsSpherical { get; }

    /// <inheritdoc/>
    public override int BlockRows => Dimension <= 8 ? 256 : Dimension <= 16 ? 128 : Dimension <= 32 ? 64 : 32;

    /// <inheritdoc/>
    public override GaussianKernel CreateKernel() => Lanes.AreWide ? new Wide.DiagonalKernel(this) : new DiagonalKernel(this);

    /// <inheritdoc/>
    public override GaussianSums CreateSums() => new(Components, Dimension, IsSpherical ? SecondMoments.TotalSquares : SecondMoments.Squares);

    /// <summary>D values √½ / σ_j, or 1 / (2 σ²).</summary>
    internal ref double ScaleAt(int component) => ref scales.At(component * Columns);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SetFactor(int k, ReadOnlySpan<double> inverseFactor)
    {
        Span<double> own = scales.Span.Slice(k * Columns, Columns);
        if (IsSpherical)
        {
            own[0] = 0.5 * inverseFactor[0] * inverseFactor[0];
            return;
        }

        for (int j = 0; j < Dimension; j++)
        {
            own[j] = inverseFactor[j] * Math.Sqrt(0.5);
        }
    }
}
