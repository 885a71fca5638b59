using Mixtura.Data;

namespace Mixtura.Tests.Processes;

/// <summary>Rows whose sweeps are kept; how many rows are read is counted.</summary>
internal sealed class LoggedRows(IRowSource rows, ISweepLog log, IProcessGroup? group = null) : IRowSource
{
    private long read;

    public long Read => Interlocked.Read(ref read);

    public int Columns => rows.Columns;

    public long Rows => rows.Rows;

    public IReadOnlyList<string> FeatureNames => rows.FeatureNames;

    public ISweepLog? SweepLog => log;

    public IProcessGroup? Processes => group;

    public IRowReader Open() => new Reader(this, rows.Open());

    private sealed class Reader(LoggedRows all, IRowReader reader) : IRowReader
    {
        public void MoveTo(long row) => reader.MoveTo(row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            bool found = reader.Read(maximumRows, out block);
            Interlocked.Add(ref all.read, block.Count);
            return found;
        }

        public void Dispose() => reader.Dispose();
    }
}

/// <summary>A log in memory: some answers that are known, and those that were added.</summary>
internal sealed class MemoryLog(IEnumerable<byte[]> known) : ISweepLog
{
    private readonly Queue<byte[]> known = new(known);

    public List<byte[]> Added { get; } = [];

    public int Left => known.Count;

    public bool TryTake(out byte[] answer)
    {
        bool found = known.TryDequeue(out byte[]? next);
        answer = next ?? [];
        return found;
    }

    public void Add(ReadOnlySpan<byte> answer)
    {
        Assert.Empty(known);
        Added.Add(answer.ToArray());
    }
}
