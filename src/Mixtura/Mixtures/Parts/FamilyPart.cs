using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Mixtures.Parts;

/// <summary>A kind of component over some of the columns, its types out of sight: what a mixture of columns of different kinds is put together from.</summary>
/// <remarks>Its models are what <see cref="Pooled"/>, <see cref="Compose"/>, <see cref="Create"/> and <see cref="Maximize"/> return, with weights of their own that are those of the whole.</remarks>
internal abstract class FamilyPart
{
    /// <summary>What the kind is called.</summary>
    public abstract string Name { get; }

    /// <summary>Whether missing values are integrated out.</summary>
    public abstract bool IntegratesMissing { get; }

    /// <summary>Whether components have heavy tails.</summary>
    public abstract bool HasHeavyTails { get; }

    /// <summary>The same for another worker.</summary>
    public abstract FamilyPart ForWorker();

    /// <summary>Sums and buffers for a model.</summary>
    public abstract PartSums CreateSums(object model);

    /// <summary>The most rows at a time.</summary>
    public abstract int BlockRows(object model);

    /// <summary>Its own number of free parameters, weights left out.</summary>
    public abstract int ParameterCount(object model);

    /// <summary>The weights.</summary>
    public abstract ReadOnlySpan<double> WeightsOf(object model);

    /// <summary>Adds log fₖ of rows of its columns.</summary>
    public abstract void AddLogDensity(object model, RowBlock rows, PartSums sums, ComponentBlock destination);

    /// <summary>Adds log fₖ of rows of its columns, N×K, to a graph of ONNX operators.</summary>
    /// <exception cref="InputException">The kind cannot be written so.</exception>
    public abstract OnnxValue AddLogDensity(object model, OnnxGraph graph, OnnxValue rows);

    /// <summary>Adds log fₖ of one row of its columns, where the kind has a short way to it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">Its columns of the row.</param>
    /// <param name="joint">Room for K numbers.</param>
    /// <param name="destination">K numbers to add to.</param>
    public abstract bool TryAddLogDensity(object model, ReadOnlySpan<double> row, Span<double> joint, Span<double> destination);

    /// <summary>Adds the statistics of the rows that <see cref="AddLogDensity(object, RowBlock, PartSums, ComponentBlock)"/> saw last.</summary>
    public abstract void Accumulate(object model, RowBlock rows, ComponentBlock responsibilities, PartSums sums);

    /// <summary>The M-step.</summary>
    public abstract object Maximize(object current, PartSums sums);

    /// <summary>Moves sums taken under one model to the centres of another.</summary>
    public abstract void MoveTo(object source, object target, PartSums sums);

    /// <summary>The sums of rows of so much weight that are as the model has them.</summary>
    public abstract void Restore(object model, double weight, PartSums sums);

    /// <summary>What covariances or scale matrices have in common, by the name of the structure; null where there is no such thing.</summary>
    public abstract string? StructureOf(object model);

    /// <summary>What its objective has beside the likelihood.</summary>
    public abstract double ObjectiveTerm(object model);

    /// <summary>What is degenerate, features counted among its own; null for nothing.</summary>
    public abstract Degeneracy? FindDegeneracy(object model);

    /// <summary>The model is used no longer.</summary>
    public abstract void Release(object model);

    /// <summary>What it cannot describe of its columns of a row.</summary>
    public abstract string? FindFault(ReadOnlySpan<double> row, out int feature);

    /// <summary>K equal components that describe all rows.</summary>
    public abstract object Pooled(DataSummary summary, int components);

    /// <summary>A model put together from components of others.</summary>
    public abstract object Compose(IReadOnlyList<ComponentOf<object>> parts);

    /// <summary>The distribution of some of its columns.</summary>
    public abstract object Marginal(object model, int[] features);

    /// <summary>Whether one of its columns takes whole numbers only.</summary>
    public abstract bool IsDiscrete(object model, int feature);

    /// <summary>The names of a column's levels; empty where it has none.</summary>
    public abstract IReadOnlyList<string> LevelsOf(object model, int feature);

    /// <summary>The probabilities of a column's levels.</summary>
    public abstract void WriteLevelProbabilities(object model, int component, int feature, Span<double> probabilities);

    /// <summary>Means and deviations of its columns.</summary>
    public abstract void WriteMoments(object model, int component, Span<double> means, Span<double> deviations);

    /// <summary>The correlation of two of its columns.</summary>
    public abstract double Correlation(object model, int component, int first, int second);

    /// <summary>Draws its columns of a row.</summary>
    public abstract void Sample(object model, int component, RandomSource random, Span<double> row);

    /// <summary>What it expects of missing values.</summary>
    public abstract IGapCompletion CompletionOf(object model);

    /// <summary>All parameters by name.</summary>
    public abstract IReadOnlyList<ParameterArray> Describe(object model);

    /// <summary>The model of these parameters.</summary>
    public abstract object Create(IReadOnlyDictionary<string, ParameterArray> parameters);

    /// <summary>The length of its unconstrained coordinates, those of the weights first; 0 for none.</summary>
    public abstract int VectorLength(object model);

    /// <summary>Writes the coordinates.</summary>
    public abstract void WriteVector(object model, Span<double> vector);

    /// <summary>Writes what a change of each counts.</summary>
    public abstract void WriteInformation(object model, Span<double> information);

    /// <summary>The model with these coordinates.</summary>
    public abstract object FromVector(object model, ReadOnlySpan<double> vector);
}
