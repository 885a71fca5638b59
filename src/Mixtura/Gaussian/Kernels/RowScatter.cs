using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Moments of a few rows at a time; <see cref="WeightedScatter"/> at the width of this process.</summary>
internal abstract class RowScatter
{
    /// <summary>Rows at a time: what a strip of tiles reads of them stays in the first-level cache.</summary>
    public const int ChunkRows = 64;

    /// <summary>Room for a chunk of rows.</summary>
    public static RowScatter Create(int dimension) => Lanes.AreWide ? new Wide.WeightedScatter(dimension) : new WeightedScatter(dimension);

    /// <summary>Adds a few rows.</summary>
    /// <param name="x">Where the rows' offsets count from: D values each, padded.</param>
    /// <param name="offsets">Where each begins.</param>
    /// <param name="r">Their responsibilities; a vector more than there are may be read.</param>
    /// <param name="rows">At most <see cref="ChunkRows"/>.</param>
    /// <param name="mean">μ, padded.</param>
    /// <param name="first">Σr(x−μ).</param>
    /// <param name="second">The triangle.</param>
    public abstract void AddChunk(ref double x, ref int offsets, ref double r, int rows, ref double mean, ref double first, ref double second);
}
