using System.Numerics.Tensors;
using Mixtura.Estimation;
using Mixtura.Gaussian.Kernels;

namespace Mixtura.Gaussian;

/// <summary>Expected sufficient statistics of a Gaussian mixture, about the means of the parameters they were taken under:
/// Σ r, Σ r (x − μₖ) and the second moments that the covariance structure needs.</summary>
/// <remarks>Moments about the current means keep their digits at any offset; raw ones lose all at an offset of 1e8.</remarks>
internal sealed class GaussianStatistics : IStatistics<GaussianStatistics>
{
    private readonly AlignedSums sums;
    private GaussianParameters? centre;

    public GaussianStatistics(CovarianceStructure structure, int components, int features)
    {
        sums = new AlignedSums(components, features, structure.ScatterLength(components, features));
        Kernel = structure.CreateKernel(components, features);
    }

    /// <summary>The kernel that fills these sums, with its buffers.</summary>
    public GaussianKernel Kernel { get; }

    /// <inheritdoc/>
    public int Length => sums.Values.Length;

    /// <summary>Σᵢ rᵢₖ, K numbers: the numerators of eq. 16, the denominators of eqs. 17 and 18.</summary>
    public ReadOnlySpan<double> Counts => sums.Counts;

    /// <summary>Σᵢ rᵢₖ (xᵢ − μₖ), K×D: the numerators of eq. 17, about the current means.</summary>
    public ReadOnlySpan<double> Shifts => sums.Shifts;

    /// <summary>The second moments about μₖ, as the structure needs them: the numerators of eq. 18, about the current means.</summary>
    public ReadOnlySpan<double> Scatter => sums.Scatter;

    /// <summary>The sums to add to, about the means of <paramref name="parameters"/>.</summary>
    /// <exception cref="InvalidOperationException">They hold sums about other means.</exception>
    public AlignedSums About(GaussianParameters parameters)
    {
        if (centre is not null && !ReferenceEquals(centre, parameters))
        {
            throw new InvalidOperationException("These statistics hold sums about the means of other parameters. Clear them first.");
        }

        centre = parameters;
        return sums;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        sums.Values.Clear();
        centre = null;
    }

    /// <inheritdoc/>
    public void Merge(GaussianStatistics other)
    {
        if (centre is not null && other.centre is not null && !ReferenceEquals(centre, other.centre))
        {
            throw new InvalidOperationException("Statistics about different means cannot be merged. Take them under the same parameters.");
        }

        centre ??= other.centre;
        TensorPrimitives.Add(sums.Values, other.sums.Values, sums.Values);
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination) => sums.Values.CopyTo(destination);

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => source[..Length].CopyTo(sums.Values);
}
