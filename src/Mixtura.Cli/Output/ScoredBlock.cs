using System.Runtime.InteropServices;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Consecutive rows with what was computed of them; filled again and again.</summary>
internal sealed class ScoredBlock
{
    private readonly MemoryStream bytes;
    private readonly double[] densities;
    private readonly double[] responsibilities;
    private readonly double[] weights;
    private readonly int components;

    /// <param name="rows">The most rows.</param>
    /// <param name="components">The number of components K.</param>
    /// <param name="posterior">What is computed.</param>
    /// <param name="bytes">Where lines are held.</param>
    public ScoredBlock(int rows, int components, Posterior posterior, MemoryStream bytes)
    {
        this.bytes = bytes;
        this.components = components;
        densities = posterior == Posterior.LogDensities ? new double[rows] : [];
        responsibilities = posterior == Posterior.Responsibilities ? new double[rows * components] : [];
        weights = new double[rows];
        Csv = new CsvWriter(bytes);
    }

    /// <summary>The index of the first row, counted from 0.</summary>
    public long FirstRow { get; private set; }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>log p(x) of every row, in nats, if log densities are computed.</summary>
    public ReadOnlySpan<double> LogDensities => densities.AsSpan(0, Count);

    /// <summary>Where the block's lines are written, to be copied in the rows' order by <see cref="CopyTo"/>.</summary>
    public CsvWriter Csv { get; }

    /// <summary>The responsibilities of a row of the block, one a component, if they are computed.</summary>
    public ReadOnlySpan<double> Responsibilities(int row) => responsibilities.AsSpan(row * components, components);

    /// <summary>The most probable component of a row of the block.</summary>
    public int Component(int row) => MixtureScorer.IndexOfLargest(Responsibilities(row));

    /// <summary>The weight of a row of the block.</summary>
    public double Weight(int row) => weights[row];

    /// <summary>Takes rows in; what was here is gone.</summary>
    public void Fill(MixtureScorer scorer, RowBlock rows)
    {
        bytes.SetLength(0);
        FirstRow = rows.FirstRow;
        Count = rows.Count;
        rows.Weights.CopyTo(weights);
        scorer.Score(rows, densities, responsibilities);
    }

    /// <summary>Sends the block to another process.</summary>
    public void Send(IProcessGroup processes, int rank)
    {
        Csv.Flush();
        processes.Send(rank, MemoryMarshal.AsBytes(new ReadOnlySpan<long>([FirstRow, Count, bytes.Length])));
        foreach (double[] numbers in new[] { densities, responsibilities, weights })
        {
            processes.Send(rank, MemoryMarshal.AsBytes(numbers.AsSpan()));
        }

        processes.Send(rank, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Takes the place of a block that another process sends.</summary>
    public void Receive(IProcessGroup processes, int rank)
    {
        Span<long> head = stackalloc long[3];
        processes.Receive(rank, MemoryMarshal.AsBytes(head));
        (FirstRow, Count) = (head[0], (int)head[1]);
        foreach (double[] numbers in new[] { densities, responsibilities, weights })
        {
            processes.Receive(rank, MemoryMarshal.AsBytes(numbers.AsSpan()));
        }

        Csv.Flush();
        bytes.SetLength(head[2]);
        bytes.Position = head[2];
        processes.Receive(rank, bytes.GetBuffer().AsSpan(0, (int)head[2]));
    }

    /// <summary>Copies the block's lines.</summary>
    public void CopyTo(Stream stream)
    {
        Csv.Flush();
        stream.Write(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
