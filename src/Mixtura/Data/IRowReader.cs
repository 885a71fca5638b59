namespace Mixtura.Data;

/// <summary>Reads rows in order, block by block.</summary>
public interface IRowReader : IDisposable
{
    /// <summary>Moves to the row with this index, counted from 0, whence the next read goes on.</summary>
    void MoveTo(long row);

    /// <summary>Reads the next <paramref name="maximumRows"/> rows, or all that are left if they are fewer: never less, so that
    /// blocks fall at the same rows whatever the source.</summary>
    /// <param name="maximumRows">The most rows that the block may hold; positive.</param>
    /// <param name="block">The rows read; valid until the next call. Empty at the end.</param>
    /// <returns>Whether there was a row left.</returns>
    bool Read(int maximumRows, out RowBlock block);
}
