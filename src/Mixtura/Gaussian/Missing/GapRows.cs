using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Missing;

/// <summary>The rows of a block that lack values, with what every component makes of them: the workspace of one thread, beside the kernel that has the whole rows.</summary>
/// <remarks>Missing values are integrated out (Ghahramani and Jordan 1994): a row has the density of what is observed; the moments take its conditional expectation in the place of what is missing, and
/// Σr times the conditional covariance. The sums are those of whole rows, so M-step, acceleration and rules stay as they are. Rows of one pattern go through a kernel of the observed features
/// (<see cref="PatternRows"/>) where they are many in the block, else each solves for what it lacks (<see cref="SingleRows"/>).</remarks>
/// <param name="shape">Parameters of the shape in question.</param>
/// <param name="isDensity">Whether joint log densities are wanted, or −δ/2 alone, whatever the weights.</param>
internal sealed class GapRows(GaussianParameters shape, bool isDensity)
{
    // from so many rows on a kernel is worth its making
    private const int Many = 16;

    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    private readonly int components = shape.Components;
    private readonly PatternRows?[] ofObserved = new PatternRows?[shape.Features];
    private readonly SingleRows singles = new(shape.Components, shape.Features);
    private double[] values = [];
    private double[] joint = [];
    private double[] logRoots = [];

    /// <summary>The rows with gaps.</summary>
    public int Count => Patterns.Rows;

    /// <summary>How they are grouped.</summary>
    public GapPatterns Patterns { get; } = new(shape.Features);

    /// <summary>The log joint density of a row: log πₖ − o/2 log 2π − ½ log|Σ_oo| − ½δ; or −½δ, where that is wanted.</summary>
    public double Joint(int component, int gapRow) => joint[(component * Count) + gapRow];

    /// <summary>½ log|Σ_oo| − ½ log|Σ|.</summary>
    public double LogRoot(int component, int pattern) => logRoots[(component * Patterns.Count) + pattern];

    /// <summary>Looks at the rows under parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="block">The block in which <see cref="Patterns"/> were found; what is needed of it later is copied.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(GaussianParameters parameters, RowBlock block)
    {
        values = Room(values, Count * shape.Features);
        for (int r = 0; r < Count; r++)
        {
            block[Patterns.RowOf(r)].CopyTo(values.AsSpan(r * shape.Features));
        }

        joint = Room(joint, Count * components);
        logRoots = Room(logRoots, Patterns.Count * components);
        singles.Begin(parameters, values);
        for (int p = 0; p < Patterns.Count; p++)
        {
            var roots = logRoots.AsSpan(p);
            if (IsMany(p))
            {
                var pattern = Of(parameters, p);
                pattern.CopyRoots(roots, Patterns.Count);
                pattern.Measure(RowsOf(p), joint.AsSpan(Patterns.Start(p)), Count);
                continue;
            }

            int h = Patterns.MissingCount(p);
            singles.Measure(parameters, Patterns, p, joint, Count, roots, Patterns.Count);
            for (int k = 0; isDensity && k < components; k++)
            {
                double constant = parameters.Offsets[k] + (h * HalfLogTwoPi) - LogRoot(k, p);
                foreach (ref double value in joint.AsSpan((k * Count) + Patterns.Start(p), Patterns.Start(p + 1) - Patterns.Start(p)))
                {
                    value += constant;
                }
            }
        }
    }

    /// <summary>Adds the moments.</summary>
    /// <param name="parameters">Those of <see cref="Measure"/>.</param>
    /// <param name="weights">What a row counts in the moments, component-major over the block.</param>
    /// <param name="shares">What it counts as a row: the weight of its conditional covariance.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(GaussianParameters parameters, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        singles.Rewind();
        for (int p = 0; p < Patterns.Count; p++)
        {
            if (IsMany(p))
            {
                Of(parameters, p).Add(RowsOf(p), Patterns, p, weights, shares, sums);
            }
            else
            {
                singles.Add(parameters, Patterns, p, weights, shares, sums);
            }
        }
    }

    private ReadOnlySpan<double> RowsOf(int pattern) =>
        values.AsSpan(Patterns.Start(pattern) * shape.Features, (Patterns.Start(pattern + 1) - Patterns.Start(pattern)) * shape.Features);

    private bool IsMany(int pattern) =>
        Patterns.Start(pattern + 1) - Patterns.Start(pattern) >= Many && Patterns.MissingCount(pattern) < shape.Features;

    private PatternRows Of(GaussianParameters parameters, int pattern)
    {
        int observed = shape.Features - Patterns.MissingCount(pattern);
        var rows = ofObserved[observed] ??= new PatternRows(shape, observed, isDensity);
        rows.Take(parameters, Patterns.Missing(pattern));
        return rows;
    }

    /// <summary>A buffer of at least so many numbers, with room to grow.</summary>
    public static double[] Room(double[] buffer, int length) => buffer.Length < length ? new double[length + (length / 2)] : buffer;
}
