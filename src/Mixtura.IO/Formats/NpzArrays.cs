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
        var (layout, bytes) = Read(name);
        int[] shape = ShapeOf(layout, place);
        var number = NpyNumber.Of(layout.Description, place);
        double[] values = new double[Length(shape, bytes.Length / number.Bytes, place)];
        Convert(number, bytes, values);
        int wrong = Array.FindIndex(values, static value => !double.IsFinite(value));
        return wrong < 0
            ? new ParameterArray(name, layout.IsFortran ? InOrder(values, shape) : values, shape)
            : throw new InputException($"{place}: value {wrong} is {values[wrong]}. Give finite numbers.");
    }

    /// <summary>Texts, of a single one too; null where they are not stored as such (pickled objects).</summary>
    public string[]? Texts(string name)
    {
        var (layout, bytes) = Read(name);
        string description = layout.Description.Trim('\'');
        if (description.Length < 3 || description[1] != 'U' || !int.TryParse(description.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            return null;
        }

        // a character is a number of 32 bits; shorter texts end with zeros
        int size = length * sizeof(int);
        var encoding = new UTF32Encoding(bigEndian: description[0] == '>', byteOrderMark: false);
        int count = Length(ShapeOf(layout, Place(name)), size == 0 ? 0 : bytes.Length / size, Place(name));
        return [.. Enumerable.Range(0, count).Select(i => encoding.GetString(bytes, i * size, size).TrimEnd('\0'))];
    }

    private string Place(string name) => $"{source}, array '{name}'";

    private (NpyLayout Layout, byte[] Values) Read(string name)
    {
        var entry = archive.GetEntry(name + Extension)
            ?? throw new InputException($"{source}: there is no array '{name}'. Write a fitted model's attributes whole: numpy.savez(file, **vars(model)).");
        using var stream = entry.Open();
        var layout = NpyLayout.Read(stream, Place(name));
        using var values = new MemoryStream();
        stream.CopyTo(values);
        return (layout, values.ToArray());
    }

    private static int[] ShapeOf(NpyLayout layout, string place) => [.. layout.Sizes.Select(size => int.TryParse(size, CultureInfo.InvariantCulture, out int length)
        ? length
        : throw new InputException($"{place}: the shape ({layout.Shape}) is too large for parameters of a model."))];

    // an int of the product would wrap round
    private static int Length(int[] shape, int found, string place)
    {
        var length = shape.Aggregate((Int128)1, static (product, one) => product * one);
        return length == found ? found : throw new InputException($"{place}: holds {found} values, its shape ({string.Join(", ", shape)}) says {length}. Write the file again.");
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
