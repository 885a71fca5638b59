using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

public abstract partial class Mixture
{
    /// <summary>The most probable component of a row, counted from 0; <see cref="NoisyMixture.NoiseLabel"/> where noise is more probable than any.</summary>
    /// <param name="responsibilities">Those of the row, K numbers; the noise has what they are short of 1.</param>
    public int ComponentOf(ReadOnlySpan<double> responsibilities)
    {
        int best = MixtureScorer.IndexOfLargest(responsibilities);
        return Noise is not null && NoiseIn(responsibilities) > responsibilities[best] ? NoisyMixture.NoiseLabel : best;
    }

    /// <summary>The probability of a component for a row, or of the noise.</summary>
    /// <param name="responsibilities">Those of the row, K numbers.</param>
    /// <param name="component">The component, counted from 0, or <see cref="NoisyMixture.NoiseLabel"/>.</param>
    public double ProbabilityOf(ReadOnlySpan<double> responsibilities, int component) =>
        component == NoisyMixture.NoiseLabel ? NoiseIn(responsibilities) : responsibilities[component];

    private RowScorer? single;

    /// <summary>The most probable component of every row, counted from 0.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <exception cref="InputException">A row holds a value that is not finite and not to be integrated out.</exception>
    public int[] Predict(RowMatrix rows, MissingCells missing = MissingCells.Refuse) => Predict(RowsOf(rows), missing);

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

    /// <summary>How far a row lies from a component, in the component's standard deviations: √((x − μ)ᵀC⁻¹(x − μ)), μ and C its mean and covariance (Mahalanobis 1936), of the observed features that are numbers.</summary>
    /// <param name="row">D numbers, NaN where one is missing.</param>
    /// <param name="component">The component, counted from 0.</param>
    /// <returns>NaN where nothing is observed, or the component has no covariance that can be inverted.</returns>
    public double DistanceOf(ReadOnlySpan<double> row, int component)
    {
        RequireComponent(component);
        RequireColumns(row.Length);
        return ComponentMoments.DistanceOf(this, component, row);
    }

    /// <summary>The posterior probabilities p(tₖ = 1|xᵢ) of the components (eq. 6), N×K; every row sums to 1, but one with a
    /// value that is not finite, and not to be integrated out, is NaN throughout.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row has the posterior given what is observed of it.</param>
    public RowMatrix Responsibilities(RowMatrix rows, MissingCells missing = MissingCells.Refuse) => Responsibilities(RowsOf(rows), missing);

    /// <summary>log p(xᵢ) of every row (eq. 4), in nats.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row has the density of what is observed of it; else it is NaN.</param>
    public double[] LogDensity(RowMatrix rows, MissingCells missing = MissingCells.Refuse) => LogDensity(RowsOf(rows), missing);

    /// <summary>The probability that a row is good, within its most probable component: below ½ for a row that lies too far out for it. NaN for a row of noise, or with a value that is not finite and not to be
    /// integrated out.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row is judged by what is observed of it.</param>
    /// <exception cref="InvalidOperationException">The components tell no good rows from bad ones (<see cref="TellsGoodRows"/>).</exception>
    public double[] GoodProbability(RowMatrix rows, MissingCells missing = MissingCells.Refuse) => GoodProbability(RowsOf(rows), missing);

    /// <summary>The same of every row of a source, in one sweep.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="missing">What becomes of missing cells (NaN).</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">The components tell no good rows from bad ones (<see cref="TellsGoodRows"/>).</exception>
    public double[] GoodProbability(IRowSource rows, MissingCells missing = MissingCells.Refuse, int? threads = null, CancellationToken cancellationToken = default) =>
        SourceScores.GoodProbability(this, rows, missing, threads, cancellationToken);

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

    /// <summary>The probability P(p(X) ≤ p(xᵢ)) that the mixture itself gives a row as unlikely as each of these or more so: small for outliers. Exact for one Gaussian, else estimated by rows
    /// drawn from it, with a standard error of √(p(1 − p)/M); <see cref="TailProbabilities"/> tells it, and serves row after row.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="draws">The number of draws M ≥ 1.</param>
    /// <param name="seed">The same seed gives the same figures.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row is compared with draws of what is observed of it; else it has NaN.</param>
    public double[] TailProbability(RowMatrix rows, int draws = TailProbabilities.DefaultDraws, Seed seed = default, MissingCells missing = MissingCells.Refuse) =>
        new TailProbabilities(this, draws, seed, missing).Of(rows);

    /// <summary>The same for every row of a source, in one sweep.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="draws">The number of draws M ≥ 1.</param>
    /// <param name="seed">The same seed gives the same figures.</param>
    /// <param name="missing">What becomes of missing cells (NaN): integrated out, a row is compared with draws of what is observed of it; else it has NaN.</param>
    /// <param name="threads">The number of threads; null for all processors.</param>
    /// <param name="cancellationToken">Ends the sweep by an <see cref="OperationCanceledException"/>.</param>
    public double[] TailProbability(
        IRowSource rows, int draws = TailProbabilities.DefaultDraws, Seed seed = default, MissingCells missing = MissingCells.Refuse, int? threads = null,
        CancellationToken cancellationToken = default) =>
        SourceScores.TailProbability(this, rows, new TailProbabilities(this, draws, seed, missing), missing, threads, cancellationToken);

    /// <summary>The log density at its highest, where the log density of a row says by itself how much probability is farther out (one Gaussian); null where it does not.</summary>
    internal virtual double? HighestLogDensity => null;

    // what threads that come at the same time make of it serves all of them
    private RowScorer Single => single ??= new RowScorer(this);

    // an empty matrix has no columns, and is as wrong as any other of too few
    private MemoryRows RowsOf(RowMatrix rows)
    {
        RequireColumns(rows.Columns);
        return new MemoryRows(rows);
    }

    // 0 where there is none, whatever rounding leaves
    private double NoiseIn(ReadOnlySpan<double> responsibilities)
    {
        double rest = Noise is null ? 0 : 1;
        foreach (double one in Noise is null ? [] : responsibilities)
        {
            rest -= one;
        }

        return Math.Max(0, rest);
    }
}
