using Mixtura.Data;

namespace Mixtura.Tests;

/// <summary>A source as somebody else writes it, with the faults it may have.</summary>
internal sealed class OwnRows(RowMatrix rows) : IRowSource
{
    private int readings;

    public long Given { get; init; } = rows.Rows;

    public int Most { get; init; } = int.MaxValue;

    public bool IgnoresMoveTo { get; init; }

    public int NaNFromReading { get; init; } = int.MaxValue;

    public bool WrongColumns { get; init; }

    public bool OpensNull { get; init; }

    public int Columns => rows.Columns;

    public long Rows => rows.Rows;

    public IRowReader Open() => OpensNull ? null! : new Reader(this, rows);

    private sealed class Reader(OwnRows source, RowMatrix rows) : IRowReader
    {
        private long next;

        public void MoveTo(long row) => next = source.IgnoresMoveTo ? next : row;

        public bool Read(int maximumRows, out RowBlock block)
        {
            int count = (int)Math.Min(Math.Min(maximumRows, source.Most), source.Given - next);
            if (count <= 0)
            {
                block = default;
                return false;
            }

            double[] values = rows.Values.Slice((int)next * rows.Columns, count * rows.Columns).ToArray();
            values[0] = Interlocked.Increment(ref source.readings) > source.NaNFromReading ? double.NaN : values[0];
            int columns = rows.Columns;
            if (source.WrongColumns)
            {
                (values, columns) = (new double[count * 3], 3);
            }

            block = new RowBlock(values, Enumerable.Repeat(1.0, count).ToArray(), columns, next);
            next += count;
            return true;
        }

        public void Dispose()
        {
        }
    }
}
