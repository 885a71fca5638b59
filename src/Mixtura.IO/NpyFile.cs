using System.Buffers;
using System.Runtime.InteropServices;

namespace Mixtura.IO;

/// <summary>An open NPY file, read by position; thread-safe.</summary>
internal sealed class NpyFile : IDisposable
{
    private readonly FileStream stream;

    /// <param name="stream">The file, which is closed with this.</param>
    /// <param name="source">What messages call it.</param>
    public NpyFile(FileStream stream, string source)
    {
        this.stream = stream;
        bool kept = false;
        try
        {
            Header = NpyHeader.Read(stream, source);
            kept = true;
        }
        finally
        {
            if (!kept)
            {
                stream.Dispose();
            }
        }
    }

    public NpyHeader Header { get; }

    /// <summary>Opens a file.</summary>
    public static NpyFile Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), path);

    /// <summary>Reads some columns of consecutive rows.</summary>
    /// <param name="firstRow">The first row, counted from 0.</param>
    /// <param name="columns">The columns, counted from 0, in the order wanted.</param>
    /// <param name="destination">Filled whole, row after row; its length says how many rows.</param>
    public void Read(long firstRow, ReadOnlySpan<int> columns, Span<double> destination)
    {
        if (Header.IsFortran)
        {
            ReadColumns(firstRow, columns, destination);
        }
        else
        {
            ReadRows(firstRow, columns, destination);
        }
    }

    public void Dispose() => stream.Dispose();

    private void ReadRows(long firstRow, ReadOnlySpan<int> columns, Span<double> destination)
    {
        int width = Header.Columns;
        int rows = destination.Length / columns.Length;
        long first = firstRow * width;
        if (columns.Length == width && AreInOrder(columns))
        {
            ReadNumbers(first, destination);
            return;
        }

        int length = checked(rows * width);
        double[] rented = ArrayPool<double>.Shared.Rent(length);
        ReadNumbers(first, rented.AsSpan(0, length));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                destination[(i * columns.Length) + j] = rented[(i * width) + columns[j]];
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    private void ReadColumns(long firstRow, ReadOnlySpan<int> columns, Span<double> destination)
    {
        int rows = destination.Length / columns.Length;
        double[] rented = ArrayPool<double>.Shared.Rent(rows);
        var column = rented.AsSpan(0, rows);
        for (int j = 0; j < columns.Length; j++)
        {
            ReadNumbers((columns[j] * Header.Rows) + firstRow, column);
            for (int i = 0; i < rows; i++)
            {
                destination[(i * columns.Length) + j] = column[i];
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    // numbers that follow one another in the file, from the one with this index on
    private void ReadNumbers(long first, Span<double> destination)
    {
        long position = Header.DataOffset + (first * Header.Number.Bytes);
        if (Header.Number.Convert is not { } convert)
        {
            PositionedFile.ReadExactly(stream.SafeFileHandle, MemoryMarshal.AsBytes(destination), position, stream.Name);
            return;
        }

        int length = checked(destination.Length * Header.Number.Bytes);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        PositionedFile.ReadExactly(stream.SafeFileHandle, rented.AsSpan(0, length), position, stream.Name);
        convert(rented.AsSpan(0, length), destination);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static bool AreInOrder(ReadOnlySpan<int> columns)
    {
        for (int j = 0; j < columns.Length; j++)
        {
            if (columns[j] != j)
            {
                return false;
            }
        }

        return true;
    }
}
