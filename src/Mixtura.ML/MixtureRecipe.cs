using Microsoft.ML;
using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.ML.Scoring;

namespace Mixtura.ML;

/// <summary>What a trainer makes of rows.</summary>
/// <typeparam name="TTransformer">What becomes of the fit.</typeparam>
internal sealed record MixtureRecipe<TTransformer>(
    Func<IRowSource, MixtureFit> Fit, Func<string, int, string, IEstimator<ITransformer>> Steps, Func<SavedMixture, ITransformer, MixtureFit, TTransformer> Make)
{
    /// <summary>What becomes of missing cells, in the fit and when rows are scored.</summary>
    public required MissingCells Missing { get; init; }

    /// <summary>The share of the training rows' weight that is to be called unusual; null for no threshold.</summary>
    public double? AnomalyFraction { get; init; }

    /// <summary>Ends the fit.</summary>
    public required CancellationToken CancellationToken { get; init; }
}
