using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>
/// A kind of component, whole: beside the E-step and the M-step what starts, search, selection, storage and report need to know of it. All of
/// those are written once, over this.
/// </summary>
/// <remarks>An instance holds what is asked for (a covariance structure, whether a parameter is estimated), never anything of a model or of data, and is
/// used by one search at a time.</remarks>
/// <typeparam name="TModel">The parameters θ, immutable once returned.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
public interface IComponentFamily<TModel, TStatistics> : IMixtureFamily<TModel, TStatistics>, IVectorModel<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>What it is called in files and on the command line, such as <c>student-t</c>.</summary>
    string Name { get; }

    /// <summary>The same for another worker or another fit beside it; itself where it keeps nothing between calls.</summary>
    IComponentFamily<TModel, TStatistics> ForWorker() => this;

    /// <summary>The number of features D.</summary>
    int FeatureCount(TModel model);

    /// <summary>The weights πₖ (eq. 16), K numbers that sum to 1.</summary>
    ReadOnlySpan<double> WeightsOf(TModel model);

    /// <summary>What keeps the family from describing a row (such as a count of −1), as the end of a sentence about the value, with the remedy; null for nothing.</summary>
    /// <param name="row">D finite numbers.</param>
    /// <param name="feature">The feature that it is about.</param>
    string? FindFault(ReadOnlySpan<double> row, out int feature)
    {
        feature = -1;
        return null;
    }

    /// <summary>A mixture of K equal components of equal weight, each describing all rows: what the sums of a start are taken about.</summary>
    /// <param name="summary">The data's moments.</param>
    /// <param name="components">K.</param>
    TModel Pooled(DataSummary summary, int components);

    /// <summary>A mixture put together from components of others, in this order. What components share (a covariance, say) becomes their average.</summary>
    /// <param name="parts">The components; their weights sum to 1.</param>
    TModel Compose(IReadOnlyList<ComponentOf<TModel>> parts);

    /// <summary>The distribution of some of the features: the same weights, the components' own marginal distributions.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="features">The features to keep, counted from 0, in the order wanted.</param>
    TModel Marginal(TModel model, ReadOnlySpan<int> features);

    /// <summary>Whether a feature takes whole numbers only, so that its distribution is drawn as bars.</summary>
    bool IsDiscrete(TModel model, int feature) => false;

    /// <summary>Whether components have heavy tails, so that rows far out have little say in what a component is.</summary>
    bool HasHeavyTails => false;

    /// <summary>The name of the prior on the parameters, which <see cref="ILatentVariableModel{TModel, TStatistics}.ObjectiveTerm"/> adds to the log-likelihood; null for maximum likelihood.</summary>
    string? PriorName => null;

    /// <summary>The names of a feature's levels, where the numbers 0, 1 … of rows are but places in this list; empty where they are numbers.</summary>
    IReadOnlyList<string> LevelsOf(TModel model, int feature) => [];

    /// <summary>The probabilities of a feature's levels under one component.</summary>
    void WriteLevelProbabilities(TModel model, int component, int feature, Span<double> probabilities)
    {
    }

    /// <summary>The mean and the standard deviation of every feature under one component (NaN or +∞ where there is none).</summary>
    void WriteMoments(TModel model, int component, Span<double> means, Span<double> deviations);

    /// <summary>The correlation of two features under one component; 0 where they are independent.</summary>
    double Correlation(TModel model, int component, int first, int second) => first == second ? 1 : 0;

    /// <summary>Draws a row from one component.</summary>
    void Sample(TModel model, int component, RandomSource random, Span<double> row);

    /// <summary>What a mixture expects of missing values, for one thread; by default features are independent within a component.</summary>
    IGapCompletion CompletionOf(TModel model) => new IndependentCompletion<TModel, TStatistics>(this, model);

    /// <summary>The sums of rows of so much weight that are as the model has them: their M-step is the model. On-line EM goes on from a model with these; by default they are
    /// taken of rows that are drawn, and the M-step is the model to within the error of drawing.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="weight">Σᵢ wᵢ of the rows.</param>
    /// <param name="statistics">Empty sums, which are filled.</param>
    void Restore(TModel model, double weight, TStatistics statistics) => DrawnSums.Fill(this, model, weight, statistics);

    /// <summary>All parameters by name, those of the components with K as first length; <c>weights</c> among them.</summary>
    IReadOnlyList<ParameterArray> Describe(TModel model);

    /// <summary>The mixture of these parameters, which <see cref="Describe"/> or a person wrote.</summary>
    /// <param name="parameters">By name.</param>
    /// <exception cref="InputException">One is missing or cannot be: the message names it, the value found and the remedy.</exception>
    TModel Create(IReadOnlyDictionary<string, ParameterArray> parameters);
}
