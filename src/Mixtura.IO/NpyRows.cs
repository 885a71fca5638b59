namespace Mixtura.IO;

/// <summary>The features and weights of an NPY file as rows, read in place.</summary>
internal sealed class NpyRows(NpyFile file, int[] features, int? weights) : IRowStore
{
    private const int FetchBytes = 1 << 16;

    private readonly NpyFile file = file;
    private readonly int[] features = features;
    private readonly int[] weightColumn = weights is { } column ? [column] : [];

    public int Columns => features.Length;

    public long Rows => file.Header.Rows;

    public bool IsWeighted => weightColumn.Length > 0;

    public int RowsWorthFetching =>
        (int)Math.Max(1, FetchBytes / ((long)file.Header.Number.Bytes * (file.Header.IsFortran ? 1 : file.Header.Columns)));

    public void Fetch(long firstRow, Span<double> values, Span<double> weights)
    {
        file.Read(firstRow, features, values);
        if (IsWeighted)
        {
            file.Read(firstRow, weightColumn, weights);
        }
    }

    public void Dispose() => file.Dispose();
}
