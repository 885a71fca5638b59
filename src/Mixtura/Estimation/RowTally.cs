using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>What is taken from rows beyond sums: from each run of rows by itself, then put together in the rows' order.</summary>
/// <remarks>Threads, and processes that share the rows, take a run of slots each.</remarks>
internal static class RowTally
{
    /// <summary>Takes something from all rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="threads">The most threads at work.</param>
    /// <param name="take">Takes it from a run of rows: the slot's number, its rows, and a reader to read them with.</param>
    /// <param name="cancellationToken">Ends it by an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What was taken from each slot, in their order.</returns>
    public static byte[][] Of(IRowSource rows, int threads, Func<SlotRows, byte[]> take, CancellationToken cancellationToken)
    {
        if (rows.SweepLog is { } log)
        {
            if (!log.TryTake(out byte[] answer))
            {
                answer = Packed(OfThose(rows, threads, take, cancellationToken));
                log.Add(answer);
            }

            return [.. Unpacked(answer)];
        }

        return OfThose(rows, threads, take, cancellationToken);
    }

    /// <summary>The same, of rows that are read whatever is known of them.</summary>
    public static byte[][] OfThose(IRowSource rows, int threads, Func<SlotRows, byte[]> take, CancellationToken cancellationToken)
    {
        var partition = SlotPartition.Of(rows.Rows, rows.Columns);
        var (first, end) = rows.Processes.Slots(partition.Count);
        var own = new byte[end - first][];
        var stop = rows.Processes?.Interrupted ?? cancellationToken;
        rows.Processes.Together(() =>
        {
            ParallelPieces.ForEach(
                own.Length,
                threads,
                i =>
                {
                    using var reader = rows.Open();
                    own[i] = take(new SlotRows(first + i, partition, reader, stop));
                },
                stop);
            return own;
        });
        return rows.Processes is { } group ? [.. group.All(Packed(own)).SelectMany(Unpacked)] : own;
    }

    private static byte[] Packed(byte[][] pieces)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (byte[] piece in pieces)
        {
            writer.Write(piece.Length);
            writer.Write(piece);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static IEnumerable<byte[]> Unpacked(byte[] packed)
    {
        using var reader = new BinaryReader(new MemoryStream(packed));
        while (reader.BaseStream.Position < packed.Length)
        {
            yield return reader.ReadBytes(reader.ReadInt32());
        }
    }
}

/// <summary>The rows of one slot.</summary>
/// <param name="Slot">Its number.</param>
/// <param name="Partition">The cut of all rows.</param>
/// <param name="Reader">Reads them.</param>
/// <param name="Cancellation">Ends it.</param>
internal readonly record struct SlotRows(int Slot, SlotPartition Partition, IRowReader Reader, CancellationToken Cancellation)
{
    /// <summary>The first row.</summary>
    public long First => Partition.FirstRow(Slot);

    /// <summary>The row behind the last.</summary>
    public long End => First + Partition.RowsIn(Slot);

    /// <summary>Reads every row once, in order.</summary>
    public void ForEachBlock(RowBlockAction action)
    {
        Reader.MoveTo(First);
        for (long at = First; at < End;)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (!Reader.Read((int)Math.Min(SlotPartition.BlockRows, End - at), out var block))
            {
                throw RowTraversal.EndedEarly(at, Partition.Rows);
            }

            action(block);
            at += block.Count;
        }
    }
}
