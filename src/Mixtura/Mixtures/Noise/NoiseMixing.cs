using System.Runtime.CompilerServices;
using Mixtura.Data;

namespace Mixtura.Mixtures.Noise;

/// <summary>The E-step of noise beside a mixture: from the mixture's own posterior and log density to those with noise.</summary>
/// <remarks>p(x) = π₀ u(x) + (1 − π₀) m(x): a row is noise with n = π₀ u/p, and a component's with (1 − n) times what it has in the mixture m by itself (eq. 6).</remarks>
internal static class NoiseMixing
{
    /// <summary>Mixes a block.</summary>
    /// <param name="noise">The noise.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="responsibilities">wᵢ · rᵢₖ within the mixture; those beside the noise afterwards.</param>
    /// <param name="logDensities">log m(xᵢ).</param>
    /// <param name="shares">Receives wᵢ · nᵢ, one a row.</param>
    /// <param name="mixed">Receives log p(xᵢ), one a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(
        UniformNoise noise, RowBlock rows, ComponentBlock responsibilities, ReadOnlySpan<double> logDensities, Span<double> shares, Span<double> mixed)
    {
        double logNoise = Math.Log(noise.Weight);
        double logRest = Math.Log(1 - noise.Weight);
        bool hasGaps = RowGaps.AnyIn(rows.Values);
        for (int i = 0; i < rows.Count; i++)
        {
            double own = logRest + logDensities[i];
            double uniform = logNoise + (hasGaps ? noise.LogDensity(rows[i]) : -noise.LogVolume);
            double largest = Math.Max(own, uniform);
            mixed[i] = double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(Math.Exp(own - largest) + Math.Exp(uniform - largest));
            double kept = double.IsNegativeInfinity(own) ? 0 : Math.Exp(own - mixed[i]);
            shares[i] = double.IsNegativeInfinity(uniform) ? 0 : rows.Weights[i] * Math.Exp(uniform - mixed[i]);
            for (int k = 0; k < responsibilities.Components; k++)
            {
                // a row that no component reaches has no responsibilities to keep
                ref double value = ref responsibilities[k][i];
                value = kept == 0 ? 0 : value * kept;
            }
        }
    }
}
