using Mixtura.Data;

namespace Mixtura.Tests.Streaming;

/// <summary>Rows of which fewer come than are promised.</summary>
internal sealed class CutOffRows(MemoryRows rows, long promised) : IRowSource
{
    public int Columns => rows.Columns;

    public long Rows => promised;

    public IRowReader Open() => new Reader(rows.Open(), rows.Rows);

    private sealed class Reader(IRowReader reader, long last) : IRowReader
    {
        public void MoveTo(long row) => reader.MoveTo(Math.Min(row, last));

        public bool Read(int maximumRows, out RowBlock block) => reader.Read(maximumRows, out block);

        public void Dispose() => reader.Dispose();
    }
}
