using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Reads a store in order through a buffer of its own.</summary>
/// <param name="store">The store.</param>
/// <param name="owner">The file that is read while it is open; null for a store by itself.</param>
internal sealed class StoredRowReader(IRowStore store, RowFile? owner = null) : IRowReader
{
    private readonly IRowStore store = store;
    private double[] values = [];
    private double[] weights = [];
    private long next;
    private long heldFirst;
    private int held;

    public void MoveTo(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        next = row;
    }

    public bool Read(int maximumRows, out RowBlock block)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumRows);
        owner?.RequireOpen();
        int count = (int)Math.Min(maximumRows, store.Rows - next);
        if (count <= 0)
        {
            block = default;
            return false;
        }

        if (next < heldFirst || next + count > heldFirst + held)
        {
            Fetch((int)Math.Min(Math.Max(count, store.RowsWorthFetching), store.Rows - next));
        }

        int start = (int)(next - heldFirst);
        int columns = store.Columns;
        block = new RowBlock(values.AsSpan(start * columns, count * columns), weights.AsSpan(start, count), columns, next);
        next += count;
        return true;
    }

    public void Dispose()
    {
    }

    private void Fetch(int count)
    {
        // what was held is void from here on, also if fetching fails
        held = 0;
        if (weights.Length < count)
        {
            values = new double[checked(count * store.Columns)];
            weights = new double[count];
            Array.Fill(weights, 1.0);
        }

        store.Fetch(next, values.AsSpan(0, count * store.Columns), store.IsWeighted ? weights.AsSpan(0, count) : []);
        heldFirst = next;
        held = count;
    }
}
