using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>What the head of an NPY array says, versions 1.0, 2.0 and 3.0 of numpy's format.</summary>
/// <param name="DataOffset">Where the values begin, in bytes.</param>
/// <param name="Description">The type of a value, such as <c>'&lt;f8'</c>.</param>
/// <param name="IsFortran">Whether the first index runs fastest, not the last.</param>
/// <param name="Shape">The lengths as they are written, such as <c>3, 2</c>.</param>
internal readonly partial record struct NpyLayout(long DataOffset, string Description, bool IsFortran, string Shape)
{
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The lengths as texts; none for a single value.</summary>
    public string[] Sizes => Shape.Replace("L", "", StringComparison.Ordinal).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Reads the head; the stream is then at the values.</summary>
    public static NpyLayout Read(Stream stream, string source)
    {
        string text = ReadText(stream, source, out int bytes);
        return new NpyLayout(
            bytes, Entry(DescriptionPattern(), text, "descr", source), Entry(OrderPattern(), text, "fortran_order", source) is "True", Entry(ShapePattern(), text, "shape", source));
    }

    private static string ReadText(Stream stream, string source, out int bytes)
    {
        byte[] start = Take(stream, 8, 0, source);
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new InputException($"{source}: is not an NPY file: it does not begin with the bytes \\x93NUMPY. Write it with numpy.save; .npz archives hold several arrays, save one.");
        }

        byte major = start[6];
        if (major is < 1 or > 3)
        {
            throw new InputException($"{source}: is of NPY version {major}.{start[7]}; 1.0, 2.0 and 3.0 are read. Write it again with numpy.save.");
        }

        int width = major == 1 ? sizeof(ushort) : sizeof(uint);
        byte[] size = Take(stream, width, start.Length, source);
        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestHeader)
        {
            throw new InputException($"{source}: the header claims {length} bytes, more than {LongestHeader}. Write the file again with numpy.save.");
        }

        bytes = start.Length + width + (int)length;
        return (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(Take(stream, (int)length, start.Length + width, source));
    }

    private static byte[] Take(Stream stream, int count, int before, string source)
    {
        byte[] bytes = new byte[count];
        int found = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return found == count ? bytes : throw new InputException($"{source}: the file ends within its header, after {before + found} bytes. Write or copy it again.");
    }

    private static string Entry(Regex pattern, string text, string key, string source) =>
        pattern.Match(text) is { Success: true } match ? match.Groups["value"].Value : throw new InputException($"{source}: the header has no '{key}': {NumberText.Quote(text.Trim())}. Write it again with numpy.save.");

    [GeneratedRegex(@"'descr'\s*:\s*(?<value>'[^']*'|\[.*?\]|\(.*?\))", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DescriptionPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(?<value>True|False)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<value>[0-9L,\s]*)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShapePattern();
}
