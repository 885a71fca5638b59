using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Online;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures;

/// <summary>Learns a mixture of any kind from rows that come one after another, by on-line EM (Cappé and Moulines 2009): each row is seen once, memory does not grow, and <see cref="Model"/> is there at any time.</summary>
/// <remarks>
/// <para>A learner of no model gathers the first rows, finds a start among them by the search that a fit makes, and goes on from there; one of a model goes on at once. Rows are learnt
/// <see cref="OnlineOptions.BatchRows"/> at a time, however they are cut into calls: the result has the same bits.</para>
/// <para>Not thread-safe.</para>
/// </remarks>
/// <example>
/// <code>
/// var learner = Learner.From(GaussianMixture.Kind(), components: 3);
/// foreach (RowMatrix rows in stream)
/// {
///     learner.Add(rows);
/// }
///
/// Mixture model = learner.Model;
/// </code>
/// </example>
public sealed class Learner
{
    private readonly ComponentKind kind;
    private readonly MixtureOptions options;
    private readonly OnlineOptions online;
    private readonly BatchTrace trace = new();
    private IOnlineFit? fit;
    private RowBuffer? buffer;
    private RowIntake? intake;
    private int? startRows;
    private (long Rows, Mixture Model, Degeneracy? Degeneracy)? known;

    private Learner(ComponentKind kind, int components, MixtureOptions? options, OnlineOptions? online, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        this.kind = kind;
        this.options = options ?? new MixtureOptions();
        this.online = online ?? new OnlineOptions();
        startRows = this.online.StartRows;
        Components = components;
        FeatureNames = names;
    }

    /// <summary>A learner that finds its start among the first rows: 20 for each parameter, at least 10,000, at most what 64 MiB hold, unless <see cref="OnlineOptions.StartRows"/> says how many.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="components">The number of components K ≥ 1.</param>
    /// <param name="options">How the start is found, and what becomes of missing cells; null for the defaults.</param>
    /// <param name="online">How rows are learnt; null for the defaults.</param>
    /// <param name="featureNames">D names, or null for those of the first rows that are added.</param>
    public static Learner From(ComponentKind kind, int components, MixtureOptions? options = null, OnlineOptions? online = null, IReadOnlyList<string>? featureNames = null) =>
        new(kind, components, options, online, featureNames ?? []);

    /// <summary>A learner that goes on from a mixture.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="rows">The rows that it was fitted to; with 0 nothing is known of them, and the first M-step waits for five new rows a parameter.</param>
    /// <param name="weight">Σᵢ wᵢ of those; null for 1 each.</param>
    /// <param name="options">What becomes of missing cells; null for the defaults.</param>
    /// <param name="online">How rows are learnt; null for the defaults.</param>
    /// <exception cref="InputException">On-line EM cannot go on from the mixture.</exception>
    public static Learner From(Mixture mixture, long rows, double? weight = null, MixtureOptions? options = null, OnlineOptions? online = null)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        double total = weight ?? rows;
        if (!(total >= 0) || !double.IsFinite(total) || (total > 0) != (rows > 0))
        {
            throw new InputException($"The mixture was fitted to {Counted.Of(rows, "row")} of total weight {total}. Give a weight above 0 for rows, and 0 for none.");
        }

