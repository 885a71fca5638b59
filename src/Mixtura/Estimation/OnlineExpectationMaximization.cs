using System.Numerics.Tensors;
using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>On-line EM (Cappé and Moulines 2009), for any model with latent variables: the sums of a stream are an average that each batch of rows pulls towards its own, s ← (1 − γ)s + γ·s̄, with an M-step after each.
/// Every row is seen once, and memory does not grow.</summary>
/// <remarks>
/// <para>Batch t counts γ = (t + 2)^−α; t is not counted but weighed: the weight so far in batches of <see cref="OnlineOptions.BatchRows"/> rows of average weight, so a smaller batch counts less, and a model of many rows
/// moves little. Between batches the sums move to the new centres (<see cref="ILatentVariableModel{TModel, TStatistics}.MoveTo"/>). Before an M-step that would be degenerate the model stays as it is, and the sums go on.</para>
/// <para>Not thread-safe; the same bits for any number of threads.</para>
/// </remarks>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
public sealed class OnlineExpectationMaximization<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private readonly ILatentVariableModel<TModel, TStatistics> family;
    private readonly OnlineOptions options;
    private readonly double patience;
    private readonly TStatistics bag;
    private readonly double[] sums;
    private readonly double[] fresh;
    private DoublingAverage? average;

    /// <summary>Begins with a model, and with sums that are known of it.</summary>
    /// <param name="family">The E-step and the M-step.</param>
    /// <param name="start">The first parameters.</param>
    /// <param name="known">The sums of the rows so far, taken under <paramref name="start"/>; null where there are none.</param>
    /// <param name="weight">Σᵢ wᵢ of the rows so far.</param>
    /// <param name="rows">The number of those of positive weight.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="patience">The weight of rows to gather before the first M-step: a few for each parameter.</param>
    public OnlineExpectationMaximization(
        ILatentVariableModel<TModel, TStatistics> family, TModel start, TStatistics? known = null, double weight = 0, long rows = 0, OnlineOptions? options = null, double patience = 0)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(start);
        this.family = family;
        this.options = options ?? new OnlineOptions();
        this.patience = patience;
        Model = start;
        bag = family.CreateStatistics(start);
        sums = new double[bag.Length];
        fresh = new double[bag.Length];
        if (known is not null && weight > 0)
        {
            known.CopyTo(sums);
            TensorPrimitives.Divide(sums, weight, sums);
            (TotalWeight, Rows) = (weight, Math.Max(1, rows));
            average = NewAverage();
        }
    }

    private OnlineExpectationMaximization(OnlineExpectationMaximization<TModel, TStatistics> other)
    {
        (family, options, patience) = (other.family, other.options, other.patience);
        (Model, Degeneracy, Batches, TotalWeight, Rows) = (other.Model, other.Degeneracy, other.Batches, other.TotalWeight, other.Rows);
        bag = family.CreateStatistics(Model);
        (sums, fresh) = ([.. other.sums], new double[other.fresh.Length]);
        average = other.average?.Copy();
    }

    /// <summary>θ, that rows are expected under: of the latest sums, without averaging.</summary>
    public TModel Model { get; private set; }

    /// <summary>Why the last M-step was not made, or null if it was.</summary>
    public Degeneracy? Degeneracy { get; private set; }

    /// <summary>The batches learnt.</summary>
    public long Batches { get; private set; }

    /// <summary>Σᵢ wᵢ so far, those of the beginning included.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>The rows of positive weight so far, those of the beginning included.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether the first M-step waits for more rows.</summary>
    public bool IsWaiting => TotalWeight < patience;

    /// <summary>The same, to be gone on with apart from this.</summary>
    public OnlineExpectationMaximization<TModel, TStatistics> Copy() => new(this);

    /// <summary>Learns a batch of rows: an E-step under <see cref="Model"/>, and an M-step.</summary>
    /// <param name="batch">The rows, all of which are one batch.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>; nothing is learnt then.</param>
    /// <returns>Σᵢ wᵢ log p(xᵢ) / Σᵢ wᵢ before they were learnt, in nats; NaN if no row has weight.</returns>
    /// <exception cref="InputException">A row has no density under the model; nothing is learnt then.</exception>
    public double Learn(IRowSource batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (weight, rows) = Weigh(batch, cancellationToken);
        if (rows == 0)
        {
            return double.NaN;
        }

        double mean = Expect(batch, cancellationToken) / weight;
        TensorPrimitives.Divide(fresh, weight, fresh);
        double step = Step(weight, rows);
        TensorPrimitives.Subtract(fresh, sums, fresh);
        TensorPrimitives.MultiplyAdd(fresh, step, sums, sums);
        TotalWeight += weight;
        Rows += rows;
        Batches++;
        if (!IsWaiting)
        {
            Maximize();
            if (average is null)
            {
                average = NewAverage();
            }
            else
            {
                average.Add(sums, weight, TotalWeight);
            }
        }

        return mean;
    }

    /// <summary>The model of all that was learnt: that of the averaged sums, where they are averaged and their model is sound, else <see cref="Model"/>.</summary>
    public TModel Estimate()
    {
        if (average is null || Batches == 0)
        {
            return Model;
        }

        average.CopyTo(fresh);
        var estimate = Maximized(fresh);
        return family.FindDegeneracy(estimate) is null ? estimate : Model;
    }

    private DoublingAverage? NewAverage() => options is { Averaging: true, HalfLife: null } ? new DoublingAverage(sums, TotalWeight) : null;

    private static (double Weight, long Rows) Weigh(IRowSource batch, CancellationToken cancellationToken)
    {
        double weight = 0;
        long rows = 0;
        batch.ForEachBlock(
            SlotPartition.BlockRows,
            block =>
            {
                foreach (double one in block.Weights)
                {
                    weight += one;
                    rows += one > 0 ? 1 : 0;
                }
            },
            cancellationToken);
        return (weight, rows);
    }

    private double Expect(IRowSource batch, CancellationToken cancellationToken)
    {
        using var pass = new BlockPass<TModel, TStatistics>(family, Model, batch, options.Threads);
        if (!pass.TryExpect(Model, cancellationToken, out double bound))
        {
            throw new OperationCanceledException(cancellationToken);
        }

        if (!double.IsFinite(bound))
        {
            throw new InputException("A row of the batch has a density of 0 under the model so far, in double precision, so that nothing can be learnt of it. Leave out rows that lie so far away; for categories that the first rows do not hold, give them a prior (smoothing).");
        }

        pass.Statistics.CopyTo(fresh);
        return bound - family.ObjectiveTerm(Model);
    }

    // γ; the weight so far and this batch's in batches of average rows
    private double Step(double weight, long rows)
    {
        double batch = options.BatchRows * ((TotalWeight + weight) / (Rows + rows));
        double before = TotalWeight / batch;
        double share = weight / batch;
        double step = IsWaiting || TotalWeight == 0 ? share / (before + share) : Math.Min(1, share * Math.Pow(before + share, -options.StepExponent));
        return options.HalfLife is { } halfLife ? Math.Max(step, 1 - Math.Pow(2, -weight / halfLife)) : step;
    }

    private void Maximize()
    {
        var next = Maximized(sums);
        Degeneracy = family.FindDegeneracy(next);
        if (Degeneracy is not null)
        {
            return;
        }

        var from = Model;
        void Move(double[] held)
        {
            bag.Clear();
            bag.CopyFrom(held);
            family.MoveTo(from, next, bag);
            bag.CopyTo(held);
        }

        Move(sums);
        average?.Change(Move);
        Model = next;
    }

    // of as much weight as the sums stand for, which is what priors and rules compare with
    private TModel Maximized(double[] held)
    {
        double weight = options.HalfLife is { } halfLife ? Math.Min(TotalWeight, halfLife / Math.Log(2)) : TotalWeight;
        var scaled = new double[held.Length];
        TensorPrimitives.Multiply(held, weight, scaled);
        bag.Clear();
        bag.CopyFrom(scaled);
        return family.Maximize(Model, bag);
    }
}
