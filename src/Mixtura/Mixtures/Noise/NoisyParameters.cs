namespace Mixtura.Mixtures.Noise;

/// <summary>θ of a mixture with noise. Immutable.</summary>
/// <param name="Components">The mixture of the components alone; its weights sum to 1.</param>
/// <param name="Noise">The noise, whose weight is its share of all.</param>
internal sealed record NoisyParameters<TModel>(TModel Components, UniformNoise Noise)
    where TModel : class;
