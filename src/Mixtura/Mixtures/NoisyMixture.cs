using Mixtura.Data;
using Mixtura.Mixtures.Noise;

namespace Mixtura.Mixtures;

/// <summary>A mixture of any kind with noise beside its components: p(x) = π₀/V + Σₖ πₖ fₖ(x). Immutable and thread-safe.</summary>
/// <remarks><see cref="Mixture.Weights"/> and the noise's weight sum to 1, and so do a row's responsibilities and its share of the noise: what they are short of 1 is that share.
/// Rows that are most probably noise are predicted as <see cref="NoiseLabel"/>.</remarks>
/// <example>
/// <code>
/// var kind = GaussianMixture.Kind().WithNoise();
/// var fit = kind.Fit(rows, components: 3);
/// UniformNoise? noise = fit.Model.Noise;
/// </code>
/// </example>
public sealed class NoisyMixture : Mixture
{
    /// <summary>What rows of the noise are labelled, in predictions and draws.</summary>
    public const int NoiseLabel = -1;

    // how far sums may be off 1
    private const double SumTolerance = 1e-6;

    private readonly UniformNoise noise;

    private NoisyMixture(Mixture components, double[] weights, UniformNoise noise)
        : base(components.FeatureNames)
    {
        this.noise = noise;
        WithoutNoise = components;
        Weights = weights;
        Core = new NoisyCore(components, noise, weights);
    }

    /// <inheritdoc/>
    public override UniformNoise Noise => noise;

    /// <inheritdoc/>
    public override Mixture WithoutNoise { get; }

    /// <inheritdoc/>
    public override int Features => WithoutNoise.Features;

    /// <inheritdoc/>
    public override string Family => WithoutNoise.Family;

    /// <summary>The weights πₖ, K numbers that sum to 1 − π₀.</summary>
    public override RealVector Weights { get; }

    /// <inheritdoc/>
    internal override ComponentKind KindOfComponents => new NoisyKind(WithoutNoise.KindOfComponents, noise.LogVolume);

    /// <inheritdoc/>
    internal override IMixtureCore Core { get; }

    /// <summary>Noise beside the components of a mixture.</summary>
    /// <param name="components">The mixture of the components alone.</param>
    /// <param name="weight">π₀, 0 ≤ π₀ &lt; 1.</param>
    /// <param name="lower">The smallest value of every feature, D finite numbers.</param>
    /// <param name="upper">The largest.</param>
    /// <param name="volume">V; null for that of the box.</param>
    /// <exception cref="InputException">The weight is none, a bound is not finite or below the other, or the volume is not positive.</exception>
    public static NoisyMixture Of(Mixture components, double weight, IReadOnlyList<double> lower, IReadOnlyList<double> upper, double? volume = null)
    {
        ArgumentNullException.ThrowIfNull(components);
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        bool[] whole = WholeOf(components);
        double box = lower.Zip(upper).Select((side, j) => Math.Log(UniformNoise.Width(side.First, side.Second, j < whole.Length && whole[j]))).Sum();
        return Of(components, [.. components.Weights.ToArray().Select(own => (1 - weight) * own)], weight, volume is { } given ? Math.Log(given) : box, [.. lower], [.. upper]);
    }

    /// <summary>The same from weights that sum to 1 − π₀, of which the mixture's own are made.</summary>
    internal static NoisyMixture Of(Mixture components, double[] weights, double weight, double logVolume, double[] lower, double[] upper)
    {
        if (!(weight >= 0 && weight < 1))
        {
            throw new InputException(FormattableString.Invariant($"The weight of the noise is {weight}. Give a number of at least 0 and below 1."));
        }

        if (!(Math.Abs(weights.Sum() + weight - 1) <= SumTolerance))
        {
            throw new InputException(FormattableString.Invariant($"The weights and that of the noise sum to {weights.Sum() + weight}. They must sum to 1."));
        }

        CheckBox(components, logVolume, lower, upper);
        return new NoisyMixture(Settled(components, weights), weights, new UniformNoise(weight, logVolume, lower, upper, WholeOf(components)));
    }

    private protected override Mixture PartOf(int[] features, string[] names) => new NoisyMixture(WithoutNoise.Marginal(features), Weights.ToArray(), noise.Over(features));

    private protected override RealVector DrawnWeights => (double[])[noise.Weight, .. Weights];

    // the noise's weight is the first
    private protected override int DrawnLabel(int place) => place == 0 ? NoiseLabel : place - 1;

    // the same bits as from a file, which has the weights beside the noise
    private static Mixture Settled(Mixture components, double[] weights)
    {
        double sum = weights.Sum();
        var arrays = components.ParameterArrays.ToDictionary(static array => array.Name, StringComparer.Ordinal);
        arrays["weights"] = new ParameterArray("weights", Array.ConvertAll(weights, weight => weight / sum), weights.Length);
        return components.KindOfComponents.Create(arrays, components.FeatureNames);
    }

    private static bool[] WholeOf(Mixture components) => [.. Enumerable.Range(0, components.Features).Select(components.IsDiscrete)];

    private static void CheckBox(Mixture components, double logVolume, double[] lower, double[] upper)
    {
        if (lower.Length != components.Features || upper.Length != components.Features)
        {
            throw new InputException($"The box of the noise has {lower.Length} lower and {upper.Length} upper bounds for {Counted.Of(components.Features, "feature")}. Give one each.");
        }

        for (int j = 0; j < lower.Length; j++)
        {
            if (!(lower[j] <= upper[j]) || !double.IsFinite(lower[j]) || !double.IsFinite(upper[j]))
            {
                throw new InputException(FormattableString.Invariant($"The box of the noise goes from {lower[j]} to {upper[j]} along {components.FeatureName(j)}. Give finite bounds, the lower one first."));
            }
        }

        if (!double.IsFinite(logVolume))
        {
            throw new InputException(FormattableString.Invariant($"The volume of the noise is {Math.Exp(logVolume)}. Give a positive number."));
        }
    }
}
