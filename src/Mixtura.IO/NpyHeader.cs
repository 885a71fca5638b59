using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>The header of an NPY file of rows: versions 1.0, 2.0 and 3.0 of numpy's format.</summary>
/// <param name="DataOffset">Where the numbers begin, in bytes.</param>
/// <param name="Number">How a number is held.</param>
/// <param name="IsFortran">Whether column follows column rather than row row.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns; 1 for a one-dimensional array.</param>
internal readonly record struct NpyHeader(long DataOffset, NpyNumber Number, bool IsFortran, long Rows, int Columns)
{
    /// <summary>Reads the header and holds it against the length of the file.</summary>
    public static NpyHeader Read(Stream stream, string source)
    {
        var layout = NpyLayout.Read(stream, source);
        var header = new NpyHeader { DataOffset = layout.DataOffset, Number = NpyNumber.Of(layout.Description, source), IsFortran = layout.IsFortran }.WithShape(layout, source);
        var expected = header.DataOffset + ((Int128)header.Rows * header.Columns * header.Number.Bytes);
        return expected == stream.Length ? header : throw new InputException(
            $"{source}: the file has {Counted.Of(stream.Length, "byte")}, its header says {expected} ({Counted.Of(header.Rows, "row")} of {Counted.Of(header.Columns, "column")} of {header.Number.Bytes} bytes after {header.DataOffset} bytes of header). Write or copy it again.");
    }

    private NpyHeader WithShape(NpyLayout layout, string source)
    {
        string shape = layout.Shape;
        string[] sizes = layout.Sizes;
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
}
