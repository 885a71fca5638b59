using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>One parallel sweep over all rows: the E-step adds every block to statistics, which are merged in a fixed order.</summary>
/// <remarks>
/// The rows are cut into slots, each a fixed range of blocks. A thread takes the next free slot, adds its rows in order into
/// statistics of its own and writes them to the slot; the slots are then merged in their order. Neither the cut nor the order
/// depends on the number of threads, so the sums have the same bits for any number. Memory is O(threads · block + slots · statistics).
/// </remarks>
internal sealed class BlockPass<TModel, TStatistics> : IDisposable
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private readonly ILatentVariableModel<TModel, TStatistics> family;
    private readonly SlotPartition partition;
    private readonly double[][] slotSums;
    private readonly double[] slotObjectives;
    private readonly double[] slotWeights;
    private readonly TStatistics[] working;
    private readonly IRowReader[] readers;
    private readonly WorkerTeam team;
    private readonly Action<int> work;
    private readonly FirstFailure failure = new();
    private TModel model;
    private CancellationToken cancellation;
    private int nextSlot;

    public BlockPass(ILatentVariableModel<TModel, TStatistics> family, TModel model, IRowSource rows, int threads)
    {
        this.family = family;
        this.model = model;
        Statistics = family.CreateStatistics(model);
        partition = SlotPartition.Of(rows.Rows, Statistics.Length);
        slotSums = new double[partition.Count][];
        for (int slot = 0; slot < partition.Count; slot++)
        {
            slotSums[slot] = new double[Statistics.Length];
        }

        slotObjectives = new double[partition.Count];
        slotWeights = new double[partition.Count];
        working = new TStatistics[Math.Clamp(threads, 1, Math.Max(1, partition.Count))];
        for (int worker = 0; worker < working.Length; worker++)
        {
            working[worker] = family.CreateStatistics(model);
        }

        readers = OpenReaders(rows, working.Length);
        work = FillSlots;
        team = new WorkerTeam(working.Length);
    }

    /// <summary>The statistics of all rows under the model of the last pass.</summary>
    public TStatistics Statistics { get; }

    /// <summary>Σᵢ wᵢ, summed in the first pass.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>The number of passes done.</summary>
    public int Count { get; private set; }

    /// <summary>The E-step over all rows (eqs. 6, 14); the bound is the sum over the rows of eq. 9, which eqs. 11 and 19 equal when q is the posterior.</summary>
    /// <returns>False if it was cancelled; the statistics are then void.</returns>
    /// <exception cref="InputException">The rows end before as many came as were promised.</exception>
    public bool TryExpect(TModel current, CancellationToken cancellationToken, out double bound)
    {
        model = current;
        cancellation = cancellationToken;
        nextSlot = -1;
        failure.Clear();
        team.Run(work);
        failure.Throw();
        bound = double.NaN;
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        bound = MergeSlots() + family.ObjectiveTerm(current);
        Count++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        team.Dispose();
        foreach (var reader in readers)
        {
            reader.Dispose();
        }
    }

    private static IRowReader[] OpenReaders(IRowSource rows, int count)
    {
        var opened = new List<IRowReader>(count);
        try
        {
            while (opened.Count < count)
            {
                opened.Add(rows.Open());
            }

            return [.. opened];
        }
        finally
        {
            for (int i = 0; opened.Count < count && i < opened.Count; i++)
            {
                opened[i].Dispose();
            }
        }
    }

    private void FillSlots(int worker)
    {
        for (int slot = Interlocked.Increment(ref nextSlot); slot < partition.Count && !failure.Stops(slot); slot = Interlocked.Increment(ref nextSlot))
        {
            Attempt(slot, working[worker], readers[worker]);
        }
    }

    private void Attempt(int slot, TStatistics statistics, IRowReader reader)
    {
        try
        {
            FillSlot(slot, statistics, reader);
        }
#pragma warning disable CA1031 // thrown again by TryExpect
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure.Note(slot, exception);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillSlot(int slot, TStatistics statistics, IRowReader reader)
    {
        statistics.Clear();
        double objective = 0;
        double weight = 0;
        long left = partition.RowsIn(slot);
        reader.MoveTo(partition.FirstRow(slot));
        while (left > 0 && !cancellation.IsCancellationRequested && !failure.Stops(slot))
        {
            if (!reader.Read((int)Math.Min(SlotPartition.BlockRows, left), out var block))
            {
                throw RowTraversal.EndedEarly(partition.FirstRow(slot) + partition.RowsIn(slot) - left, partition.Rows);
            }

            objective += family.Expect(model, block, statistics);
            weight += Count == 0 ? TensorPrimitives.Sum(block.Weights) : 0;
            left -= block.Count;
        }

        statistics.CopyTo(slotSums[slot]);
        slotObjectives[slot] = objective;
        slotWeights[slot] = weight;
    }

    private double MergeSlots()
    {
        double objective = 0;
        Statistics.Clear();
        for (int slot = 0; slot < partition.Count; slot++)
        {
            working[0].CopyFrom(slotSums[slot]);
            Statistics.Merge(working[0]);
            objective += slotObjectives[slot];
            TotalWeight += slotWeights[slot];
        }

        return objective;
    }
}
