using Mixtura.Data;

namespace Mixtura.Tests.Bayesian;

/// <summary>Rows that cancel at a read of their own choice.</summary>
internal sealed class CancellingRows(MemoryRows rows, CancellationTokenSource source, int read) : IRowSource
{
    private int reads;

    /// <summary>The reads so far.</summary>
    public int Reads => reads;

    public int Columns => rows.Columns;

    public long Rows => rows.Rows;

    public IRowReader Open() => new Reader(rows.Open(), this);

    private void Count()
    {
        if (Interlocked.Increment(ref reads) == read)
        {
            source.Cancel();
        }
    }

    private sealed class Reader(IRowReader reader, CancellingRows owner) : IRowReader
    {
        public void MoveTo(long row) => reader.MoveTo(row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            owner.Count();
            return reader.Read(maximumRows, out block);
        }

        public void Dispose() => reader.Dispose();
    }
}
