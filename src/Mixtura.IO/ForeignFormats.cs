using System.Text;
using System.Text.RegularExpressions;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Formats that are no tables of text, told by how they begin, and what to do about each.</summary>
internal static partial class ForeignFormats
{
    private const int BytesLookedAt = 4096;

    private static readonly (byte[] Magic, string What)[] Binary =
    [
        ("PK\u0003\u0004"u8.ToArray(), "is a zip archive. Give an Excel workbook a name that ends in .xlsx, arrays of NumPy one in .npz; unpack others"),
        ("PAR1"u8.ToArray(), "is a Parquet file. Give it a name that ends in .parquet"),
        ("ARROW1"u8.ToArray(), "is an Arrow or Feather file. Give it a name that ends in .arrow or .feather"),
        ([0xD0, 0xCF, 0x11, 0xE0], "is an old Excel workbook. Give it a name that ends in .xls"),
        ("\u0089HDF"u8.ToArray()[1..], "is an HDF5 file. Write the array with numpy.save, or as CSV"),
        ("SQLite format 3"u8.ToArray(), "is an SQLite database. Read the result of a query (RowFile.From)"),
    ];

    /// <summary>Refuses what is no table of text.</summary>
    /// <exception cref="InputException">It is one of these formats, or holds zero bytes.</exception>
    public static void ThrowIfForeign(string source, ReadOnlySpan<byte> beginning)
    {
        var start = beginning.StartsWith((byte)0x89) ? beginning[1..] : beginning;
        foreach (var (magic, what) in Binary)
        {
            if (start.StartsWith(magic))
            {
                throw new InputException($"{source}: {what}.");
            }
        }

        bool isUtf16 = beginning is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        if (beginning.Contains((byte)0) && !isUtf16)
        {
            throw new InputException($"{source}: is not text: it holds zero bytes. Give CSV or TSV text, or a NumPy array in a file whose name ends in .npy.");
        }

        // hardly a table has either sign near its beginning
        var near = beginning[..Math.Min(beginning.Length, BytesLookedAt)];
        if (near.IndexOfAny((byte)'@', (byte)':') < 0)
        {
            return;
        }

        string text = Encoding.UTF8.GetString(near);
        if (Arff().IsMatch(text))
        {
            throw new InputException($"{source}: is an ARFF file. Take what follows its line @data as CSV, without a header, or convert it with Weka or scipy.io.arff.");
        }

        if (LibSvm().IsMatch(text))
        {
            throw new InputException($"{source}: is a libsvm file of numbered values. Write a dense table: sklearn.datasets.load_svmlight_file(…)[0].toarray(), then numpy.save.");
        }
    }

    [GeneratedRegex(@"\A(\s*(%[^\n]*)?\n)*\s*@relation\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Arff();

    [GeneratedRegex(@"\A[-+0-9.eE]+( +[0-9]+:[-+0-9.eE]+)+\s*\n[-+0-9.eE]+( +[0-9]+:[-+0-9.eE]+)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LibSvm();
}
