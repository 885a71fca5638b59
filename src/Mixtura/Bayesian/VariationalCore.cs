using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Bayesian;

/// <summary>What scoring, drawing and describing of a variational mixture go through; the parts of its predictive density are found once.</summary>
internal sealed class VariationalCore(VariationalPosterior posterior, VariationalPrior prior, double[] weights) : IMixtureCore
{
    private readonly Lazy<PredictivePart[]> parts = new(() => PredictivePart.Of(posterior, prior));
    private PredictiveDensity[]? densities;

    /// <summary>The weights of the predictive density: E[πₖ], and last what the sticks of a process leave, if they do.</summary>
    public double[] PredictiveWeights => Array.ConvertAll(parts.Value, static part => part.Weight);

    /// <inheritdoc/>
    public bool IntegratesMissing => false;

    /// <inheritdoc/>
    public int ParameterCount => GaussianMixture.Estimation.ParameterCount(posterior.Surrogate);

    /// <inheritdoc/>
    public IReadOnlyList<ParameterArray> Describe()
    {
        int k = weights.Length;
        return
        [
            new("weights", weights, k),
            .. GaussianDescription.Of(posterior.Surrogate).Skip(1),
            new("weightConcentration", posterior.First, k),
            .. prior.IsProcess ? [new ParameterArray("stickRemainder", posterior.Second, k)] : (ParameterArray[])[],
            new("meanPrecision", posterior.MeanPrecisions, k),
            new("degreesOfFreedom", posterior.Freedoms, k),
        ];
    }

    /// <inheritdoc/>
    public bool IsDiscrete(int feature) => false;

    /// <inheritdoc/>
    public void WriteMoments(int component, Span<double> means, Span<double> deviations) => parts.Value[component].WriteMoments(means, deviations);

    /// <inheritdoc/>
    public double Correlation(int component, int first, int second) => GaussianFamily.CorrelationOf(posterior.Surrogate, component, first, second);

    /// <summary>Draws a row from one part of the predictive density; K is what the sticks of a process leave.</summary>
    public void Sample(int component, RandomSource random, Span<double> row) => parts.Value[component].Sample(random, row);

    /// <inheritdoc/>
    public MixtureScore Score(IRowSource rows, MissingCells missing, int threads, CancellationToken cancellationToken) => PredictivePass.Score(this, rows, threads, cancellationToken);

    /// <inheritdoc/>
    public IGapCompletion NewCompletion() => throw new NotSupportedException("A variational mixture does not integrate missing values out.");

    /// <inheritdoc/>
    public OnnxJoints AddTo(OnnxGraph graph, OnnxValue rows) => VariationalGraph.AddTo(graph, rows, posterior.Surrogate, parts.Value);

    /// <inheritdoc/>
    public bool TryLogJoint(ReadOnlySpan<double> row, Span<double> joint) => GaussianMixture.Estimation.TryLogJoint(posterior.Surrogate, row, joint);

    /// <inheritdoc/>
    public int DensityTerms => Densities.Length;

    /// <inheritdoc/>
    public bool TryDensityTerms(ReadOnlySpan<double> row, Span<double> terms)
    {
        PredictiveScorer.WriteTerms(Densities, row, terms);
        return true;
    }

    /// <inheritdoc/>
    public IBlockScorer NewScorer() => new PredictiveScorer(posterior.Surrogate, Densities);

    private PredictiveDensity[] Densities => densities ??= Array.ConvertAll(parts.Value, static part => new PredictiveDensity(part));
}
