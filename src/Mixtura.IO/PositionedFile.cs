using Microsoft.Win32.SafeHandles;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Reads at positions of an open file; thread-safe, as no position is kept.</summary>
internal static class PositionedFile
{
    public static void ReadExactly(SafeFileHandle handle, Span<byte> destination, long position, string name)
    {
        while (!destination.IsEmpty)
        {
            int count;
            try
            {
                count = RandomAccess.Read(handle, destination, position);
            }
            catch (IOException failure)
            {
                throw new InputException($"{name}: cannot be read at byte {position}: {failure.Message}", failure);
            }

            if (count == 0)
            {
                throw new InputException($"{name}: ends at byte {position} where {destination.Length} more were expected; it was changed while in use. Start again with a file that stays as it is.");
            }

            destination = destination[count..];
            position += count;
        }
    }
}
