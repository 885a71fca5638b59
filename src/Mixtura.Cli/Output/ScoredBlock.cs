using System.Runtime.InteropServices;
using Mixtura.Cli.Tables;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Consecutive rows with what was computed of them; filled again and again.</summary>
internal sealed class ScoredBlock
{
    private const int NumbersOfReason = 3;

    private readonly double[] densities;
    private readonly double[] responsibilities;
    private readonly double[] goods;
    private readonly double[] tails;
    private readonly double[] reasons;
    private readonly double[] weights;
    private readonly Mixture model;
    private readonly int components;

    /// <param name="rows">The most rows.</param>
    /// <param name="model">The model.</param>
    /// <param name="posterior">What is computed.</param>
    /// <param name="table">The rows of a table that are made of the block; null for none.</param>
    public ScoredBlock(int rows, Mixture model, Posterior posterior, TableRows? table)
    {
        Table = table;
        this.model = model;
        components = model.Components;
        densities = posterior != Posterior.Responsibilities ? new double[rows] : [];
        responsibilities = posterior == Posterior.Responsibilities ? new double[rows * components] : [];
        goods = posterior == Posterior.Responsibilities && model.TellsGoodRows ? new double[rows] : [];
        tails = posterior is Posterior.Tails or Posterior.Outliers ? new double[rows] : [];
        reasons = posterior == Posterior.Outliers ? new double[rows * NumbersOfReason] : [];
        weights = new double[rows];
    }

    /// <summary>The index of the first row, counted from 0.</summary>
    public long FirstRow { get; private set; }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>log p(x) of every row, in nats, if log densities are computed.</summary>
    public ReadOnlySpan<double> LogDensities => densities.AsSpan(0, Count);

    /// <summary>The tail probability of every row, if they are computed.</summary>
    public ReadOnlySpan<double> Tails => tails.AsSpan(0, Count);

    /// <summary>What makes a row of the block unusual; null where it is not below the limit, or nothing can be said.</summary>
    public UnusualFeature? Reason(int row)
    {
        var reason = reasons.AsSpan(row * NumbersOfReason, NumbersOfReason);
        return reason[0] < 0 ? null : new UnusualFeature((int)reason[0], reason[1], reason[2]);
    }

    /// <summary>The rows of a table that are made of the block; null for none.</summary>
    public TableRows? Table { get; }

    /// <summary>The responsibilities of a row of the block, one a component, if they are computed.</summary>
    public ReadOnlySpan<double> Responsibilities(int row) => responsibilities.AsSpan(row * components, components);

    /// <summary>The most probable component of a row of the block; <see cref="NoisyMixture.NoiseLabel"/> for noise.</summary>
    public int Component(int row) => model.ComponentOf(Responsibilities(row));

    /// <summary>The probability of that component.</summary>
    public double Probability(int row) => Probability(row, Component(row));

    /// <summary>The probability of a component, or of noise.</summary>
    public double Probability(int row, int component) => model.ProbabilityOf(Responsibilities(row), component);

    /// <summary>The probability that a row of the block is good, within its most probable component; NaN for noise. Where the model tells.</summary>
    public double GoodProbability(int row) => goods[row];

    /// <summary>The weight of a row of the block.</summary>
    public double Weight(int row) => weights[row];

    /// <summary>Takes rows in; what was here is gone.</summary>
    /// <param name="scorer">Scores them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="tailScores">What tail probabilities and reasons come from, if they are computed.</param>
    public void Fill(MixtureScorer scorer, RowBlock rows, TailScores? tailScores)
    {
        Start(rows.FirstRow, rows.Count);
        rows.Weights.CopyTo(weights);
        scorer.Score(rows, densities, responsibilities, goods);
        for (int i = 0; i < tails.Length && i < Count; i++)
        {
            tails[i] = tailScores!.Probabilities is { IsOfComponents: true } ofComponents ? ofComponents.Of(rows[i]) : tailScores.Probabilities.Of(rows[i], densities[i]);
            if (reasons.Length > 0)
            {
                SetReason(i, tails[i] < tailScores.Limit ? tailScores.Reasons?.In(rows[i]) : null);
            }
        }
    }

    /// <summary>Sends the block to another process, its rows of a table where they are text.</summary>
    public void Send(IProcessGroup processes, int rank)
    {
        var text = Table is null ? [] : Table.Bytes.WrittenSpan;
        processes.Send(rank, MemoryMarshal.AsBytes(new ReadOnlySpan<long>([FirstRow, Count, text.Length])));
        foreach (double[] numbers in Numbers)
        {
            processes.Send(rank, MemoryMarshal.AsBytes(numbers.AsSpan()));
        }

        processes.Send(rank, text);
    }

    /// <summary>Takes the place of a block that another process sends.</summary>
    /// <returns>Whether its rows of a table, if there are any, came with it.</returns>
    public bool TryReceive(IProcessGroup processes, int rank)
    {
        Span<long> head = stackalloc long[3];
        processes.Receive(rank, MemoryMarshal.AsBytes(head));
        Start(head[0], (int)head[1]);
        foreach (double[] numbers in Numbers)
        {
            processes.Receive(rank, MemoryMarshal.AsBytes(numbers.AsSpan()));
        }

        int length = (int)head[2];
        processes.Receive(rank, length == 0 ? [] : Table!.Bytes.GetSpan(length)[..length]);
        Table?.Bytes.Advance(length);
        return Table is null || length > 0;
    }

    private double[][] Numbers => [densities, responsibilities, goods, tails, reasons, weights];

    private void SetReason(int row, UnusualFeature? reason)
    {
        var numbers = reasons.AsSpan(row * NumbersOfReason, NumbersOfReason);
        (numbers[0], numbers[1], numbers[2]) = reason is { } known ? (known.Feature, known.Expected, known.Deviations) : (-1, double.NaN, double.NaN);
    }

    private void Start(long firstRow, int count)
    {
        (FirstRow, Count) = (firstRow, count);
        Table?.Start(firstRow, count);
    }
}
