using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Mixtures of Gaussians by maximum likelihood: eqs. 2–4 and the M-step of eqs. 16–18.</summary>
/// <param name="regularization">Added to every variance in the M-step; 0 for pure maximum likelihood.</param>
/// <param name="guard">What is degenerate; null to go on as long as the numbers allow.</param>
/// <param name="featureNames">For messages.</param>
internal sealed class GaussianFamily(double regularization, DegeneracyRules? guard, IReadOnlyList<string> featureNames)
    : IMixtureFamily<GaussianParameters, GaussianStatistics>
{
    private readonly Stack<GaussianParameters> spare = new();
    private double[] shifts = [];

    public int BlockRows(GaussianParameters model) => model.Packed.BlockRows;

    public int ComponentCount(GaussianParameters model) => model.Components;

    public GaussianStatistics CreateStatistics(GaussianParameters model) => new(model.Packed);

    public void LogJoint(GaussianParameters model, RowBlock rows, GaussianStatistics statistics, ComponentBlock destination) =>
        statistics.LogJoint(model, rows, destination);

    public void Accumulate(GaussianParameters model, RowBlock rows, ComponentBlock responsibilities, GaussianStatistics statistics) =>
        statistics.Add(model, responsibilities);

    /// <summary>The M-step, eqs. 16–18, from moments about the current means: μ_new = μ + δ with δ = Σ r(x − μ) / Σ r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public GaussianParameters Maximize(GaussianParameters current, GaussianStatistics statistics)
    {
        var next = Rent(current);
        var counts = statistics.Counts;
        counts.CopyTo(next.KeepCounts());
        double total = TensorPrimitives.Sum(counts);
        for (int k = 0; k < next.Components; k++)
        {
            next.Weights[k] = counts[k] / total;                                        // eq. 16
            for (int j = 0; j < next.Features; j++)
            {
                int i = (k * next.Features) + j;
                shifts[i] = statistics.Shift(k)[j] / counts[k];
                next.Means[i] = current.Means[i] + shifts[i];                           // eq. 17
            }
        }

        next.Structure.Maximize(statistics, shifts, regularization, next);              // eq. 18
        next.Prepare();
        return next;
    }

    public string? FindDegeneracy(GaussianParameters model) =>
        guard is { } rules ? rules.Find(model) : DegeneracyRules.FindSingular(model, featureNames);

    public int ParameterCount(GaussianParameters model) =>
        (model.Components * model.Features) + (model.Components - 1) + model.Structure.ParameterCount(model.Components, model.Features);

    public void Release(GaussianParameters model) => spare.Push(model);

    private GaussianParameters Rent(GaussianParameters like)
    {
        if (shifts.Length != like.Means.Length)
        {
            shifts = new double[like.Means.Length];
        }

        return spare.TryPop(out var parameters) ? parameters : new GaussianParameters(like.Structure, like.Components, like.Features);
    }
}
