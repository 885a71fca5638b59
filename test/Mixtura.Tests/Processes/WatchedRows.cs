using Mixtura.Data;

namespace Mixtura.Tests.Processes;

/// <summary>Rows that processes share, or whose sweeps are kept: what this process reads of them is noted.</summary>
internal sealed class WatchedRows(IRowSource rows, IProcessGroup? group = null, ISweepLog? log = null, Action<RowBlock>? seen = null) : IRowSource
{
    private long read;

    /// <summary>How many rows this process has read.</summary>
    public long Read => Interlocked.Read(ref read);

    public int Columns => rows.Columns;

    public long Rows => rows.Rows;

    public IReadOnlyList<string> FeatureNames => rows.FeatureNames;

    public IProcessGroup? Processes => group;

    public ISweepLog? SweepLog => log;

    public IRowReader Open() => new Reader(this, rows.Open());

    private sealed class Reader(WatchedRows all, IRowReader reader) : IRowReader
    {
        public void MoveTo(long row) => reader.MoveTo(row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            bool found = reader.Read(maximumRows, out block);
            Interlocked.Add(ref all.read, block.Count);
            all.Seen(block);
            return found;
        }

        public void Dispose() => reader.Dispose();
    }

    private void Seen(RowBlock block) => seen?.Invoke(block);
}
