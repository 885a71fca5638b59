using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Missing;

/// <summary>The rows of a block that lack values, with what every component makes of them: the workspace of one thread, beside the kernel that has the whole rows.</summary>
/// <remarks>Missing values are integrated out (Ghahramani and Jordan 1994): a row has the density of what is observed; the moments take its conditional expectation in the place of what is missing, and
/// Σr times the conditional covariance. The sums are those of whole rows, so M-step, acceleration and rules stay as they are.</remarks>
internal abstract class GapRows(int components, int features)
{
    // of as few features there are no more patterns than can be kept
    private const int FewFeatures = 12;

    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    private double[] distances = [];

    /// <summary>What fits parameters of this shape.</summary>
    public static GapRows For(GaussianParameters shape) => shape.Structure.HasCorrelations && shape.Features <= FewFeatures
        ? new FactoredGaps(shape.Components, shape.Features)
        : new SolvedGaps(shape.Components, shape.Features);

    /// <summary>The rows with gaps.</summary>
    public int Count => Patterns.Rows;

    /// <summary>How they are grouped.</summary>
    public GapPatterns Patterns { get; } = new(features);

    /// <summary>The squared Mahalanobis distance of what is observed of a row; ∞ where the component is left out.</summary>
    public double Distance(int component, int gapRow) => distances[(component * Count) + gapRow];

    /// <summary>½ log|Σ_oo| − ½ log|Σ|.</summary>
    public abstract double LogRoot(int component, int pattern);

    /// <summary>Finds the rows with gaps; false if there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Load(RowBlock block)
    {
        if (!Patterns.Find(block))
        {
            return false;
        }

        distances = Room(distances, Count * components);
        return true;
    }

    /// <summary>Looks at the rows under parameters: distances and determinants.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="block">The block that was loaded; what is needed of it later is copied.</param>
    /// <param name="prunes">Whether a component that is negligible beside another for a row, as a Gaussian, may be left out.</param>
    public abstract void Measure(GaussianParameters parameters, RowBlock block, bool prunes);

    /// <summary>Adds the moments.</summary>
    /// <param name="parameters">Those of <see cref="Measure"/>.</param>
    /// <param name="weights">What a row counts in the moments, component-major over the block.</param>
    /// <param name="shares">What it counts as a row: the weight of its conditional covariance.</param>
    /// <param name="sums">The sums.</param>
    public abstract void Add(GaussianParameters parameters, ComponentBlock weights, ComponentBlock shares, GaussianSums sums);

    /// <summary>What the log joint of a row lacks that of whole rows: −½ log|Σ_oo| − o/2 log 2π instead of those of Σ.</summary>
    public double LogConstant(int component, int pattern) => (Patterns.Missing(pattern).Length * HalfLogTwoPi) - LogRoot(component, pattern);

    /// <summary>Where <see cref="Distance"/> is kept: a run of <see cref="Count"/> numbers a component.</summary>
    protected double[] Distances => distances;

    /// <summary>A buffer of at least so many numbers, with room to grow.</summary>
    protected static double[] Room(double[] buffer, int length) => buffer.Length < length ? new double[length + (length / 2)] : buffer;
}
