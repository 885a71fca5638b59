using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>The rows of a block that lack the same values: they go through a kernel of the observed features, and what that sums is completed afterwards, once for all of them.</summary>
/// <remarks>With G the matrix that takes x_o − μ_o to E[x_h|x_o] − μ_h, the completed deviation is [I; G](x_o − μ_o), so that its moments are those of the observed part, multiplied by [I; G] from both sides,
/// and Σr times the conditional covariance.</remarks>
internal sealed class PatternRows
{
    private readonly int observedCount;
    private readonly int components;
    private readonly int features;
    private readonly bool isDensity;
    private readonly PackedGaussians packed;
    private readonly GaussianKernel kernel;
    private readonly GaussianSums own;
    private readonly AlignedBuffer block;
    private readonly GapCompletion[] completions;
    private readonly double[] logRoots;
    private GaussianSums? apart;
    private int[] missing = [];
    private int[] observed = [];
    private double[] values = [];
    private long generation = -1;

    /// <param name="shape">Parameters of the shape.</param>
    /// <param name="observedCount">The number of features observed, at least one.</param>
    /// <param name="isDensity">Whether joint log densities are wanted, or −δ/2 alone.</param>
    public PatternRows(GaussianParameters shape, int observedCount, bool isDensity)
    {
        this.observedCount = observedCount;
        this.isDensity = isDensity;
        components = shape.Components;
        features = shape.Features;
        packed = shape.Structure.CreatePacked(components, observedCount);
        kernel = packed.CreateKernel();
        kernel.Prunes = isDensity;
        own = packed.CreateSums();
        block = new AlignedBuffer(components * kernel.Stride);
        completions = new GapCompletion[shape.Structure.IsShared ? 1 : components];
        logRoots = new double[components];
    }

    /// <summary>Takes up a pattern under parameters; nothing is done if it is the one it had.</summary>
    public void Take(GaussianParameters parameters, ReadOnlySpan<int> pattern)
    {
        if (generation == parameters.Generation && pattern.SequenceEqual(missing))
        {
            return;
        }

        generation = parameters.Generation;
        missing = pattern.ToArray();
        observed = [.. Enumerable.Range(0, features).Except(missing)];
        for (int k = 0; k < completions.Length; k++)
        {
            completions[k] = new GapCompletion(parameters, k, missing, observed);
        }

        var mean = new double[observedCount];
        for (int k = 0; k < components; k++)
        {
            var completion = completions[k % completions.Length];
            logRoots[k] = completion.LogRoot;
            Pick(parameters.Mean(k), mean);
            packed.SetComponent(k, mean, completion.Factor, isDensity ? parameters.Offsets[k] + (0.5 * missing.Length * Math.Log(2 * Math.PI)) - completion.LogRoot : 0);
        }

        packed.Complete();
    }

    /// <summary>Writes ½ log|Σ_oo| − ½ log|Σ| of every component.</summary>
    public void CopyRoots(Span<double> destination, int stride)
    {
        for (int k = 0; k < components; k++)
        {
            destination[k * stride] = logRoots[k];
        }
    }

    /// <summary>Writes the log joint densities of the pattern's rows, or −δ/2.</summary>
    /// <param name="rows">The rows, D values each.</param>
    /// <param name="joint">Receives them, a run of all rows with gaps a component, from the first of these on.</param>
    /// <param name="stride">The length of a run.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(ReadOnlySpan<double> rows, Span<double> joint, int stride)
    {
        int all = Gather(rows);
        for (int first = 0; first < all; first += kernel.BlockRows)
        {
            int count = Math.Min(kernel.BlockRows, all - first);
            kernel.Load(values.AsSpan(first * observedCount), count);
            kernel.LogJoint(packed, block.Span);
            for (int k = 0; k < components; k++)
            {
                block.Span.Slice(k * kernel.Stride, count).CopyTo(joint[((k * stride) + first)..]);
            }
        }
    }

    /// <summary>Adds the moments of the pattern's rows.</summary>
    /// <param name="rows">The rows, D values each.</param>
    /// <param name="patterns">Its rows with gaps.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="weights">What a row counts in the moments.</param>
    /// <param name="shares">What it counts as a row.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<double> rows, GapPatterns patterns, int pattern, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        // a pattern by itself in the block was the last thing measured
        bool isAlone = patterns.Count == 1;
        int all = isAlone ? rows.Length / features : Gather(rows);
        var taken = sums.Kind == own.Kind ? own : apart ??= own.Apart();
        taken.Values.Clear();
        int start = patterns.Start(pattern);
        for (int first = 0; first < all; first += kernel.BlockRows)
        {
            int count = Math.Min(kernel.BlockRows, all - first);
            if (!isAlone || count < all)
            {
                kernel.Load(values.AsSpan(first * observedCount), count);
            }

            for (int k = 0; k < components; k++)
            {
                var to = block.Span.Slice(k * kernel.Stride, kernel.Stride);
                to.Clear();
                Pick(weights[k], patterns, start + first, to[..count]);
            }

            kernel.Accumulate(packed, block.Span, taken);
        }

        Expand(taken, patterns, start, start + all, shares, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Expand(GaussianSums taken, GapPatterns patterns, int start, int end, ComponentBlock shares, GaussianSums sums)
    {
        double all = 0;
        bool isPooled = completions.Length == 1 && taken == own;
        for (int k = 0; k < components; k++)
        {
            double share = 0;
            var run = shares[k];
            for (int r = start; r < end; r++)
            {
                share += run[patterns.RowOf(r)];
            }

            all += share;
            if (taken.Count(k) > 0)
            {
                sums.CountAt(k) += taken.Count(k);
                completions[k % completions.Length].AddFirst(taken, sums, k);
                if (!isPooled)
                {
                    completions[k % completions.Length].AddSecond(taken, sums, k, share);
                }
            }
        }

        if (isPooled && all > 0)
        {
            completions[0].AddSecond(taken, sums, 0, all);
        }
    }

    // the observed values; how many rows there are
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Gather(ReadOnlySpan<double> rows)
    {
        int count = rows.Length / features;
        values = GapRows.Room(values, count * observedCount);
        for (int r = 0; r < count; r++)
        {
            Pick(rows.Slice(r * features, features), values.AsSpan(r * observedCount, observedCount));
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pick(ReadOnlySpan<double> from, Span<double> to)
    {
        for (int a = 0; a < to.Length; a++)
        {
            to[a] = from[observed[a]];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pick(ReadOnlySpan<double> from, GapPatterns patterns, int first, Span<double> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = from[patterns.RowOf(first + i)];
        }
    }
}
