using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>A mixture's parameters with the family that knows them.</summary>
/// <param name="family">The family; only what it reads is used, so many threads may at the same time.</param>
/// <param name="model">The parameters.</param>
/// <param name="describe">Writes the parameters by name.</param>
/// <param name="assignFar">The responsibilities of a row that no component gives a density; null for the weights.</param>
internal sealed class MixtureCore<TModel, TStatistics>(
    IMixtureFamily<TModel, TStatistics> family, TModel model, Func<TModel, IReadOnlyList<ParameterArray>> describe, FarAssignment<TModel> assignFar) : IMixtureCore
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <inheritdoc/>
    public int ParameterCount => family.ParameterCount(model);

    /// <inheritdoc/>
    public IReadOnlyList<ParameterArray> Describe() => describe(model);

    /// <inheritdoc/>
    public MixtureScore Score(IRowSource rows, int threads, CancellationToken cancellationToken) =>
        new ScoringPass<TModel, TStatistics>(family).Score(model, rows, threads, cancellationToken);

    /// <inheritdoc/>
    public IBlockScorer NewScorer() => new Scorer(family, model, assignFar);

    private sealed class Scorer(IMixtureFamily<TModel, TStatistics> family, TModel model, FarAssignment<TModel> assignFar) : IBlockScorer
    {
        private readonly TStatistics workspace = family.CreateStatistics(model);
        private readonly MixtureBuffers buffers = new();

        public int BlockRows { get; } = family.BlockRows(model);

        public ComponentBlock Posterior(RowBlock rows, bool keepsLogDensity, out ReadOnlySpan<double> logDensity) =>
            MixtureExpectation.Posterior(family, model, rows, workspace, buffers, keepsLogDensity, out logDensity, out _);

        public void AssignFar(ReadOnlySpan<double> row, Span<double> responsibilities) => assignFar(model, row, responsibilities);
    }
}

/// <summary>The responsibilities of a row whose density is 0 in double precision under every component.</summary>
internal delegate void FarAssignment<TModel>(TModel model, ReadOnlySpan<double> row, Span<double> responsibilities);
