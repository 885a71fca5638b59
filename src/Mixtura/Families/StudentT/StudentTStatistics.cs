using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>Expected sufficient statistics of a mixture of Student-t components: Σ r, Σ r (ln u − u + 1), and the moments about the current locations with r·u as weights:
/// Σ r u, Σ r u (x − μₖ) and the second ones that the structure needs; with the kernel that fills them.</summary>
/// <param name="shape">Parameters of the shape in question.</param>
internal sealed class StudentTStatistics(GaussianParameters shape) : ScaleMixtureStatistics<StudentTParameters, PartialTail>(shape), IStatistics<StudentTStatistics>
{
    /// <summary>Σᵢ rᵢₖ (ln uᵢₖ − uᵢₖ + 1), K numbers: what the equation for ν needs, each term of which is small where ν is large.</summary>
    public double[] Tails { get; } = new double[shape.Components];

    /// <inheritdoc/>
    public int Length => Moments.Length + Counts.Length + Tails.Length;

    /// <summary>Moves the sums to other locations, and to other degrees of freedom what the equation for ν compares with those of the E-step.</summary>
    public override void MoveTo(StudentTParameters source, StudentTParameters target)
    {
        Moments.MoveTo(source.Gaussians, target.Gaussians);
        for (int k = 0; k < Counts.Length; k++)
        {
            Tails[k] += Counts[k] * (ExcessOf(target, k) - ExcessOf(source, k));
        }
    }

    /// <summary>Adds rows of so much weight that are as the parameters have them: E[u] = 1, E[r u zzᵀ] is the scale matrix, and the equation for ν has ν for its root.</summary>
    public override void AddAsModelled(StudentTParameters parameters, double weight)
    {
        Moments.AddAsModelled(parameters.Gaussians, weight);
        for (int k = 0; k < Counts.Length; k++)
        {
            double count = weight * parameters.Gaussians.Weights[k];
            Counts[k] += count;
            Tails[k] += count * (ExcessOf(parameters, k) - DigammaExcess.Of(0.5 * parameters.DegreesOfFreedom[k]));
        }
    }

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

    /// <inheritdoc/>
    protected override void Density(StudentTParameters parameters, int component, Span<double> joint, Span<double> precisions, Span<double> beside)
    {
        double nu = parameters.DegreesOfFreedom[component];
        double offset = parameters.Offsets[component];
        if (Lanes.AreWide)
        {
            Wide.StudentTKernel.Density(joint, precisions, beside, nu, parameters.Features, offset);
        }
        else
        {
            StudentTKernel.Density(joint, precisions, beside, nu, parameters.Features, offset);
        }
    }

    /// <inheritdoc/>
    protected override PartialTail PartialOf(StudentTParameters parameters, int component, int observed, double logRoot) => new(parameters, component, observed, logRoot);

    /// <inheritdoc/>
    protected override void Weigh(int component, ReadOnlySpan<double> responsibilities, ReadOnlySpan<double> precisions, ReadOnlySpan<double> beside, Span<double> weighted)
    {
        var (count, tail) = Lanes.AreWide
            ? Wide.StudentTKernel.Weigh(responsibilities, precisions, beside, weighted)
            : StudentTKernel.Weigh(responsibilities, precisions, beside, weighted);
        Counts[component] += count;
        Tails[component] += tail;
    }

    private static double ExcessOf(StudentTParameters parameters, int component) => DigammaExcess.Of(0.5 * (parameters.DegreesOfFreedom[component] + parameters.Features));
}
