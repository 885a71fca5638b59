namespace Mixtura.Estimation;

/// <summary>The cut of the rows into slots of whole blocks; a function of the data's and the model's size alone.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Count">The number of slots.</param>
/// <param name="RowsPerSlot">The rows of every slot but the last, a multiple of <see cref="BlockRows"/>.</param>
internal readonly record struct SlotPartition(long Rows, int Count, long RowsPerSlot)
{
    /// <summary>The rows that are read at a time.</summary>
    public const int BlockRows = 1024;

    // enough for the cores of one machine, each with several slots to even out; worth one: some 100 µs of work, against 1 µs to add it
    private const int MostSlotsOfFewRows = 64;
    private const long WorkPerSlot = 200_000;

    // enough for 1024 processes with several slots each; worth one: half a millisecond, several times what it takes to exchange sums,
    // and so many rows that adding the slot's sums is a hundredth of filling them even where most are pruned
    private const int MostSlots = 4096;
    private const long WorkPerSlotOfMany = 1_000_000;
    private const int SumsPerRow = 16;

    // the workers' sums together stay below 256 MiB
    private const long MostSums = 1L << 25;

    /// <summary>Cuts <paramref name="rows"/> rows for statistics of <paramref name="length"/> sums.</summary>
    public static SlotPartition Of(long rows, int length)
    {
        var work = (Int128)rows * Math.Max(1, length);
        var few = Int128.Min(work / WorkPerSlot, Math.Min(MostSlotsOfFewRows, MostWorkers(length)));
        var many = Int128.Min(work / WorkPerSlotOfMany, Math.Min(MostSlots, rows / Math.Max(BlockRows, length / SumsPerRow)));
        long slots = (long)Int128.Max(1, Int128.Max(few, many));
        long rowsPerSlot = RoundUp(Math.Max(1, (rows + slots - 1) / slots), BlockRows);
        return new SlotPartition(rows, (int)((rows + rowsPerSlot - 1) / rowsPerSlot), rowsPerSlot);
    }

    /// <summary>The most workers of a process, for the sake of the memory that each one's sums take.</summary>
    public static int MostWorkers(int length) => (int)Math.Max(1, MostSums / Math.Max(1, length));

    /// <summary>The first row of a slot.</summary>
    public long FirstRow(int slot) => slot * RowsPerSlot;

    /// <summary>The number of rows of a slot.</summary>
    public long RowsIn(int slot) => Math.Min(RowsPerSlot, Rows - FirstRow(slot));

    private static long RoundUp(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
