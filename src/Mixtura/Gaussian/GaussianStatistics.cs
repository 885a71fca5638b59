using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian.Kernels;
using Mixtura.Gaussian.Missing;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>Expected sufficient statistics of a Gaussian mixture, about the means of the parameters they were taken under:
/// Σ r, Σ r (x − μₖ) and the second moments that the covariance structure needs; with the kernel that fills them.</summary>
/// <remarks>Moments about the current means keep their digits at any offset; raw ones lose all at an offset of 1e8.</remarks>
internal sealed class GaussianStatistics : IStatistics<GaussianStatistics>
{
    private readonly GaussianKernel kernel;
    private readonly GaussianSums sums;
    private readonly double[] scatter;
    private readonly GaussianStatistics? loader;
    private GapRows? gaps;
    private WholeRows? whole;
    private bool hasGaps;
    private GaussianParameters? centre;

    /// <summary>Empty statistics for parameters of this shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="prunes">Whether −∞ may stand for what is negligible beside another component's Gaussian density: not where the densities are to be other ones.</param>
    public GaussianStatistics(PackedGaussians shape, bool prunes = true)
    {
        kernel = shape.CreateKernel();
        kernel.Prunes = prunes;
        sums = shape.CreateSums();
        scatter = new double[sums.SecondLength];
    }

    /// <summary>Empty sums of the rows that other statistics load, with weights of their own; every component has second moments of its own.</summary>
    /// <param name="loader">Those.</param>
    public GaussianStatistics(GaussianStatistics loader)
    {
        this.loader = loader;
        kernel = loader.kernel;
        sums = loader.sums.Apart();
        scatter = new double[sums.SecondLength];
    }

    /// <summary>What the second moments are.</summary>
    public SecondMoments SecondMoments => sums.Kind;

    /// <summary>The numbers of one component's second moments.</summary>
    public int SecondLength => scatter.Length;

    /// <inheritdoc/>
    public int Length => sums.Values.Length;

    /// <summary>Σᵢ rᵢₖ, K numbers: the numerators of eq. 16, the denominators of eqs. 17 and 18.</summary>
    public ReadOnlySpan<double> Counts => sums.Values[..sums.Components];

    /// <summary>Σᵢ rᵢₖ (xᵢ − μₖ), D numbers: the numerator of eq. 17, about the current mean.</summary>
    public ReadOnlySpan<double> Shift(int component) => sums.First(component);

    /// <summary>The second moments of a component about μₖ (a lower triangle row by row, D squares, or their sum), or the pooled ones
    /// where the structure has one covariance: the numerators of eq. 18, about the current means. Valid until the next call.</summary>
    public ReadOnlySpan<double> Scatter(int component)
    {
        sums.CopySecond(component, scatter);
        return scatter;
    }

    /// <summary>The rows loaded last that lack values; null if none does.</summary>
    public GapRows? Gaps => loader is not null ? loader.Gaps : hasGaps ? gaps : null;

    /// <summary>Loads rows and writes their log joint densities; the sums are not touched. A row that lacks values (NaN) has the density of what is observed of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LogJoint(GaussianParameters parameters, RowBlock rows, ComponentBlock destination)
    {
        // the kernel looks for what is not finite as it loads: blocks without gaps pay for nothing
        kernel.Load(rows.Values, rows.Count);
        hasGaps = kernel.HasNonFinite && (gaps ??= new GapRows(parameters, kernel.Prunes)).Patterns.Find(rows);
        if (!hasGaps)
        {
            kernel.LogJoint(parameters.Packed, destination.Values);
            return;
        }

        WriteWithGaps(parameters, rows, destination);
    }

    // apart, so that the way of whole rows stays short
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteWithGaps(GaussianParameters parameters, RowBlock rows, ComponentBlock destination)
    {
        (whole ??= new WholeRows(parameters.Components, parameters.Features, kernel)).LogJoint(parameters.Packed, rows, gaps!.Patterns, destination);
        WriteGaps(parameters, rows, destination);
    }

    /// <summary>Loads rows whose responsibilities are known from elsewhere.</summary>
    public void Load(RowBlock rows)
    {
        kernel.Load(rows.Values, rows.Count);
        hasGaps = false;
    }

    /// <summary>Adds the moments of the rows that <see cref="LogJoint"/> or <see cref="Load"/> loaded.</summary>
    /// <exception cref="InvalidOperationException">The sums are about the means of other parameters.</exception>
    public void Add(GaussianParameters parameters, ComponentBlock responsibilities) => Add(parameters, responsibilities, responsibilities);

