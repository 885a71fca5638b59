namespace Mixtura.IO;

/// <summary>Rows in which the values of some columns are replaced by places of levels.</summary>
/// <param name="rows">The rows.</param>
/// <param name="places">For each column what a value becomes; null where it stays. Missing values (NaN) stay.</param>
internal sealed class LevelStore(IRowStore rows, Func<double, double>?[] places) : IRowStore
{
    public int Columns => rows.Columns;

    long IRowStore.Rows => rows.Rows;

    public bool IsWeighted => rows.IsWeighted;

    public bool IsInMemory => rows.IsInMemory;

    public int RowsWorthFetching => rows.RowsWorthFetching;

    public void Fetch(long firstRow, Span<double> values, Span<double> weights)
    {
        rows.Fetch(firstRow, values, weights);
        for (int j = 0; j < places.Length; j++)
        {
            if (places[j] is not { } placeOf)
            {
                continue;
            }

            for (int i = j; i < values.Length; i += places.Length)
            {
                values[i] = double.IsNaN(values[i]) ? double.NaN : placeOf(values[i]);
            }
        }
    }

    public void Dispose() => rows.Dispose();
}
