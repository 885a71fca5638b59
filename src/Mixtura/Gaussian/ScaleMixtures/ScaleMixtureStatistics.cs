using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Missing;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>What expected sufficient statistics of scale mixtures of Gaussians have in common: Σ r, and the moments about the current locations with r·u as weights, u = E[1/s|x]:
/// Σ r u, Σ r u (x − μₖ) and the second ones that the structure needs; with the kernel that fills them.</summary>
internal abstract class ScaleMixtureStatistics<TModel, TPartial> : IScaleMixtureStatistics<TModel>
    where TModel : ScaleMixtureParameters
    where TPartial : struct, IPartialRow
{
    private readonly int stride;
    private readonly AlignedBuffer precisions;
    private readonly AlignedBuffer beside;
    private readonly AlignedBuffer weighted;

    /// <summary>Empty statistics for parameters of this shape.</summary>
    protected ScaleMixtureStatistics(GaussianParameters shape)
    {
        Moments = new GaussianStatistics(shape.Packed, prunes: false);
        stride = BlockLayout.Stride(shape.Packed.BlockRows);
        precisions = new AlignedBuffer(shape.Components * stride);
        beside = new AlignedBuffer(shape.Components * stride);
        weighted = new AlignedBuffer(shape.Components * stride);
        Counts = new double[shape.Components];
    }

    /// <summary>Σᵢ rᵢₖ, K numbers.</summary>
    public double[] Counts { get; }

    /// <summary>The moments with r·u for weights.</summary>
    public GaussianStatistics Moments { get; }

    /// <summary>The length of a component's run in the buffers.</summary>
    protected int Stride => stride;

    /// <summary>What else is expected of the scales of the rows loaded last, component-major.</summary>
    protected ReadOnlySpan<double> Beside => beside.Span;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LogJoint(TModel parameters, RowBlock rows, ComponentBlock destination)
    {
        Moments.LogJoint(parameters.Gaussians, rows, destination);
        int padded = BlockLayout.RoundUp(rows.Count, BlockLayout.PanelRows);
        for (int k = 0; k < Counts.Length; k++)
        {
            int start = k * stride;
            Density(parameters, k, destination.Values.Slice(start, padded), precisions.Span.Slice(start, padded), beside.Span.Slice(start, padded));
        }

        if (Moments.Gaps is { } gaps)
        {
            WriteGaps(parameters, gaps, destination);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public virtual void Add(TModel parameters, ComponentBlock responsibilities)
    {
        int padded = BlockLayout.RoundUp(responsibilities.Rows, BlockLayout.PanelRows);
        for (int k = 0; k < Counts.Length; k++)
        {
            int start = k * stride;
            Weigh(k, responsibilities.Values.Slice(start, padded), precisions.Span.Slice(start, padded), beside.Span.Slice(start, padded), weighted.Span.Slice(start, padded));
        }

        Moments.Add(parameters.Gaussians, new ComponentBlock(weighted.Span, Counts.Length, responsibilities.Rows, stride), responsibilities);
    }

    /// <inheritdoc/>
    public abstract void MoveTo(TModel source, TModel target);

    /// <inheritdoc/>
    public abstract void AddAsModelled(TModel parameters, double weight);

    /// <summary>Replaces −δ/2 by the log joint density, for one component and whole vectors of rows, and writes u and what else is expected of the scale.</summary>
    protected abstract void Density(TModel parameters, int component, Span<double> joint, Span<double> precisions, Span<double> beside);

    /// <summary>The same of rows of which some features are observed.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="component">The component.</param>
    /// <param name="observed">The number of features observed, o.</param>
    /// <param name="logRoot">½ log|Σ_oo| − ½ log|Σ|.</param>
    protected abstract TPartial PartialOf(TModel parameters, int component, int observed, double logRoot);

    /// <summary>Writes r·u of one component, and adds the sums that are not moments. A row of responsibility 0 adds nothing, whatever its distance.</summary>
    protected abstract void Weigh(int component, ReadOnlySpan<double> responsibilities, ReadOnlySpan<double> precisions, ReadOnlySpan<double> beside, Span<double> weighted);

    // with o features observed D becomes o, in the density and in what is expected of the scale
    private void WriteGaps(TModel parameters, GapRows gaps, ComponentBlock destination)
    {
        var patterns = gaps.Patterns;
        for (int p = 0; p < patterns.Count; p++)
        {
            int observed = parameters.Gaussians.Features - patterns.MissingCount(p);
            for (int k = 0; k < Counts.Length; k++)
            {
                var partial = PartialOf(parameters, k, observed, gaps.LogRoot(k, p));
                for (int r = patterns.Start(p); r < patterns.Start(p + 1); r++)
                {
                    int at = (k * stride) + patterns.RowOf(r);
                    double distance = -2 * gaps.Joint(k, r);
                    destination.Values[at] = partial.LogJoint(distance);
                    precisions.Span[at] = partial.Precision(distance);
                    beside.Span[at] = partial.Beside(distance);
                }
            }
        }
    }
}