    /// <summary>The same where rows count in the moments with weights of their own.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="responsibilities">The weights of the rows in the moments.</param>
    /// <param name="shares">wᵢ rᵢₖ: the weight of what is uncertain of a missing value.</param>
    /// <exception cref="InvalidOperationException">The sums are about the means of other parameters.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(GaussianParameters parameters, ComponentBlock responsibilities, ComponentBlock shares)
    {
        if (centre is not null && !ReferenceEquals(centre, parameters))
        {
            throw new InvalidOperationException("These statistics hold sums about the means of other parameters. Clear them first.");
        }

        centre = parameters;
        if (Gaps is { } lacking)
        {
            (loader ?? this).whole!.Accumulate(parameters.Packed, lacking.Patterns, responsibilities, sums);
            lacking.Add(parameters, responsibilities, shares, sums);
            return;
        }

        kernel.Accumulate(parameters.Packed, responsibilities.Values, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteGaps(GaussianParameters parameters, RowBlock rows, ComponentBlock destination)
    {
        gaps!.Measure(parameters, rows);
        for (int k = 0; k < parameters.Components; k++)
        {
            var run = destination[k];
            for (int r = 0; r < gaps.Count; r++)
            {
                run[gaps.Patterns.RowOf(r)] = gaps.Joint(k, r);
            }
        }
    }

    /// <summary>Adds the moments of rows that all belong to one component.</summary>
    /// <param name="parameters">One component.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="buffer">Room for a block's responsibilities: the rows' weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddAll(GaussianParameters parameters, RowBlock rows, Span<double> buffer)
    {
        buffer.Clear();
        rows.Weights.CopyTo(buffer);
        Load(rows);
        Add(parameters, new ComponentBlock(buffer, 1, rows.Count, kernel.Stride));
    }

    /// <summary>Moves the sums to the means of other parameters.</summary>
    /// <exception cref="InvalidOperationException">The sums are about the means of others than <paramref name="source"/>.</exception>
    public void MoveTo(GaussianParameters source, GaussianParameters target)
    {
        if (centre is not null && !ReferenceEquals(centre, source))
        {
            throw new InvalidOperationException("These statistics hold sums about the means of other parameters. Move them from those.");
        }

        centre = target;
        var shift = new double[target.Features];
        for (int k = 0; k < target.Components; k++)
        {
            TensorPrimitives.Subtract(target.Mean(k), source.Mean(k), shift);
            sums.Move(k, shift);
        }
    }

    /// <summary>Adds rows of so much weight that are as the parameters have them.</summary>
    public void AddAsModelled(GaussianParameters parameters, double weight) => AddAsModelled(parameters, weight, static _ => (1, 1));

    /// <summary>The same of rows that are wider, or count otherwise.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="weight">The rows' weight.</param>
    /// <param name="scaleOf">Of each component: what a row counts in the moments, and that times how much wider than the covariance it is.</param>
    public void AddAsModelled(GaussianParameters parameters, double weight, Func<int, (double Count, double Scale)> scaleOf)
    {
        centre = parameters;
        bool hasTriangles = SecondMoments is SecondMoments.Triangles or SecondMoments.PooledTriangle;
        var covariance = new double[hasTriangles ? parameters.Features * parameters.Features : parameters.Features];
        for (int k = 0; k < parameters.Components; k++)
        {
            if (hasTriangles)
            {
                parameters.Structure.WriteCovariance(parameters, k, covariance);
            }
            else
            {
                parameters.Structure.Storage.WriteVariances(parameters, k, covariance);
            }

            double rows = weight * parameters.Weights[k];
            var (count, scale) = scaleOf(k);
            sums.AddAbout(k, rows * count, rows * scale, covariance);
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        sums.Values.Clear();
        centre = null;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The two are about different means.</exception>
    public void Merge(GaussianStatistics other)
    {
        if (centre is not null && other.centre is not null && !ReferenceEquals(centre, other.centre))
        {
            throw new InvalidOperationException("Statistics about different means cannot be merged. Take them under the same parameters.");
        }

        centre ??= other.centre;
        VectorLoops.Add(other.sums.Values, sums.Values);
    }

    /// <inheritdoc/>
    public void CopyTo(Span<double> destination) => sums.Values.CopyTo(destination);

    /// <inheritdoc/>
    public void CopyFrom(ReadOnlySpan<double> source) => source[..Length].CopyTo(sums.Values);
}
