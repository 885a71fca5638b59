namespace Mixtura.Data;

/// <summary>Rows of which some count differently: every weight multiplied by a factor of its row's own, 0 to leave the row out.</summary>
internal sealed class MaskedRows(IRowSource rows, Func<long, double> factor) : IRowSource
{
    public int Columns => rows.Columns;

    public long Rows => rows.Rows;

    public IReadOnlyList<string> FeatureNames => rows.FeatureNames;

    public IProcessGroup? Processes => rows.Processes;

    public ISweepLog? SweepLog => rows.SweepLog;

    public bool IsChecked => rows.IsChecked;

    public IRowReader Open() => new Reader(rows.Open(), factor);

    private sealed class Reader(IRowReader reader, Func<long, double> factor) : IRowReader
    {
        private double[] weights = [];

        public void MoveTo(long row) => reader.MoveTo(row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            bool found = reader.Read(maximumRows, out var raw);
            weights = weights.Length < raw.Count ? new double[raw.Count] : weights;
            for (int i = 0; i < raw.Count; i++)
            {
                weights[i] = raw.Weights[i] * factor(raw.FirstRow + i);
            }

            block = found ? new RowBlock(raw.Values, weights.AsSpan(0, raw.Count), raw.Columns, raw.FirstRow) : default;
            return found;
        }

        public void Dispose() => reader.Dispose();
    }
}
