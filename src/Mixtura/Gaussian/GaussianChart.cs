using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Covariances;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>
/// Local coordinates of θ = {πₖ, μₖ, Σₖ} about some θ: r·δlog πₖ, r·L⁻¹δμₖ with r = √πₖ, and those of the covariances (see <see cref="FactorChart"/>).
/// In them EM's step is the gradient wherever components do not overlap, and no unit of the data shows.
/// </summary>
internal sealed class GaussianChart(CovarianceStructure structure, int components, int features)
{
    private const double LargestLogarithm = 3;

    // a component of less weight has no say in how far a step goes
    private const double Negligible = 1e-12;

    private readonly FactorChart factors = new(structure.Storage.HasCorrelations ? features : 0);
    private readonly double[] vector = new double[features];
    private readonly double[] difference = new double[features];
    private readonly int covarianceStart = components * (1 + features);

    /// <summary>K log weights, K×D whitened means, then the covariances.</summary>
    public int Length { get; } = (components * (1 + features)) + structure.Storage.TangentLength(components, features);

    /// <summary>Whether it is for parameters of this shape.</summary>
    public bool Fits(GaussianParameters model) => model.Structure == structure && model.Components == components && model.Features == features;

    /// <summary>The gradient per row; Fisher's identity: that of Q(θ, θ_old) at θ = θ_old.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gradient(GaussianParameters model, GaussianMoments moments, Span<double> gradient)
    {
        for (int k = 0; k < components; k++)
        {
            double r = Math.Sqrt(model.Weights[k]);
            gradient[k] = ((moments.Count(k) / moments.Total) - model.Weights[k]) / r;
            var mean = MeanPart(gradient, k);
            Whitening.Apply(structure.FactorOf(model, k), moments.Shift(k), mean);
            Scale(mean, 1 / (moments.Total * r));
        }

        structure.Gradient(model, moments, factors, gradient[covarianceStart..]);
    }

    /// <summary>Puts the step of the covariances from one model to another in the gradient's place.</summary>
    public void SetCovarianceStep(GaussianParameters from, GaussianParameters to, Span<double> gradient) =>
        structure.Storage.Tangent(from, to.Covariances, factors, gradient[covarianceStart..]);

    /// <summary>The inverse of <see cref="Retract"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Tangent(GaussianParameters from, GaussianParameters to, Span<double> tangent)
    {
        for (int k = 0; k < components; k++)
        {
            double r = Math.Sqrt(from.Weights[k]);
            tangent[k] = r * Math.Log(to.Weights[k] / from.Weights[k]);
            for (int j = 0; j < features; j++)
            {
                difference[j] = to.Mean(k)[j] - from.Mean(k)[j];
            }

            var mean = MeanPart(tangent, k);
            Whitening.Apply(structure.FactorOf(from, k), difference, mean);
            Scale(mean, r);
        }

        structure.Storage.Tangent(from, to.Covariances, factors, tangent[covarianceStart..]);
    }

    /// <summary>Fills <paramref name="next"/> with the parameters at these coordinates, not yet prepared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Retract(GaussianParameters from, ReadOnlySpan<double> tangent, GaussianParameters next)
    {
        double total = 0;
        for (int k = 0; k < components; k++)
        {
            double r = Math.Sqrt(from.Weights[k]);
            total += next.Weights[k] = from.Weights[k] * Math.Exp(Math.Clamp(tangent[k] / r, -LargestLogarithm, LargestLogarithm));
            Whitening.Undo(structure.FactorOf(from, k), tangent.Slice(components + (k * features), features), vector);
            for (int j = 0; j < features; j++)
            {
                next.Mean(k)[j] = from.Mean(k)[j] + (vector[j] / r);
            }
        }

        double rows = 0;
        foreach (double count in from.Counts)
        {
            rows += count;
        }

        var counts = next.KeepCounts();
        for (int k = 0; k < components; k++)
        {
            next.Weights[k] /= total;
            counts[k] = rows * next.Weights[k];
        }

        structure.Storage.Retract(from, tangent[covarianceStart..], factors, next.Covariances);
        structure.Restore(next.Weights, next.Covariances, features);
    }

    /// <summary>max |p| / r over all coordinates: the largest change in units of a component's own weight and spread.</summary>
    public double StepSize(GaussianParameters model, ReadOnlySpan<double> tangent)
    {
        double largest = 0;
        int perComponent = Math.Max(1, (Length - covarianceStart) / components);
        for (int i = 0; i < tangent.Length; i++)
        {
            int k = i < components ? i : i < covarianceStart ? (i - components) / features : Math.Min((i - covarianceStart) / perComponent, components - 1);
            double r = i >= covarianceStart && structure.IsShared ? 1 : Math.Sqrt(model.Weights[k]);
            double size = model.Weights[k] < Negligible ? 0 : Math.Abs(tangent[i]) / r;
            largest = size <= largest ? largest : size;                                 // NaN goes through
        }

        return largest;
    }

    private Span<double> MeanPart(Span<double> tangent, int component) => tangent.Slice(components + (component * features), features);

    private static void Scale(Span<double> values, double factor)
    {
        foreach (ref double value in values)
        {
            value *= factor;
        }
    }
}
