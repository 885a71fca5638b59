using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.Missing;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>Expected sufficient statistics of a mixture of Student-t components: Σ r, Σ r (ln u − u + 1), and the moments about the current locations with r·u as weights:
/// Σ r u, Σ r u (x − μₖ) and the second ones that the structure needs; with the kernel that fills them.</summary>
internal sealed class StudentTStatistics : IStatistics<StudentTStatistics>
{
    private readonly int stride;
    private readonly AlignedBuffer precisions;
    private readonly AlignedBuffer tails;
    private readonly AlignedBuffer weighted;

    /// <summary>Empty statistics for parameters of this shape.</summary>
    public StudentTStatistics(GaussianParameters shape)
    {
        Moments = new GaussianStatistics(shape.Packed, prunes: false);
        stride = BlockLayout.Stride(shape.Packed.BlockRows);
        precisions = new AlignedBuffer(shape.Components * stride);
        tails = new AlignedBuffer(shape.Components * stride);
        weighted = new AlignedBuffer(shape.Components * stride);
        Counts = new double[shape.Components];
        Tails = new double[shape.Components];
    }

    /// <summary>Σᵢ rᵢₖ, K numbers.</summary>
    public double[] Counts { get; }

    /// <summary>Σᵢ rᵢₖ (ln uᵢₖ − uᵢₖ + 1), K numbers: what the equation for ν needs, each term of which is small where ν is large.</summary>
    public double[] Tails { get; }

    /// <summary>The moments with r·u for weights.</summary>
    public GaussianStatistics Moments { get; }

    /// <inheritdoc/>
    public int Length => Moments.Length + Counts.Length + Tails.Length;

    /// <summary>Loads rows and writes their log joint densities; the sums are not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LogJoint(StudentTParameters parameters, RowBlock rows, ComponentBlock destination)
    {
        Moments.LogJoint(parameters.Gaussians, rows, destination);
        int padded = BlockLayout.RoundUp(rows.Count, BlockLayout.PanelRows);
        for (int k = 0; k < parameters.Components; k++)
        {
            StudentTKernel.Density(
                destination.Values.Slice(k * stride, padded), precisions.Span.Slice(k * stride, padded), tails.Span.Slice(k * stride, padded),
                parameters.DegreesOfFreedom[k], parameters.Features, parameters.Offsets[k]);
        }

        if (Moments.Gaps is { } gaps)
        {
            WriteGaps(parameters, gaps, destination);
        }
    }

    // with o features observed D becomes o, in the density and in what is expected of the scale
    private void WriteGaps(StudentTParameters parameters, GapRows gaps, ComponentBlock destination)
    {
        var patterns = gaps.Patterns;
        for (int p = 0; p < patterns.Count; p++)
        {
            int observed = parameters.Features - patterns.Missing(p).Length;
            for (int k = 0; k < parameters.Components; k++)
            {
                var tail = new PartialTail(parameters, k, observed, gaps.LogRoot(k, p));
                for (int r = patterns.Start(p); r < patterns.Start(p + 1); r++)
                {
                    int at = (k * stride) + patterns.RowOf(r);
                    double distance = -2 * gaps.Joint(k, r);
                    destination.Values[(k * destination.Stride) + patterns.RowOf(r)] = tail.LogJoint(distance);
                    precisions.Span[at] = tail.Precision(distance);
                    tails.Span[at] = tail.Tail(distance);
                }
            }
        }
    }

    /// <summary>Adds the statistics of the rows that <see cref="LogJoint"/> loaded.</summary>
    /// <exception cref="InvalidOperationException">The sums are about the locations of other parameters.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(StudentTParameters parameters, ComponentBlock responsibilities)
    {
        int padded = BlockLayout.RoundUp(responsibilities.Rows, BlockLayout.PanelRows);
        for (int k = 0; k < parameters.Components; k++)
        {
            int start = k * stride;
            var (count, tail) = StudentTKernel.Weigh(
                responsibilities.Values.Slice(start, padded), precisions.Span.Slice(start, padded), tails.Span.Slice(start, padded), weighted.Span.Slice(start, padded));
            Counts[k] += count;
            Tails[k] += tail;
        }

        Moments.Add(parameters.Gaussians, new ComponentBlock(weighted.Span, parameters.Components, responsibilities.Rows, stride), responsibilities);
    }

    /// <summary>Moves the sums to other locations, and to other degrees of freedom what the equation for ν compares with those of the E-step.</summary>
    public void MoveTo(StudentTParameters source, StudentTParameters target)
    {
        Moments.MoveTo(source.Gaussians, target.Gaussians);
        for (int k = 0; k < Counts.Length; k++)
        {
            Tails[k] += Counts[k] * (ExcessOf(target, k) - ExcessOf(source, k));
        }
    }

    /// <summary>Adds rows of so much weight that are as the parameters have them: E[u] = 1, E[r u zzᵀ] is the scale matrix, and the equation for ν has ν for its root.</summary>
    public void AddAsModelled(StudentTParameters parameters, double weight)
    {
        Moments.AddAsModelled(parameters.Gaussians, weight);
        for (int k = 0; k < Counts.Length; k++)
        {
            double count = weight * parameters.Gaussians.Weights[k];
            Counts[k] += count;
            Tails[k] += count * (ExcessOf(parameters, k) - DigammaExcess.Of(0.5 * parameters.DegreesOfFreedom[k]));
        }
    }

    private static double ExcessOf(StudentTParameters parameters, int component) => DigammaExcess.Of(0.5 * (parameters.DegreesOfFreedom[component] + parameters.Features));

    /// <inheritdoc/>
    public void Clear()
    {
        Moments.Clear();
        Array.Clear(Counts);
        Array.Clear(Tails);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The two are about different locations.</exception>
    public void Merge(StudentTStatistics other)
    {
        Moments.Merge(other.Moments);
        VectorLoops.Add(other.Counts, Counts);
        VectorLoops.Add(other.Tails, Tails);
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination)
    {
        Moments.CopyTo(destination);
        Counts.CopyTo(destination[Moments.Length..]);
        Tails.CopyTo(destination[(Moments.Length + Counts.Length)..]);
    }

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source)
    {
        Moments.CopyFrom(source);
        source.Slice(Moments.Length, Counts.Length).CopyTo(Counts);
        source.Slice(Moments.Length + Counts.Length, Tails.Length).CopyTo(Tails);
    }
}
