using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>What a model file holds.</summary>
/// <param name="Model">The mixture.</param>
/// <param name="Fit">How it was fitted; null for a model that was written by hand.</param>
public sealed record StoredModel(Mixture Model, FitRecord? Fit);
