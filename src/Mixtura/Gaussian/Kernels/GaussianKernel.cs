using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Kernels;

/// <summary>The two inner loops of a Gaussian mixture over a block of rows: log joint densities, and weighted moments about the means.</summary>
/// <remarks>A thread has its own, with its buffers.</remarks>
internal abstract class GaussianKernel
{
    /// <summary>The most rows at a time.</summary>
    public const int MostRows = 256;

    /// <summary>log πₖ + log N(xᵢ|μₖ, Σₖ) for every component and row: the logarithm of eq. 3.</summary>
    public abstract void LogJoint(GaussianParameters parameters, RowBlock rows, ComponentBlock destination);

    /// <summary>Adds Σ r, Σ r (x − μ) and the second moments of the block: the sums in eqs. 16–18.</summary>
    public abstract void Accumulate(GaussianParameters parameters, RowBlock rows, ComponentBlock responsibilities, AlignedSums sums);
}
