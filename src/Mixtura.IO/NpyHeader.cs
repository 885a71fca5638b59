using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>The header of an NPY file: versions 1.0, 2.0 and 3.0 of numpy's format.</summary>
/// <param name="DataOffset">Where the numbers begin, in bytes.</param>
/// <param name="Number">How a number is held.</param>
/// <param name="IsFortran">Whether column follows column rather than row row.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns; 1 for a one-dimensional array.</param>
internal readonly partial record struct NpyHeader(long DataOffset, NpyNumber Number, bool IsFortran, long Rows, int Columns)
{
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header and holds it against the length of the file.</summary>
    public static NpyHeader Read(Stream stream, string source)
    {
        string text = ReadText(stream, source);
        var header = new NpyHeader
        {
            DataOffset = stream.Position,
            Number = NpyNumber.Of(Entry(DescriptionPattern(), text, "descr", source), source),
            IsFortran = Entry(OrderPattern(), text, "fortran_order", source) is "True",
        }
        .WithShape(Entry(ShapePattern(), text, "shape", source), source);
        var expected = header.DataOffset + ((Int128)header.Rows * header.Columns * header.Number.Bytes);
        return expected == stream.Length ? header : throw new InputException(
            $"{source}: the file has {Counted.Of(stream.Length, "byte")}, its header says {expected} ({Counted.Of(header.Rows, "row")} of {Counted.Of(header.Columns, "column")} of {header.Number.Bytes} bytes after {header.DataOffset} bytes of header). Write or copy it again.");
    }

    private static string ReadText(Stream stream, string source)
    {
        byte[] start = Take(stream, 8, source);
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new InputException($"{source}: is not an NPY file: it does not begin with the bytes \\x93NUMPY. Write it with numpy.save; .npz archives hold several arrays, save one.");
        }

        byte major = start[6];
        if (major is < 1 or > 3)
        {
            throw new InputException($"{source}: is of NPY version {major}.{start[7]}; 1.0, 2.0 and 3.0 are read. Write it again with numpy.save.");
        }

        long length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(Take(stream, 2, source))
            : BinaryPrimitives.ReadUInt32LittleEndian(Take(stream, 4, source));
        return length <= LongestHeader
            ? (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(Take(stream, (int)length, source))
            : throw new InputException($"{source}: the header claims {length} bytes, more than {LongestHeader}. Write the file again with numpy.save.");
    }

    private static byte[] Take(Stream stream, int count, string source)
    {
        byte[] bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new InputException($"{source}: the file ends within its header, after {stream.Length} bytes. Write or copy it again.");
    }

    private static string Entry(Regex pattern, string text, string key, string source) =>
        pattern.Match(text) is { Success: true } match ? match.Groups["value"].Value : throw new InputException($"{source}: the header has no '{key}': {NumberText.Quote(text.Trim())}. Write it again with numpy.save.");

    private NpyHeader WithShape(string shape, string source)
    {
        string[] sizes = shape.Replace("L", "", StringComparison.Ordinal).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (sizes.Length is not (1 or 2))
        {
            throw new InputException($"{source}: the array has {sizes.Length} dimensions, shape ({shape}); rows and columns are needed. Bring it into shape in numpy: array.reshape(rows, columns).");
        }

        if (!long.TryParse(sizes[0], CultureInfo.InvariantCulture, out long rows) || !int.TryParse(sizes.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture, out int columns))
        {
            throw new InputException($"{source}: the shape ({shape}) is too large. An array has at most {int.MaxValue} columns.");
        }

        return rows > 0 && columns > 0
            ? this with { Rows = rows, Columns = columns }
            : throw new InputException($"{source}: the array is empty, shape ({shape}). Give at least one row and one column.");
    }

    [GeneratedRegex(@"'descr'\s*:\s*(?<value>'[^']*'|\[.*?\]|\(.*?\))", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DescriptionPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(?<value>True|False)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<value>[0-9L,\s]*)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShapePattern();
}
