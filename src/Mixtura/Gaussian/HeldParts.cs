using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Parts of Gaussians, or of Gaussians with tails, that stay as they are in the start while the M-step maximizes over the others.</summary>
/// <remarks>Each is a maximum of the same expected log-likelihood with fewer free parameters. Weights: Σₖ Nₖ log πₖ over the free ones, which sum to what the others leave. Means: the covariance is then the second moment about the mean
/// that stays. Covariances: the mean does not depend on them.</remarks>
internal sealed class HeldParts
{
    // a component without rows takes what the others may not
    private const double LeastShare = 1e-300;

    private readonly FixedParts parts;
    private readonly GaussianParameters start;
    private readonly bool[] weights;
    private readonly bool[] means;
    private readonly bool[] covariances;

    private HeldParts(FixedParts parts, GaussianParameters start)
    {
        this.parts = parts;
        this.start = start;
        weights = Of(parts.Weights, start.Components);
        means = Of(parts.Means, start.Components);
        covariances = Of(parts.Covariances, start.Components);
    }

    /// <summary>What is to stay of a start; null for nothing.</summary>
    /// <param name="parts">What was asked for.</param>
    /// <param name="start">The start.</param>
    /// <param name="hasFreedom">Whether components have degrees of freedom.</param>
    /// <exception cref="InputException">A component is none, or a covariance is not a component's own.</exception>
    public static HeldParts? Of(FixedParts? parts, GaussianParameters start, bool hasFreedom)
    {
        if (parts is null)
        {
            return null;
        }

        parts.Check(start.Weights);
        if (parts.DegreesOfFreedom.Count > 0 && !hasFreedom)
        {
            throw new InputException("Degrees of freedom are to stay fixed, and Gaussian components have none. Leave them out, or start from a student-t mixture.");
        }

        int count = parts.Covariances.Distinct().Count();
        bool isOwn = start.Structure == CovarianceStructure.Full || start.Structure == CovarianceStructure.Diagonal || start.Structure == CovarianceStructure.Spherical;
        return count == 0 || isOwn || (count == start.Components && start.Structure == CovarianceStructure.Tied)
            ? new HeldParts(parts, start)
            : throw new InputException($"Covariances are to stay fixed, and those of the structure {start.Structure} have parts in common. Start from a full, diagonal or spherical mixture{(start.Structure == CovarianceStructure.Tied ? ", or fix those of all components" : string.Empty)}.");
    }

    /// <summary>The parameters that are not free.</summary>
    public int Count => (weights.Contains(false) ? weights.Count(static held => held) : weights.Length - 1) + (means.Count(static held => held) * start.Features)
        + (covariances.Contains(true) ? start.Structure.ParameterCount(start.Components, start.Features) * covariances.Count(static held => held) / start.Components : 0) + parts.DegreesOfFreedom.Distinct().Count();

    /// <summary>Whether a component's mean stays.</summary>
    public bool HoldsMean(int component) => means[component];

    /// <summary>Puts the weights that stay in their places; the others share what is left as they would share all, within their bounds.</summary>
    public void HoldWeights(Span<double> next)
    {
        double left = 1, free = 0;
        for (int k = 0; k < next.Length; k++)
        {
            left -= weights[k] ? start.Weights[k] : 0;
            free += weights[k] ? 0 : next[k];
        }

        double scale = parts.HasBounds ? ScaleWithin(next, left) : 0;
        for (int k = 0; k < next.Length; k++)
        {
            next[k] = weights[k] ? start.Weights[k] : parts.HasBounds ? Bounded(next[k], scale) : free > 0 ? Math.Max(0, left) * next[k] / free : 0;
        }
    }

    // the s of Σ clamp(s·share) = left: the sum rises with s, straight between the places where a share leaves one bound or reaches the other
    private double ScaleWithin(ReadOnlySpan<double> next, double left)
    {
        double[] shares = [.. next.ToArray().Where((_, k) => !weights[k]).Select(static share => Math.Max(share, LeastShare))];
        double[] leaving = Array.ConvertAll(shares, share => parts.LeastWeight / share);
        double[] reaching = Array.ConvertAll(shares, share => parts.MostWeight / share);
        double from = leaving.Concat(reaching).Where(scale => shares.Sum(share => Bounded(share, scale)) <= left).DefaultIfEmpty(0).Max();
        double slope = shares.Where((_, i) => leaving[i] <= from && from < reaching[i]).Sum();
        return slope > 0 ? from + ((left - shares.Sum(share => Bounded(share, from))) / slope) : from;
    }

    private double Bounded(double share, double scale) => Math.Clamp(scale * Math.Max(share, LeastShare), parts.LeastWeight, parts.MostWeight);

    /// <summary>The parameters with the covariances that stay in their places.</summary>
    public GaussianParameters HoldCovariances(GaussianParameters next)
    {
        if (!covariances.Contains(true))
        {
            return next;
        }

        int length = next.Structure.FormLength(next.Features);
        var forms = new double[next.Components * length];
        for (int k = 0; k < next.Components; k++)
        {
            next.Structure.WriteForm(covariances[k] ? start : next, k, forms.AsSpan(k * length, length));
        }

        var held = GaussianParameters.FromForms(next.Structure, next.Features, next.Weights, next.Means, forms);
        next.Counts.CopyTo(held.KeepCounts());
        return held;
    }

    /// <summary>Puts the degrees of freedom that stay in their places.</summary>
    public void HoldFreedom(ReadOnlySpan<double> ofStart, Span<double> next)
    {
        foreach (int component in parts.DegreesOfFreedom)
        {
            next[component] = ofStart[component];
        }
    }

    private static bool[] Of(IReadOnlyList<int> components, int count) => [.. Enumerable.Range(0, count).Select(components.Contains)];
}
