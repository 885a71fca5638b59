using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Mixtures;

/// <summary>A mixture's parameters with the family that knows them.</summary>
/// <param name="family">The family; only what it reads is used, so many threads may at the same time.</param>
/// <param name="model">The parameters.</param>
internal sealed class MixtureCore<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, TModel model) : IMixtureCore
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>The parameters.</summary>
    public TModel Model => model;

    /// <summary>The responsibilities of a row that no component gives a density; the weights where a family knows no better.</summary>
    public FarAssignment<TModel>? AssignFar { get; init; }

    /// <inheritdoc/>
    public bool IntegratesMissing => family.IntegratesMissing;

    /// <inheritdoc/>
    public bool TellsGoodRows => typeof(TStatistics).IsAssignableTo(typeof(IGoodRows));

    /// <inheritdoc/>
    public int ParameterCount => family.ParameterCount(model);

    /// <inheritdoc/>
    public IReadOnlyList<ParameterArray> Describe() => family.Describe(model);

    /// <inheritdoc/>
    public bool IsDiscrete(int feature) => family.IsDiscrete(model, feature);

    /// <inheritdoc/>
    public bool HasHeavyTails => family.HasHeavyTails;

    /// <inheritdoc/>
    public IReadOnlyList<string> LevelsOf(int feature) => family.LevelsOf(model, feature);

    /// <inheritdoc/>
    public void WriteLevelProbabilities(int component, int feature, Span<double> probabilities) => family.WriteLevelProbabilities(model, component, feature, probabilities);

    /// <inheritdoc/>
    public void WriteMoments(int component, Span<double> means, Span<double> deviations) => family.WriteMoments(model, component, means, deviations);

    /// <inheritdoc/>
    public double Correlation(int component, int first, int second) => family.Correlation(model, component, first, second);

    /// <inheritdoc/>
    public void Sample(int component, RandomSource random, Span<double> row) => family.Sample(model, component, random, row);

    /// <inheritdoc/>
    public MixtureScore Score(IRowSource rows, MissingCells missing, int threads, CancellationToken cancellationToken) =>
        new ScoringPass<TModel, TStatistics>(family, missing).Score(model, rows, threads, cancellationToken);

    /// <inheritdoc/>
    public IGapCompletion NewCompletion() => family.CompletionOf(model);

    /// <inheritdoc/>
    public OnnxJoints AddTo(OnnxGraph graph, OnnxValue rows)
    {
        var densities = family is IOnnxFamily<TModel> known ? known.AddLogDensity(model, graph, rows) : throw OnnxExport.Unknown(family.Name);
        var joint = OnnxExport.AddWeights(graph, densities, family.WeightsOf(model));
        return new OnnxJoints(joint, joint);
    }

    /// <inheritdoc/>
    public int DensityTerms { get; } = family.ComponentCount(model);

    /// <inheritdoc/>
    public bool TryLogJoint(ReadOnlySpan<double> row, Span<double> joint) => family.TryLogJoint(model, row, joint);

    /// <inheritdoc/>
    public IBlockScorer NewScorer() => new Scorer(family, model, AssignFar);

    private sealed class Scorer(IMixtureFamily<TModel, TStatistics> family, TModel model, FarAssignment<TModel>? assignFar) : IBlockScorer
    {
        private readonly TStatistics workspace = family.CreateStatistics(model);
        private readonly MixtureBuffers buffers = new();

        public IGoodRows? GoodRows => workspace as IGoodRows;

        public int BlockRows { get; } = family.BlockRows(model);

        public ComponentBlock Posterior(RowBlock rows, bool keepsLogDensity, out ReadOnlySpan<double> logDensity) =>
            MixtureExpectation.Posterior(family, model, rows, workspace, buffers, keepsLogDensity, out logDensity, out _);

        public bool AssignFar(ReadOnlySpan<double> row, Span<double> responsibilities)
        {
            assignFar?.Invoke(model, row, responsibilities);
            return assignFar is not null;
        }
    }
}

/// <summary>The responsibilities of a row whose density is 0 in double precision under every component.</summary>
internal delegate void FarAssignment<TModel>(TModel model, ReadOnlySpan<double> row, Span<double> responsibilities);
