using Mixtura.Data;

namespace Mixtura.Tests.Generated;

/// <summary>Rows with their weights, if any, and the number of components to fit.</summary>
internal sealed record DataSet(RowMatrix Rows, double[]? Weights, int Components)
{
    /// <summary>The weight of every row, 1 where they are unweighted.</summary>
    public double[] AllWeights => Weights ?? [.. Enumerable.Repeat(1.0, Rows.Rows)];

    public double TotalWeight => AllWeights.Sum();

    public MemoryRows Source => Weights is null ? new MemoryRows(Rows) : new MemoryRows(Rows, Weights);

    /// <summary>Every value transformed, by column.</summary>
    public DataSet Map(Func<double, int, double> transform)
    {
        var values = Rows.Values.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = transform(values[i], i % Rows.Columns);
        }

        return this with { Rows = new RowMatrix(values, Rows.Columns) };
    }

    /// <summary>The rows with these indices, with other weights.</summary>
    public DataSet Pick(IReadOnlyList<int> indices, double[]? weights) => this with
    {
        Rows = RowMatrix.Copy([.. indices.Select(i => Rows.Row(i).ToArray())]),
        Weights = weights,
    };
}
