using Mixtura.Data;

namespace Mixtura.Cli.Fitting;

/// <summary>Rows with every feature moved and scaled to mean 0 and standard deviation 1.</summary>
internal sealed class StandardizedRows(IRowSource rows, double[] means, double[] scales) : IRowSource
{
    public int Columns => rows.Columns;

    public long Rows => rows.Rows;

    public IReadOnlyList<string> FeatureNames => rows.FeatureNames;

    public IProcessGroup? Processes => rows.Processes;

    public ISweepLog? SweepLog => rows.SweepLog;

    public bool IsChecked => rows.IsChecked;

    public IRowReader Open() => new Reader(rows.Open(), means, scales);

    private sealed class Reader(IRowReader reader, double[] means, double[] scales) : IRowReader
    {
        private double[] values = [];

        public void MoveTo(long row) => reader.MoveTo(row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            bool found = reader.Read(maximumRows, out var raw);
            int length = raw.Values.Length;
            values = values.Length < length ? new double[length] : values;
            for (int i = 0; i < length; i++)
            {
                int column = i % means.Length;
                values[i] = (raw.Values[i] - means[column]) / scales[column];
            }

            block = found ? new RowBlock(values.AsSpan(0, length), raw.Weights, raw.Columns, raw.FirstRow) : default;
            return found;
        }

        public void Dispose() => reader.Dispose();
    }
}