        var learner = new Learner(mixture.KindOfComponents, mixture.Components, options, online, mixture.FeatureNames)
        {
            Rows = rows,
            TotalWeight = total,
            IsWeighted = total != rows,
        };
        learner.fit = learner.kind.Online(mixture, new OnlineStart(total, rows, KeepsOrder: learner.options.Order.IsKept), learner.options, learner.online, default);
        learner.known = (rows, mixture, null);
        return learner;
    }

    /// <summary>K.</summary>
    public int Components { get; }

    /// <summary>The names of the features; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; private set; }

    /// <summary>The rows so far, those that a mixture was fitted to included.</summary>
    public long Rows { get; private set; }

    /// <summary>Σᵢ wᵢ of these.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>Whether a row had another weight than 1.</summary>
    public bool IsWeighted { get; private set; }

    /// <summary>The cells that were missing and were integrated out, in the rows that were added.</summary>
    public long MissingCells => intake?.MissingCells ?? 0;

    /// <summary>How rows are learnt.</summary>
    public OnlineOptions Options => online;

    /// <summary>The seed of the start.</summary>
    public ulong Seed => options.Seed;

    /// <summary>The fit to the first rows that learning began with; null before there was one, or where it began with a mixture.</summary>
    public MixtureFit? Start { get; private set; }

    /// <summary>Whether learning has begun: there is a start, or a mixture was given.</summary>
    public bool HasModel => fit is not null;

    /// <summary>The batches learnt after the start.</summary>
    public long Batches { get; private set; }

    /// <summary>The mean log density of the rows of each batch before it was learnt, in nats a row (a unit of weight): how well the model so far foretold them. Beyond 1024 entries neighbours are put together, so that each is the
    /// mean of <see cref="BatchesPerEntry"/> batches.</summary>
    public IReadOnlyList<double> Trace => trace.Means;

    /// <summary>The batches that an entry of <see cref="Trace"/> is the mean of.</summary>
    public int BatchesPerEntry => trace.BatchesEach;

    /// <summary>The mean of all of them, before they were learnt; NaN before the first.</summary>
    public double MeanLogDensity => trace.Mean;

    /// <summary>What is wrong with <see cref="Model"/>, or null.</summary>
    public Degeneracy? Degeneracy => Current.Degeneracy;

    /// <summary>The mixture learnt so far, its components in canonical order; rows that wait for their batch to be full count as if it were. Before there is a start, the fit to the rows gathered.</summary>
    /// <exception cref="InputException">There is no row yet, or they cannot be fitted.</exception>
    public Mixture Model => Current.Model;

    /// <summary>What the person who looks should know of <see cref="Model"/>; empty if all is well.</summary>
    public IReadOnlyList<string> Warnings => Batches == 0 && Start is not null ? Start.Warnings
        : Current.Degeneracy is { } degeneracy ? [FitWarnings.Degenerate(Model, degeneracy)]
        : fit is { IsWaiting: true } && Rows > 0 ? [$"The model is as it was: {Counted.Of(Rows, "row")} are too few to learn it from, and nothing is known of the rows that it was fitted to. Give at least {OnlineStart.RowsPerParameter} for each of its {Model.ParameterCount} parameters."]
        : [];

    /// <summary>Learns rows of weight 1, or of these weights.</summary>
    /// <param name="rows">The rows, N×D.</param>
    /// <param name="weights">One weight a row, or null.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>, between batches.</param>
    /// <exception cref="InputException">A value or a weight cannot be used; no row of its block of 1024 is learnt, nor any after it.</exception>
    public void Add(RowMatrix rows, ReadOnlyMemory<double>? weights = null, CancellationToken cancellationToken = default) => Add(new MemoryRows(rows, weights), cancellationToken);

    /// <summary>Learns all rows of a source, in one sweep.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>, between batches.</param>
    /// <exception cref="InputException">A value or a weight cannot be used; no row of its block of 1024 is learnt, nor any after it.</exception>
    public void Add(IRowSource rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        FeatureNames = FeatureNames.Count == 0 && buffer is null ? rows.FeatureNames : FeatureNames;
        rows.ForEachBlock(SlotPartition.BlockRows, block => Add(block, cancellationToken), cancellationToken);
    }

    /// <summary>Learns a few rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>; rows of a batch that was not learnt wait.</param>
    /// <exception cref="InputException">A value or a weight cannot be used: none of the rows is learnt.</exception>
    public void Add(RowBlock rows, CancellationToken cancellationToken = default)
    {
        buffer ??= NewBuffer(rows.Columns);
        intake!.Check(rows, FeatureNames, fit is null or { IntegratesMissing: true });
        IsWeighted |= intake.IsWeighted;
        for (int at = 0; at < rows.Count;)
        {
            int taken = buffer.Add(rows.Slice(at, rows.Count - at), RowsWanted);
            foreach (double weight in rows.Weights.Slice(at, taken))
            {
                TotalWeight += weight;
            }

            at += taken;
            Rows += taken;
            if (buffer.Count == RowsWanted && !IsShortOfStart())
            {
                Flush(cancellationToken);
            }
        }
    }

    /// <summary>Learns the rows that wait, as a batch of their own: at the end of a stream.</summary>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>; the rows go on waiting.</param>
    /// <exception cref="InputException">The rows cannot be learnt; they are left out.</exception>
    public void Flush(CancellationToken cancellationToken = default)
    {
        if (buffer is not { Count: > 0 } waiting)
        {
            return;
        }

        known = null;
        if (fit is null)
        {
            Start = StartOf(waiting, cancellationToken);
            fit = kind.Online(Start.Model, new OnlineStart(waiting.Weight, waiting.WeightedRows, waiting.View(FeatureNames)), options, online, cancellationToken);
            known = (Rows, Start.Model, Start.Degeneracy);
        }
        else
        {
            Learn(fit, waiting, cancellationToken);
        }

        waiting.Clear(online.BatchRows);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private int RowsWanted => fit is not null ? online.BatchRows : startRows ?? FirstRows.Least;

    private (long Rows, Mixture Model, Degeneracy? Degeneracy) Current
    {
        get
        {
            if (known is not { } current || current.Rows != Rows)
            {
                known = current = Look();
            }

            return current;
        }
    }

    private (long Rows, Mixture Model, Degeneracy? Degeneracy) Look()
    {
        if (fit is null)
        {
            var first = buffer is { Count: > 0 } gathered ? StartOf(gathered, default) : throw new InputException("There is no row yet, so there is no model. Add rows first.");
            return (Rows, first.Model, first.Degeneracy);
        }

        var current = fit;
        if (buffer is { Count: > 0 } waiting)
        {
            current = fit.Copy();
            current.Learn(waiting.View(FeatureNames), default);
        }

        var model = current.Mixture(FeatureNames, out var degeneracy);
        return (Rows, model, degeneracy);
    }

    private MixtureFit StartOf(RowBuffer rows, CancellationToken cancellationToken) => kind.Fit(rows.View(FeatureNames), Components, options, cancellationToken: cancellationToken);

    private void Learn(IOnlineFit into, RowBuffer waiting, CancellationToken cancellationToken)
    {
        try
        {
            double weight = waiting.Weight;
            double mean = into.Learn(waiting.View(FeatureNames), cancellationToken);
            if (weight > 0)
            {
                trace.Add(mean, weight);
                Batches++;
            }
        }
        catch (InputException failure)
        {
            (long last, int count) = (Rows - 1, waiting.Count);
            (Rows, TotalWeight) = (Rows - count, TotalWeight - waiting.Weight);
            waiting.Clear(online.BatchRows);
            throw failure.At($"Rows {last + 1 - count} to {last}");
        }
    }

    // once there are rows to count parameters with, it is known how many are wanted
    private bool IsShortOfStart()
    {
        if (fit is not null || startRows is not null)
        {
            return false;
        }

        startRows = FirstRows.Wanted(kind, buffer!.View(FeatureNames), Components, options);
        return buffer.Count < startRows;
    }

    private RowBuffer NewBuffer(int columns)
    {
        known?.Model.RequireColumns(columns);
        intake = new RowIntake(kind, columns, options.Missing);
        return new RowBuffer(columns);
    }
}
