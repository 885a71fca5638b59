namespace Mixtura.Estimation;

/// <summary>The cut of the rows into slots of whole blocks; a function of the data's and the model's size alone.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Count">The number of slots.</param>
/// <param name="RowsPerSlot">The rows of every slot but the last, a multiple of <see cref="BlockRows"/>.</param>
internal readonly record struct SlotPartition(long Rows, int Count, long RowsPerSlot)
{
    /// <summary>The rows that are read at a time.</summary>
    public const int BlockRows = 1024;

    // enough for the cores of a large machine, each with several slots to even out
    private const int MostSlots = 64;

    // sums times rows worth a slot of its own: some 100 µs of work, against 1 µs to merge
    private const long WorkPerSlot = 200_000;

    // the slots' sums together stay below 256 MiB
    private const long MostSums = 1L << 25;

    /// <summary>Cuts <paramref name="rows"/> rows for statistics of <paramref name="length"/> sums.</summary>
    public static SlotPartition Of(long rows, int length)
    {
        long most = Math.Max(1, Math.Min(MostSlots, MostSums / Math.Max(1, length)));
        long worthwhile = Math.Max(1, rows * Math.Max(1, length) / WorkPerSlot);
        long slots = Math.Min(most, worthwhile);
        long rowsPerSlot = RoundUp(Math.Max(1, (rows + slots - 1) / slots), BlockRows);
        return new SlotPartition(rows, (int)((rows + rowsPerSlot - 1) / rowsPerSlot), rowsPerSlot);
    }

    /// <summary>The first row of a slot.</summary>
    public long FirstRow(int slot) => slot * RowsPerSlot;

    /// <summary>The number of rows of a slot.</summary>
    public long RowsIn(int slot) => Math.Min(RowsPerSlot, Rows - FirstRow(slot));

    private static long RoundUp(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
