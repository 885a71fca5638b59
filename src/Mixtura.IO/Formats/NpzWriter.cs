using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Mixtura.IO.Formats;

/// <summary>Writes an <c>.npz</c> archive, array by array, as numpy.savez does: numbers and texts, nothing that needs pickle.</summary>
/// <param name="stream">Where to.</param>
internal sealed class NpzWriter(Stream stream) : IDisposable
{
    private const int Alignment = 64;

    // what an archive can hold at least; the same model makes the same bytes
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Numbers of a shape, the last index running fastest.</summary>
    public void Add(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        }

        Write(name, "<f8", shape, bytes);
    }

    /// <summary>A whole number.</summary>
    public void Add(string name, long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(name, "<i8", [], bytes);
    }

    /// <summary>Yes or no.</summary>
    public void Add(string name, bool value) => Write(name, "|b1", [], [value ? (byte)1 : (byte)0]);

    /// <summary>A text.</summary>
    public void Add(string name, string text) => Write(name, [text], []);

    /// <summary>Texts.</summary>
    public void Add(string name, IReadOnlyList<string> texts) => Write(name, texts, [texts.Count]);

    public void Dispose() => archive.Dispose();

    private void Write(string name, IReadOnlyList<string> texts, ReadOnlySpan<int> shape)
    {
        var encoding = new UTF32Encoding(bigEndian: false, byteOrderMark: false);
        byte[][] encoded = [.. texts.Select(encoding.GetBytes)];
        int size = Math.Max(sizeof(int), encoded.Max(static one => one.Length));
        byte[] bytes = new byte[size * encoded.Length];
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i].CopyTo(bytes, i * size);
        }

        Write(name, string.Create(CultureInfo.InvariantCulture, $"<U{size / sizeof(int)}"), shape, bytes);
    }

    private void Write(string name, string description, ReadOnlySpan<int> shape, ReadOnlySpan<byte> values)
    {
        var entry = archive.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        using var target = entry.Open();
        string lengths = string.Concat(shape.ToArray().Select(static length => string.Create(CultureInfo.InvariantCulture, $"{length}, ")));
        string text = $"{{'descr': '{description}', 'fortran_order': False, 'shape': ({lengths.TrimEnd()}), }}";
        int before = 10 + text.Length + 1;
        byte[] header = Encoding.Latin1.GetBytes(text.PadRight(text.Length + ((Alignment - (before % Alignment)) % Alignment)) + "\n");
        target.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        target.Write(header);
        target.Write(values);
    }
}
