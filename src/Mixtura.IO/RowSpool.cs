using System.Buffers;
using System.Runtime.InteropServices;

namespace Mixtura.IO;

/// <summary>Rows parsed once and kept as raw doubles: in memory up to a budget, beyond it in a temporary file.</summary>
/// <remarks>A row is its features, then its weight if rows have weights. Rows are added by one thread, then <see cref="Complete"/>
/// is called, and then any number of threads may fetch.</remarks>
internal sealed class RowSpool : IRowStore, IRowSink
{
    private const int ChunkBytes = 1 << 18;
    private const int FetchBytes = 1 << 16;

    private readonly int width;
    private readonly int chunkLength;
    private readonly long budget;
    private readonly List<double[]> chunks = [];
    private int filled;
    private SpoolFile? file;

    public RowSpool(int columns, bool isWeighted, long memoryBudget)
    {
        Columns = columns;
        IsWeighted = isWeighted;
        width = isWeighted ? columns + 1 : columns;
        chunkLength = width * Math.Max(1, ChunkBytes / (sizeof(double) * width));
        budget = memoryBudget;
        chunks.Add(new double[chunkLength]);
    }

    public int Columns { get; }

    public long Rows { get; private set; }

    public bool IsWeighted { get; }

    public bool IsInMemory => !IsOnDisk;

    /// <summary>Whether the rows went to a file.</summary>
    public bool IsOnDisk => file is not null;

    public int RowsWorthFetching => IsOnDisk ? Math.Max(1, FetchBytes / (sizeof(double) * width)) : 1;

    /// <summary>Appends a row: its features, then its weight if rows have weights.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        if (filled == chunkLength)
        {
            TurnChunk();
        }

        row.CopyTo(chunks[^1].AsSpan(filled));
        filled += width;
        Rows++;
    }

    /// <summary>Ends adding; the rows can be fetched from here on.</summary>
    public void Complete()
    {
        if (file is not null)
        {
            WriteLastChunk();
        }
        else if (Rows * width * sizeof(double) > budget)
        {
            Spill();
        }
    }

    public void Fetch(long firstRow, Span<double> values, Span<double> weights)
    {
        if (!IsWeighted)
        {
            FetchRaw(firstRow, values);
            return;
        }

        int length = weights.Length * width;
        double[] rented = ArrayPool<double>.Shared.Rent(length);
        FetchRaw(firstRow, rented.AsSpan(0, length));
        for (int i = 0; i < weights.Length; i++)
        {
            rented.AsSpan(i * width, Columns).CopyTo(values.Slice(i * Columns, Columns));
            weights[i] = rented[(i * width) + Columns];
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    public void Dispose() => file?.Dispose();

    private void FetchRaw(long firstRow, Span<double> destination)
    {
        long position = firstRow * width;
        if (file is not null)
        {
            file.Read(MemoryMarshal.AsBytes(destination), position * sizeof(double));
            return;
        }

        while (!destination.IsEmpty)
        {
            var (chunk, start) = Math.DivRem(position, chunkLength);
            int count = Math.Min(destination.Length, chunkLength - (int)start);
            chunks[(int)chunk].AsSpan((int)start, count).CopyTo(destination);
            destination = destination[count..];
            position += count;
        }
    }

    private void TurnChunk()
    {
        if (file is null && (chunks.Count + 1L) * chunkLength * sizeof(double) <= budget)
        {
            chunks.Add(new double[chunkLength]);
            filled = 0;
        }
        else if (file is null)
        {
            Spill();
        }
        else
        {
            WriteLastChunk();
        }
    }

    private void Spill()
    {
        file = new SpoolFile();
        foreach (double[] chunk in chunks.SkipLast(1))
        {
            file.Append(MemoryMarshal.AsBytes<double>(chunk));
        }

        chunks.RemoveRange(0, chunks.Count - 1);
        WriteLastChunk();
    }

    private void WriteLastChunk()
    {
        file!.Append(MemoryMarshal.AsBytes(chunks[^1].AsSpan(0, filled)));
        filled = 0;
    }
}
