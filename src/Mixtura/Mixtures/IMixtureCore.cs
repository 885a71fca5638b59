using Mixtura.Data;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Mixtures;

/// <summary>A mixture's parameters with the family that knows them, the types out of sight: what scoring, drawing and describing go through.</summary>
internal interface IMixtureCore
{
    /// <summary>The number of free parameters.</summary>
    int ParameterCount { get; }

    /// <summary>Whether rows far out have little say in what a component is.</summary>
    bool HasHeavyTails => false;

    /// <summary>All parameters by name.</summary>
    IReadOnlyList<ParameterArray> Describe();

    /// <summary>Whether a feature takes whole numbers only.</summary>
    bool IsDiscrete(int feature);

    /// <summary>The names of a feature's levels; empty where it has none.</summary>
    IReadOnlyList<string> LevelsOf(int feature) => [];

    /// <summary>The probabilities of a feature's levels under one component.</summary>
    void WriteLevelProbabilities(int component, int feature, Span<double> probabilities)
    {
    }

    /// <summary>The mean and the standard deviation of every feature under one component.</summary>
    void WriteMoments(int component, Span<double> means, Span<double> deviations);

    /// <summary>The correlation of two features under one component.</summary>
    double Correlation(int component, int first, int second);

    /// <summary>Draws a row from one component.</summary>
    void Sample(int component, RandomSource random, Span<double> row);

    /// <summary>Whether missing cells can be integrated out.</summary>
    bool IntegratesMissing { get; }

    /// <summary>Whether components tell good rows from bad ones.</summary>
    bool TellsGoodRows => false;

    /// <summary>What missing values are expected to be, with buffers of its own; where they can be integrated out.</summary>
    IGapCompletion NewCompletion();

    /// <summary>Scores rows in one sweep.</summary>
    MixtureScore Score(IRowSource rows, MissingCells missing, int threads, CancellationToken cancellationToken);

    /// <summary>Adds the E-step to a graph of ONNX operators.</summary>
    /// <param name="graph">Receives the operators.</param>
    /// <param name="rows">The rows, N×D.</param>
    /// <exception cref="InputException">The kind cannot be written so.</exception>
    OnnxJoints AddTo(OnnxGraph graph, OnnxValue rows);

    /// <summary>log πₖ + log fₖ of one row, K numbers, of which responsibilities are made; by any number of threads. False where the family has no short way.</summary>
    bool TryLogJoint(ReadOnlySpan<double> row, Span<double> joint);

    /// <summary>The number of terms of the density.</summary>
    int DensityTerms { get; }

    /// <summary>The logarithms of the terms whose sum is the density of one row.</summary>
    bool TryDensityTerms(ReadOnlySpan<double> row, Span<double> terms) => TryLogJoint(row, terms);

    /// <summary>Scores rows block by block, with buffers of its own; for one thread at a time.</summary>
    IBlockScorer NewScorer();
}

/// <summary>Posterior and log densities of a few rows at a time.</summary>
internal interface IBlockScorer
{
    /// <summary>The most rows at a time.</summary>
    int BlockRows { get; }

    /// <summary>wᵢ · rᵢₖ; valid until the next call.</summary>
    /// <param name="rows">At most <see cref="BlockRows"/> rows.</param>
    /// <param name="keepsLogDensity">Whether log densities are wanted.</param>
    /// <param name="logDensity">One a row, if they are wanted.</param>
    ComponentBlock Posterior(RowBlock rows, bool keepsLogDensity, out ReadOnlySpan<double> logDensity);

    /// <summary>What the components say of the rows scored last; null where they do not tell good rows from bad ones.</summary>
    IGoodRows? GoodRows => null;

    /// <summary>The responsibilities of a row whose density is 0 in double precision under every component.</summary>
    /// <returns>False where the family knows no better than the weights.</returns>
    bool AssignFar(ReadOnlySpan<double> row, Span<double> responsibilities);
}
