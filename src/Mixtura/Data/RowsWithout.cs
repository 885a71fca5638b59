namespace Mixtura.Data;

/// <summary>Rows of which some are left out: they keep their place, with weight 0.</summary>
internal sealed class RowsWithout(IRowSource rows, IReadOnlySet<long> leftOut) : IRowSource
{
    public int Columns => rows.Columns;

    public long Rows => rows.Rows;

    public IReadOnlyList<string> FeatureNames => rows.FeatureNames;

    public IRowReader Open() => new Reader(rows.Open(), leftOut);

    private sealed class Reader(IRowReader reader, IReadOnlySet<long> leftOut) : IRowReader
    {
        private double[] weights = [];

        public void MoveTo(long row) => reader.MoveTo(row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            bool found = reader.Read(maximumRows, out var raw);
            weights = weights.Length < raw.Count ? new double[raw.Count] : weights;
            for (int i = 0; i < raw.Count; i++)
            {
                weights[i] = leftOut.Contains(raw.FirstRow + i) ? 0 : raw.Weights[i];
            }

            block = found ? new RowBlock(raw.Values, weights.AsSpan(0, raw.Count), raw.Columns, raw.FirstRow) : default;
            return found;
        }

        public void Dispose() => reader.Dispose();
    }
}
