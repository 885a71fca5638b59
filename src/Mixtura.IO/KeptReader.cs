using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Mixtura.IO;

/// <summary>Reads kept cells row after row, through a buffer of its own.</summary>
public sealed class KeptReader : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly KeptCells cells;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private long position;
    private int next;
    private int filled;

    internal KeptReader(KeptCells cells, long position) => (this.cells, this.position) = (cells, position);

    /// <summary>Reads the next row.</summary>
    /// <param name="row">Filled with a cell a column; null where the data have none.</param>
    /// <returns>False at the end.</returns>
    public bool Read(Span<string?> row)
    {
        for (int column = 0; column < row.Length; column++)
        {
            if (!TryHold(sizeof(int)))
            {
                return false;
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(next));
            next += sizeof(int);
            row[column] = length < 0 ? null : Text(length);
        }

        return true;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private string Text(int length)
    {
        TryHold(length);
        string text = Encoding.UTF8.GetString(buffer, next, length);
        next += length;
        return text;
    }

    private bool TryHold(int count)
    {
        if (filled - next >= count)
        {
            return true;
        }

        byte[] larger = count > buffer.Length ? ArrayPool<byte>.Shared.Rent(count) : buffer;
        buffer.AsSpan(next, filled - next).CopyTo(larger);
        if (larger != buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        (next, filled) = (0, filled - next);
        int read = cells.Read(position, buffer.AsSpan(filled));
        (position, filled) = (position + read, filled + read);
        return filled >= count;
    }
}
