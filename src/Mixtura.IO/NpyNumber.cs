using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>How an NPY file holds a number: every real type of numpy's, in either byte order. Integers beyond 2⁵³ are rounded to the nearest double.</summary>
/// <param name="Bytes">The bytes of one.</param>
/// <param name="Convert">From bytes to doubles; null where they are doubles as they stand.</param>
internal sealed record NpyNumber(int Bytes, NpyNumber.Conversion? Convert)
{
    /// <summary>Turns bytes into as many numbers as the destination holds.</summary>
    public delegate void Conversion(ReadOnlySpan<byte> bytes, Span<double> numbers);

    /// <summary>Whether they are integers of 64 bits, of which a double does not hold all.</summary>
    public bool IsWhole { get; private init; }

    private delegate double Reading(ReadOnlySpan<byte> bytes);

    /// <summary>The type of a description such as <c>'&lt;f8'</c>.</summary>
    /// <exception cref="InputException">It is no real number.</exception>
    public static NpyNumber Of(string description, string source)
    {
        string text = description.Trim('\'');
        bool isBig = text.StartsWith('>');
        string kind = text.TrimStart('<', '>', '|', '=');
        return kind switch
        {
            "f8" when isBig => Each(8, BinaryPrimitives.ReadDoubleBigEndian),
            "f8" => new(8, null),
            "f4" when isBig => Each(4, static bytes => BinaryPrimitives.ReadSingleBigEndian(bytes)),
            "f4" => new(4, static (bytes, numbers) => Widen(MemoryMarshal.Cast<byte, float>(bytes), numbers)),
            "i8" when !isBig => new(8, static (bytes, numbers) => Widen(MemoryMarshal.Cast<byte, long>(bytes), numbers)) { IsWhole = true },
            "i4" when !isBig => new(4, static (bytes, numbers) => Widen(MemoryMarshal.Cast<byte, int>(bytes), numbers)),
            "i1" => new(1, static (bytes, numbers) => Widen(MemoryMarshal.Cast<byte, sbyte>(bytes), numbers)),
            "u1" or "b1" => new(1, static (bytes, numbers) => Widen(bytes, numbers)),
            "f2" => Each(2, isBig ? static bytes => (double)BinaryPrimitives.ReadHalfBigEndian(bytes) : static bytes => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
            "i8" => Each(8, static bytes => BinaryPrimitives.ReadInt64BigEndian(bytes)) with { IsWhole = true },
            "i4" => Each(4, static bytes => BinaryPrimitives.ReadInt32BigEndian(bytes)),
            "i2" => Each(2, isBig ? static bytes => BinaryPrimitives.ReadInt16BigEndian(bytes) : static bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
            "u8" => Each(8, isBig ? static bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes) : static bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes)) with { IsWhole = true },
            "u4" => Each(4, isBig ? static bytes => BinaryPrimitives.ReadUInt32BigEndian(bytes) : static bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
            "u2" => Each(2, isBig ? static bytes => BinaryPrimitives.ReadUInt16BigEndian(bytes) : static bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
            _ => throw new InputException($"{source}: holds values of dtype {description}; real numbers of any size and byte order are read (float, int, uint, bool). Convert it in numpy: np.save(file, array.astype('<f8'))."),
        };
    }

    private static NpyNumber Each(int bytes, Reading read) => new(bytes, (source, numbers) =>
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = read(source[(i * bytes)..]);
        }
    });

    private static void Widen<T>(ReadOnlySpan<T> narrow, Span<double> numbers)
        where T : struct, INumberBase<T>
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = double.CreateTruncating(narrow[i]);
        }
    }
}
