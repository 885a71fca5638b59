using Mixtura.Data;

namespace Mixtura.Families.Columns;

/// <summary>Some of the columns of rows.</summary>
internal sealed class SelectedColumns(IRowSource rows, int[] columns) : IRowSource
{
    public int Columns => columns.Length;

    public long Rows => rows.Rows;

    public IReadOnlyList<string> FeatureNames { get; } = rows.FeatureNames.Count == 0 ? [] : [.. columns.Select(column => rows.FeatureNames[column])];

    public IProcessGroup? Processes => rows.Processes;

    public ISweepLog? SweepLog => rows.SweepLog;

    public bool IsChecked => rows.IsChecked;

    public IRowReader Open() => new Reader(rows.Open(), columns);

    private sealed class Reader(IRowReader reader, int[] columns) : IRowReader
    {
        private double[] values = [];

        public void MoveTo(long row) => reader.MoveTo(row);

        public bool Read(int maximumRows, out RowBlock block)
        {
            bool found = reader.Read(maximumRows, out var raw);
            int length = raw.Count * columns.Length;
            values = values.Length < length ? new double[length] : values;
            for (int i = 0; i < length; i++)
            {
                values[i] = raw[i / columns.Length][columns[i % columns.Length]];
            }

            block = found ? new RowBlock(values.AsSpan(0, length), raw.Weights, columns.Length, raw.FirstRow) : default;
            return found;
        }

        public void Dispose() => reader.Dispose();
    }
}
