namespace Mixtura.IO;

/// <summary>The rows of several stores, one after the other.</summary>
internal sealed class JoinedStore(IReadOnlyList<IRowStore> parts) : IRowStore
{
    // where each part begins, and the end of all
    private readonly long[] starts = [.. parts.Aggregate(new List<long> { 0 }, static (starts, part) =>
    {
        starts.Add(starts[^1] + part.Rows);
        return starts;
    })];

    public int Columns => parts[0].Columns;

    public long Rows => starts[^1];

    public bool IsWeighted => parts[0].IsWeighted;

    public bool IsInMemory => parts.All(static part => part.IsInMemory);

    public int RowsWorthFetching => parts.Max(static part => part.RowsWorthFetching);

    public void Fetch(long firstRow, Span<double> values, Span<double> weights)
    {
        int part = Array.BinarySearch(starts, firstRow);
        part = part < 0 ? ~part - 1 : part;
        while (!values.IsEmpty)
        {
            for (; firstRow >= starts[part + 1]; part++)
            {
            }

            int count = (int)Math.Min(values.Length / Columns, starts[part + 1] - firstRow);
            parts[part].Fetch(firstRow - starts[part], values[..(count * Columns)], IsWeighted ? weights[..count] : []);
            values = values[(count * Columns)..];
            weights = IsWeighted ? weights[count..] : weights;
            firstRow += count;
        }
    }

    public void Dispose()
    {
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }
}
