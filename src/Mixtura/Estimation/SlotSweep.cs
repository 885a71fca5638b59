using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>Fills slots on several threads, all or, where processes share the rows, those of this one, and adds all up.</summary>
/// <remarks>A thread takes the next free slot, adds its rows in order into statistics of its own, and hands the sums to the tree.</remarks>
internal sealed class SlotSweep<TModel, TStatistics> : IDisposable
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // beside the statistics: Σᵢ wᵢ log p(xᵢ), Σᵢ wᵢ
    private const int OtherSums = 2;

    private readonly ILatentVariableModel<TModel, TStatistics> family;
    private readonly TStatistics[] working;
    private readonly IRowReader[] readers;
    private readonly WorkerTeam team;
    private readonly Action<int> work;
    private readonly FirstFailure failure = new();
    private readonly IProcessGroup? processes;
    private readonly ISweepLog? log;
    private TModel model;
    private CancellationToken cancellation;
    private bool weighing;
    private int nextSlot;
    private int endSlot;

    public SlotSweep(ILatentVariableModel<TModel, TStatistics> family, TModel model, IRowSource rows, SlotPartition partition, int threads)
    {
        this.family = family;
        this.model = model;
        processes = rows.Processes;
        log = rows.SweepLog;
        Partition = partition;
        var first = family.CreateStatistics(model);
        Sums = new SlotTree(partition.Count, first.Length + OtherSums);
        working = new TStatistics[Math.Clamp(threads, 1, Math.Clamp(partition.Count, 1, SlotPartition.MostWorkers(first.Length)))];
        working[0] = first;
        for (int worker = 1; worker < working.Length; worker++)
        {
            working[worker] = family.CreateStatistics(model);
        }

        readers = OpenReaders(rows, working.Length);
        work = FillSlots;
        team = new WorkerTeam(working.Length);
    }

    /// <summary>The cut of all rows.</summary>
    public SlotPartition Partition { get; }

    /// <summary>The sums of the slots that were filled last: the statistics' and two more.</summary>
    public SlotTree Sums { get; }

    /// <summary>The statistics' sums, once all slots were added.</summary>
    public ReadOnlySpan<double> Statistics => Sums.Total[..^OtherSums];

    /// <summary>Σᵢ wᵢ log p(xᵢ).</summary>
    public double Objective => Sums.Total[^2];

    /// <summary>Σᵢ wᵢ, where the sweep was to weigh.</summary>
    public double Weight => Sums.Total[^1];

    /// <summary>The E-step over all rows, by this process or by those that share them.</summary>
    /// <returns>False if it was cancelled; the sums are then void.</returns>
    /// <exception cref="InputException">The rows end before as many came as were promised.</exception>
    public bool TryFill(TModel current, bool weighs, CancellationToken cancellationToken)
    {
        if (TryRepeat())
        {
            return !cancellationToken.IsCancellationRequested;
        }

        if (!TrySweep(current, weighs, cancellationToken))
        {
            return false;
        }

        log?.Add(MemoryMarshal.AsBytes(Sums.Total));
        return true;
    }

    // what the sweep came to in the run that is repeated
    private bool TryRepeat()
    {
        if (log is null || !log.TryTake(out byte[] answer))
        {
            return false;
        }

        Sums.Clear();
        double[] total = Sums.Rent();
        if (answer.Length != total.Length * sizeof(double))
        {
            throw new InputException("What was kept of the run belongs to another fit: its sums are of another number. Begin anew.");
        }

        answer.CopyTo(MemoryMarshal.AsBytes(total.AsSpan()));
        Sums.Add(1, total);
        return true;
    }

    private bool TrySweep(TModel current, bool weighs, CancellationToken cancellationToken)
    {
        if (processes is null)
        {
            Fill(current, 0, Partition.Count, weighs, cancellationToken);
            failure.Throw();
            return !cancellationToken.IsCancellationRequested;
        }

        var (first, end) = processes.Slots(Partition.Count);
        Fill(current, first, end, weighs, processes.Interrupted);
        if (!processes.Agree(failure.Exception, processes.Interrupted.IsCancellationRequested || cancellationToken.IsCancellationRequested))
        {
            return false;
        }

        processes.Add(Sums);
        return true;
    }

    // the rows of slots first … end − 1
    private void Fill(TModel current, int first, int end, bool weighs, CancellationToken cancellationToken)
    {
        model = current;
        cancellation = cancellationToken;
        weighing = weighs;
        nextSlot = first - 1;
        endSlot = end;
        failure.Clear();
        Sums.Clear();
        team.Run(work);
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
        for (int slot = Interlocked.Increment(ref nextSlot); slot < endSlot && !failure.Stops(slot); slot = Interlocked.Increment(ref nextSlot))
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
#pragma warning disable CA1031 // thrown again by TryFill
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
        long left = Partition.RowsIn(slot);
        reader.MoveTo(Partition.FirstRow(slot));
        while (left > 0 && !cancellation.IsCancellationRequested && !failure.Stops(slot))
        {
            if (!reader.Read((int)Math.Min(SlotPartition.BlockRows, left), out var block))
            {
                throw RowTraversal.EndedEarly(Partition.FirstRow(slot) + Partition.RowsIn(slot) - left, Partition.Rows);
            }

            objective += family.Expect(model, block, statistics);
            weight += weighing ? TensorPrimitives.Sum(block.Weights) : 0;
            left -= block.Count;
        }

        var sums = Sums.Rent();
        statistics.CopyTo(sums);
        sums[^2] = objective;
        sums[^1] = weight;
        Sums.Add(Sums.NodeOf(slot), sums);
    }
}
