using System.Globalization;
using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>A mixture p(x) = Σₖ πₖ fₖ(x) (eqs. 2–4) of K components of any one kind over D features. Immutable and thread-safe.</summary>
public abstract class Mixture
{
    private protected Mixture(IReadOnlyList<string> featureNames) => FeatureNames = featureNames;

    /// <summary>The number of components K.</summary>
    public int Components => Weights.Length;

    /// <summary>The number of features D.</summary>
    public abstract int Features { get; }

    /// <summary>The names of the features; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The kind of component, as files and the command line name it, such as <c>gaussian</c>.</summary>
    public abstract string Family { get; }

    /// <summary>The weights πₖ, K numbers that sum to 1 (eq. 16).</summary>
    public abstract ReadOnlyMemory<double> Weights { get; }

    /// <summary>The number of free parameters.</summary>
    public int ParameterCount => Core.ParameterCount;

    /// <summary>All parameters by name.</summary>
    public IReadOnlyList<ParameterArray> ParameterArrays => Core.Describe();

    /// <summary>The E-step of this mixture, whatever its kind.</summary>
    internal abstract IMixtureCore Core { get; }

    /// <summary>What to call a feature: its name, or x and its number, counted from 1, where features have no names.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public string FeatureName(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, Features);
        return feature < FeatureNames.Count ? FeatureNames[feature] : string.Create(CultureInfo.InvariantCulture, $"x{feature + 1}");
    }

    /// <summary>The most probable component of every row, counted from 0.</summary>
    public int[] Predict(RowMatrix rows) => MixtureScorer.Predict(this, rows);

    /// <summary>The posterior probabilities p(tₖ = 1|xᵢ) of the components (eq. 6), N×K; every row sums to 1, but one with a
    /// value that is not finite is NaN throughout.</summary>
    public RowMatrix Responsibilities(RowMatrix rows) => MixtureScorer.Responsibilities(this, rows);

    /// <summary>log p(xᵢ) of every row (eq. 4), in nats.</summary>
    public double[] LogDensity(RowMatrix rows) => MixtureScorer.LogDensity(this, rows);

    /// <summary>The log-likelihood (eq. 9), total and per row, and the criteria of rows under this model, in one sweep.</summary>
    /// <param name="rows">The data; weights count.</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public MixtureScore Score(IRowSource rows, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireColumns(rows.Columns);
        return Core.Score(rows, threads ?? Environment.ProcessorCount, cancellationToken);
    }

    /// <summary>The log-likelihood and the criteria of rows in memory.</summary>
    public MixtureScore Score(RowMatrix rows, ReadOnlyMemory<double>? weights = null) => Score(new MemoryRows(rows, weights));

    internal void RequireColumns(int columns)
    {
        if (columns != Features)
        {
            throw new DataException($"The model has {Features} features, the data have {columns} columns. Choose the columns that the model was fitted to.");
        }
    }

    /// <summary>The sentence for a degeneracy of this mixture: what was found, and what helps.</summary>
    internal virtual string Explain(Degeneracy degeneracy) => DegeneracyText.Of(degeneracy, this);
}
