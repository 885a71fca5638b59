using System.Diagnostics;
using System.Globalization;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Search;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Mixtures;

/// <summary>A mixture p(x) = Σₖ πₖ fₖ(x) (eqs. 2–4) of K components of any one kind over D features. Immutable and thread-safe.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class Mixture
{
    // not one of the streams that starts draw from: data drawn with a seed must not be correlated with a fit's starts
    private const ulong SamplingStream = ulong.MaxValue - 1;

    private RowScorer? single;

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
    public abstract RealVector Weights { get; }

    /// <summary>Whether missing cells (NaN) of rows can be integrated out; if not, they are refused whatever is asked for.</summary>
    public bool IntegratesMissing => Core.IntegratesMissing;

    /// <summary>The number of free parameters.</summary>
    public int ParameterCount => Core.ParameterCount;

    /// <summary>All parameters by name.</summary>
    public IReadOnlyList<ParameterArray> ParameterArrays => Core.Describe();

    /// <summary>The kind of its components, as a fit from its own parameters needs it.</summary>
    internal abstract ComponentKind KindOfComponents { get; }

    /// <summary>The E-step of this mixture, whatever its kind.</summary>
    internal abstract IMixtureCore Core { get; }

    /// <summary>What to call a feature: its name, or x and its number, counted from 1, where features have no names.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public string FeatureName(int feature)
    {
        RequireFeature(feature, nameof(feature));
        return feature < FeatureNames.Count ? FeatureNames[feature] : string.Create(CultureInfo.InvariantCulture, $"x{feature + 1}");
    }

    /// <summary>The most probable component of every row, counted from 0.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <exception cref="InputException">A row holds a value that is not finite and not to be integrated out.</exception>
    public int[] Predict(RowMatrix rows, MissingCells missing = MissingCells.Refuse) => MixtureScorer.Predict(this, rows, missing);

    /// <summary>The most probable component of one row, counted from 0. Thread-safe; allocates nothing.</summary>
    /// <param name="row">D numbers.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <exception cref="InputException">The row has another number of values than the model features, or one that is not finite and not to be integrated out.</exception>
    public int Predict(ReadOnlySpan<double> row, MissingCells missing = MissingCells.Refuse) => Single.Predict(row, missing, out _);

    /// <summary>The most probable component of one row, with its probability, from one E-step. Thread-safe; allocates nothing.</summary>
    /// <param name="row">D numbers.</param>
    /// <param name="probability">Receives the posterior probability p(tₖ = 1|x) of that component (eq. 6).</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <exception cref="InputException">The row has another number of values than the model features, or one that is not finite and not to be integrated out.</exception>
    public int Predict(ReadOnlySpan<double> row, out double probability, MissingCells missing = MissingCells.Refuse) => Single.Predict(row, missing, out probability);

    /// <summary>The posterior probabilities p(tₖ = 1|x) of the components for one row (eq. 6): K numbers that sum to 1, or NaN throughout for a row with a value that is not finite and
    /// not to be integrated out. Thread-safe; allocates nothing.</summary>
    /// <param name="row">D numbers.</param>
    /// <param name="destination">Receives them.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <exception cref="ArgumentException">There is not room for K numbers.</exception>
    /// <exception cref="InputException">The row has another number of values than the model features.</exception>
    public void Responsibilities(ReadOnlySpan<double> row, Span<double> destination, MissingCells missing = MissingCells.Refuse)
    {
        if (destination.Length < Components)
        {
            throw new ArgumentException($"Room for {Counted.Of(destination.Length, "number")}, the mixture has {Counted.Of(Components, "component")}. Give room for one each.", nameof(destination));
        }

        Single.Responsibilities(row, destination[..Components], missing);
    }

    /// <summary>log p(x) of one row (eq. 4), in nats; NaN for one with a value that is missing and not to be integrated out. Thread-safe; allocates nothing.</summary>
    /// <param name="row">D numbers.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, the density is that of what is observed.</param>
    /// <exception cref="InputException">The row has another number of values than the model features.</exception>
    public double LogDensity(ReadOnlySpan<double> row, MissingCells missing = MissingCells.Refuse) => Single.LogDensity(row, missing);

    /// <summary>The posterior probabilities p(tₖ = 1|xᵢ) of the components (eq. 6), N×K; every row sums to 1, but one with a
    /// value that is not finite, and not to be integrated out, is NaN throughout.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row has the posterior given what is observed of it.</param>
    public RowMatrix Responsibilities(RowMatrix rows, MissingCells missing = MissingCells.Refuse) => MixtureScorer.Responsibilities(this, rows, missing);

    /// <summary>log p(xᵢ) of every row (eq. 4), in nats.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row has the density of what is observed of it; else it is NaN.</param>
    public double[] LogDensity(RowMatrix rows, MissingCells missing = MissingCells.Refuse) => MixtureScorer.LogDensity(this, rows, missing);

    /// <summary>The most probable component of every row of a source, counted from 0, in one sweep.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InputException">A row holds a value that is not finite and not to be integrated out.</exception>
    public int[] Predict(IRowSource rows, MissingCells missing = MissingCells.Refuse, int? threads = null, CancellationToken cancellationToken = default) =>
        SourceScores.Predict(this, rows, missing, threads, cancellationToken);

    /// <summary>The posterior probabilities of the components for every row of a source (eq. 6), N×K, in one sweep.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public RowMatrix Responsibilities(IRowSource rows, MissingCells missing = MissingCells.Refuse, int? threads = null, CancellationToken cancellationToken = default) =>
        SourceScores.Responsibilities(this, rows, missing, threads, cancellationToken);

    /// <summary>log p(xᵢ) of every row of a source (eq. 4), in nats, in one sweep.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public double[] LogDensity(IRowSource rows, MissingCells missing = MissingCells.Refuse, int? threads = null, CancellationToken cancellationToken = default) =>
        SourceScores.LogDensity(this, rows, missing, threads, cancellationToken);

    /// <summary>The rows with expected values in the places of missing ones (NaN), given what is observed of each row.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public RowMatrix Impute(RowMatrix rows) => Impute(rows, out _);

    /// <summary>The same, with the standard deviations of what was filled.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="deviations">Receives them, N×D; 0 for observed values.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public RowMatrix Impute(RowMatrix rows, out RowMatrix deviations)
    {
        RequireColumns(rows.Columns);
        var values = new double[rows.Rows * rows.Columns];
        var errors = new double[values.Length];
        new Imputer(this).Impute(MemoryRows.BlockOf(rows), values, errors);
        deviations = new RowMatrix(errors, rows.Columns);
        return new RowMatrix(values, rows.Columns);
    }

    /// <summary>The row with expected values in the places of missing ones: E[x | what is observed].</summary>
    /// <param name="row">D values, NaN where one is missing.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public double[] ConditionalMean(ReadOnlySpan<double> row) => Impute(new RowMatrix(row.ToArray(), row.Length)).Values.ToArray();

    /// <summary>The rows with draws in the places of missing values (NaN), given what is observed of each row: one completed table of a multiple imputation.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="seed">The same seed gives the same table.</param>
    /// <exception cref="InputException">The kind cannot integrate missing values out.</exception>
    public RowMatrix ImputeDraw(RowMatrix rows, Seed seed = default)
    {
        RequireColumns(rows.Columns);
        var values = new double[rows.Rows * rows.Columns];
        new Imputer(this).Draw(MemoryRows.BlockOf(rows), new RandomSource(seed, SamplingStream), values);
        return new RowMatrix(values, rows.Columns);
    }

    /// <summary>The log-likelihood (eq. 9), total and per row, and the criteria of rows under this model, in one sweep.</summary>
    /// <param name="rows">The data; weights count.</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public MixtureScore Score(IRowSource rows, int? threads = null, CancellationToken cancellationToken = default) => Score(rows, MissingCells.Refuse, threads, cancellationToken);

    /// <summary>The same where cells may be missing.</summary>
    /// <param name="rows">The data; weights count.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row counts with the density of what is observed of it; else the figures are NaN.</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public MixtureScore Score(IRowSource rows, MissingCells missing, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RequireColumns(rows.Columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        return Core.Score(CheckedRows.Of(rows), missing, threads ?? Environment.ProcessorCount, cancellationToken);
    }

    /// <summary>The log-likelihood and the criteria of rows in memory.</summary>
    public MixtureScore Score(RowMatrix rows, ReadOnlyMemory<double>? weights = null) => Score(new MemoryRows(rows, weights));

    /// <summary>The distribution of some of the features: a mixture with the same weights.</summary>
    /// <param name="features">The features to keep, counted from 0, in the order wanted; each at most once.</param>
    /// <exception cref="ArgumentException">No feature, one that there is not, or one twice.</exception>
    public Mixture Marginal(params ReadOnlySpan<int> features)
    {
        CheckSelection(features);
        int[] kept = features.ToArray();
        return PartOf(kept, FeatureNames.Count == 0 ? [] : [.. kept.Select(FeatureName)]);
    }

    /// <summary>Draws rows: a component by its weight, then a row from it (eq. 3). Rows are independent, so in no order.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    public RowMatrix Sample(int count, Seed seed = default) => Sample(count, seed, out _);

    /// <summary>Draws rows and tells the component of each.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    /// <param name="labels">Receives the component that each row came from, counted from 0.</param>
    public RowMatrix Sample(int count, Seed seed, out int[] labels) => Drawn(count, new RandomSource(seed, SamplingStream), out labels);

    /// <summary>The probability P(p(X) ≤ p(xᵢ)) that the mixture itself gives a row as unlikely as each of these or more so: small for outliers. Exact for one Gaussian, else estimated by rows
    /// drawn from it, with a standard error of √(p(1 − p)/M); <see cref="TailProbabilities"/> tells it, and serves row after row.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="draws">The number of draws M ≥ 1.</param>
    /// <param name="seed">The same seed gives the same figures.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row is compared with draws of what is observed of it; else it has NaN.</param>
    public double[] TailProbability(RowMatrix rows, int draws = TailProbabilities.DefaultDraws, Seed seed = default, MissingCells missing = MissingCells.Refuse) =>
        new TailProbabilities(this, draws, seed, missing).Of(rows);

    /// <summary>The log density at its highest, where the log density of a row says by itself how much probability is farther out (one Gaussian); null where it does not.</summary>
    internal virtual double? HighestLogDensity => null;

    /// <summary>Draws the same rows block by block, in memory that does not grow with their number.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    /// <param name="blockRows">The most rows of a block.</param>
    /// <returns>The blocks in order: rows, and the component that each came from, counted from 0.</returns>
    public IEnumerable<(RowMatrix Rows, int[] Labels)> SampleBlocks(long count, Seed seed = default, int blockRows = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRows, 1);
        return Blocks(count, new RandomSource(seed, SamplingStream), blockRows);
    }

    /// <summary>The mean and the standard deviation of every feature under one component (NaN or +∞ where there is none).</summary>
    /// <param name="component">The component, counted from 0.</param>
    public (double[] Means, double[] Deviations) MomentsOf(int component)
    {
        RequireComponent(component);
        var means = new double[Features];
        var deviations = new double[Features];
        Core.WriteMoments(component, means, deviations);
        return (means, deviations);
    }

    /// <summary>The correlation of two features under one component; 0 where the kind has none.</summary>
    /// <param name="component">The component, counted from 0.</param>
    /// <param name="first">A feature, counted from 0.</param>
    /// <param name="second">Another.</param>
    public double CorrelationOf(int component, int first, int second)
    {
        RequireComponent(component);
        RequireFeature(first, nameof(first));
        RequireFeature(second, nameof(second));
        return Core.Correlation(component, first, second);
    }

    /// <summary>Whether a feature takes whole numbers only.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public bool IsDiscrete(int feature)
    {
        RequireFeature(feature, nameof(feature));
        return Core.IsDiscrete(feature);
    }

    /// <summary>The names of a feature's levels, where the numbers 0, 1 … of rows are but places in this list (categorical features); empty where they are numbers.</summary>
    /// <param name="feature">The feature, counted from 0.</param>
    public IReadOnlyList<string> LevelsOf(int feature)
    {
        RequireFeature(feature, nameof(feature));
        return Core.LevelsOf(feature);
    }

    /// <summary>The probabilities of a feature's levels under one component; empty where it has none.</summary>
    /// <param name="component">The component, counted from 0.</param>
    /// <param name="feature">The feature, counted from 0.</param>
    public double[] LevelProbabilities(int component, int feature)
    {
        RequireComponent(component);
        var probabilities = new double[LevelsOf(feature).Count];
        Core.WriteLevelProbabilities(component, feature, probabilities);
        return probabilities;
    }

    /// <summary>The mixture as an ONNX model (operator set 18, standard operators): input <c>rows</c>, N×D in the order of the features, a level of a categorical feature by its place in
    /// <see cref="LevelsOf"/>; outputs <c>label</c>, the most probable component, <c>responsibilities</c>, N×K, and <c>log_density</c>, in nats. Missing cells (NaN) are not integrated out: they give NaN.</summary>
    /// <param name="precision">The numbers that it reads, computes with and gives.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="InputException">The kind of component cannot be written so, or a parameter is beyond the precision.</exception>
    public byte[] ToOnnx(OnnxPrecision precision = OnnxPrecision.Double) => OnnxExport.Write(this, precision);

    /// <summary>Fits a mixture of any kind of component, one of your own too, by EM from several starts.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The data.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model.</exception>
    /// <exception cref="InputException">The data cannot be fitted: a value is not finite or none that the kind describes, or rows are fewer than components.</exception>
    public static MixtureFit<Mixture<TModel, TStatistics>> Fit<TModel, TStatistics>(
        IComponentFamily<TModel, TStatistics> kind, IRowSource rows, int components, MixtureOptions? options = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new MixtureOptions();
        var fit = new MixtureFitter<TModel, TStatistics>(kind, CheckedRows.Of(rows), components, options, progress, cancellationToken).Fit();
        options.Em.ThrowWhereCancelled(fit.StopReason, cancellationToken);
        return fit;
    }

    // what threads that come at the same time make of it serves all of them
    private RowScorer Single => single ??= new RowScorer(this);

    /// <summary>The same for rows in memory.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The data, N×D.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="weights">One weight wᵢ ≥ 0 a row, which then counts wᵢ times; null for 1 each.</param>
    /// <param name="progress">Told every iteration.</param>
    /// <param name="cancellationToken">Ends the fit; the best model so far is returned, with the reason.</param>
    /// <exception cref="OperationCanceledException">Cancelled before there was a model.</exception>
    /// <exception cref="InputException">The data cannot be fitted: a value is not finite or none that the kind describes, or rows are fewer than components.</exception>
    public static MixtureFit<Mixture<TModel, TStatistics>> Fit<TModel, TStatistics>(
        IComponentFamily<TModel, TStatistics> kind, RowMatrix rows, int components, MixtureOptions? options = null, ReadOnlyMemory<double>? weights = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
        where TModel : class
        where TStatistics : class, IStatistics<TStatistics> =>
        Fit(kind, new MemoryRows(rows, weights), components, options, progress, cancellationToken);

    private protected abstract Mixture PartOf(int[] features, string[] names);

    // in what proportion components are drawn
    private protected virtual RealVector DrawnWeights => Weights;

    private IEnumerable<(RowMatrix Rows, int[] Labels)> Blocks(long count, RandomSource random, int blockRows)
    {
        for (long done = 0; done < count; done += blockRows)
        {
            var rows = Drawn((int)Math.Min(blockRows, count - done), random, out int[] labels);
            yield return (rows, labels);
        }
    }

    private protected virtual RowMatrix Drawn(int count, RandomSource random, out int[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var weights = DrawnWeights.Span;
        var running = new double[weights.Length];
        double sum = 0;
        for (int k = 0; k < running.Length; k++)
        {
            running[k] = sum += weights[k];
        }

        var values = new double[checked(count * Features)];
        labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.NextWeighted(running);
            Core.Sample(labels[i], random, values.AsSpan(i * Features, Features));
        }

        return new RowMatrix(values, Features);
    }

    private protected void CheckSelection(ReadOnlySpan<int> features)
    {
        var seen = new HashSet<int>();
        foreach (int feature in features)
        {
            if (feature < 0 || feature >= Features || !seen.Add(feature))
            {
                throw new ArgumentException($"Feature {feature} is named twice or is not one of 0 … {Features - 1}.", nameof(features));
            }
        }

        if (seen.Count == 0)
        {
            throw new ArgumentException("No feature is named. Name at least one.", nameof(features));
        }
    }

    private protected void RequireComponent(int component)
    {
        if (component < 0 || component >= Components)
        {
            throw new ArgumentOutOfRangeException(nameof(component), component, $"There {(Components == 1 ? "is" : "are")} {Counted.Of(Components, "component")}, counted from 0.");
        }
    }

    private void RequireFeature(int feature, string parameter)
    {
        if (feature < 0 || feature >= Features)
        {
            throw new ArgumentOutOfRangeException(parameter, feature, $"There {(Features == 1 ? "is" : "are")} {Counted.Of(Features, "feature")}, counted from 0.");
        }
    }

    internal void RequireColumns(int columns)
    {
        if (columns != Features)
        {
            throw new InputException($"The model has {Counted.Of(Features, "feature")}, the data have {Counted.Of(columns, "column")}. Choose the columns that the model was fitted to.");
        }
    }

    /// <summary>The sentence for a degeneracy of this mixture: what was found, and what helps.</summary>
    internal virtual string Explain(Degeneracy degeneracy) => DegeneracyText.Of(degeneracy, this);

    /// <summary>The kind and the sizes, such as <c>gaussian mixture of 2 components over 3 features</c>.</summary>
    public override string ToString() => $"{Family} mixture of {Counted.Of(Components, "component")} over {Counted.Of(Features, "feature")}";
}
