using System.Globalization;
using System.IO.Compression;
using System.Text;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.IO.Formats;

/// <summary>The arrays of an <c>.npz</c> archive by name, each read when it is asked for: parameters of a model, not rows.</summary>
/// <param name="archive">The archive.</param>
/// <param name="source">What messages call it.</param>
internal sealed class NpzArrays(ZipArchive archive, string source)
{
    /// <summary>The bytes by which an archive is known.</summary>
    public const int LengthOfBeginning = 4;

    private const string Extension = ".npy";

    /// <summary>Whether a file begins as an archive does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Whether there is an array of this name.</summary>
    public bool Has(string name) => archive.GetEntry(name + Extension) is not null;

    /// <summary>An array of finite numbers, the last index running fastest.</summary>
    /// <exception cref="InputException">There is none, or it holds something else.</exception>
    public ParameterArray Numbers(string name)
    {
        string place = Place(name);
        using var stream = Open(name);
        var layout = NpyLayout.Read(stream, place);
        var number = NpyNumber.Of(layout.Description, place);
        int[] shape = ShapeOf(layout, place);
        byte[] bytes = ReadValues(stream, shape, number.Bytes, place);
        double[] values = new double[bytes.Length / number.Bytes];
        Convert(number, bytes, values);
        int wrong = Array.FindIndex(values, static value => !double.IsFinite(value));
        return wrong < 0
            ? new ParameterArray(name, layout.IsFortran ? InOrder(values, shape) : values, shape)
            : throw new InputException($"{place}: value {wrong} is {values[wrong]}. Give finite numbers.");
    }

    /// <summary>Texts, of a single one too; null where they are not stored as such (pickled objects).</summary>
    /// <exception cref="InputException">There is none, or it is not whole.</exception>
    public string[]? Texts(string name)
    {
        string place = Place(name);
        using var stream = Open(name);
        var layout = NpyLayout.Read(stream, place);
        string description = layout.Description.Trim('\'');
        if (description.Length < 3 || description[1] != 'U' || !int.TryParse(description.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length == 0)
        {
            return null;
        }

        // a character is a number of 32 bits; shorter texts end with zeros
        long size = (long)length * sizeof(int);
        byte[] bytes = ReadValues(stream, ShapeOf(layout, place), size, place);
        var encoding = new UTF32Encoding(bigEndian: description[0] == '>', byteOrderMark: false);
        return [.. Enumerable.Range(0, (int)(bytes.Length / size)).Select(i => encoding.GetString(bytes, (int)(i * size), (int)size).TrimEnd('\0'))];
    }

    private string Place(string name) => $"{source}, array '{name}'";

    private Stream Open(string name) => archive.GetEntry(name + Extension)?.Open()
        ?? throw new InputException($"{source}: there is no array '{name}'. Write a fitted model's attributes whole: numpy.savez(file, **vars(model)).");

    private static int[] ShapeOf(NpyLayout layout, string place) => [.. layout.Sizes.Select(size => int.TryParse(size, CultureInfo.InvariantCulture, out int length)
        ? length
        : throw new InputException($"{place}: the shape ({layout.Shape}) is too large for parameters of a model."))];

    // as many bytes as the header says; memory grows by what comes, whatever the header says, and no further
    private static byte[] ReadValues(Stream stream, int[] shape, long size, string place)
    {
        long wanted = BytesOf(shape, size);
        using var values = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int count = stream.Read(buffer); count > 0 && values.Length <= Math.Min(wanted, Array.MaxLength - buffer.Length); count = stream.Read(buffer))
        {
            values.Write(buffer, 0, count);
        }

        return values.Length == wanted ? values.ToArray() : throw WrongLength(values.Length, wanted, shape, size, place);
    }

    // what is more than any array holds is no parameter of a model, and its product would wrap round
    private static long BytesOf(int[] shape, long size)
    {
        Int128 bytes = size;
        foreach (int length in shape)
        {
            bytes = length == 0 ? 0 : Int128.Min(bytes * length, long.MaxValue);
        }

        return (long)Int128.Min(bytes, long.MaxValue);
    }

    private static InputException WrongLength(long found, long wanted, int[] shape, long size, string place)
    {
        string said = string.Create(CultureInfo.InvariantCulture, $"its shape ({string.Join(", ", shape)}) says {wanted / size}");
        return found > wanted ? new InputException($"{place}: holds more values than {said}. Write the file again.")
            : new InputException(string.Create(CultureInfo.InvariantCulture, $"{place}: holds {found / size} values{(found % size == 0 ? string.Empty : $" and {found % size} bytes of another")}, {said}. Write the file again."));
    }

    private static void Convert(NpyNumber number, byte[] bytes, double[] values)
    {
        if (number.Convert is { } convert)
        {
            convert(bytes, values);
            return;
        }

        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
    }

    // from first index fastest to last index fastest
    private static double[] InOrder(double[] values, int[] shape)
    {
        double[] ordered = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i;
            int place = 0;
            int stride = 1;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += rest / ProductBefore(shape, axis) % shape[axis] * stride;
                stride *= shape[axis];
            }

            ordered[place] = values[i];
        }

        return ordered;
    }

    private static int ProductBefore(int[] shape, int axis) => shape.Take(axis).Aggregate(1, static (product, one) => product * one);
}
