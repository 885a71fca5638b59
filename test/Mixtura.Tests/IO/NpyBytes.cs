using System.Buffers.Binary;
using System.Text;

namespace Mixtura.Tests.IO;

/// <summary>NPY files byte by byte, as numpy's format description has them.</summary>
internal static class NpyBytes
{
    public static byte[] Of(double[,] array, bool fortran = false, bool single = false, int version = 1)
    {
        int rows = array.GetLength(0);
        int columns = array.GetLength(1);
        string header = Header(single ? "'<f4'" : "'<f8'", fortran, $"({rows}, {columns})");
        var numbers = new List<byte>();
        for (int i = 0; i < rows * columns; i++)
        {
            double value = fortran ? array[i % rows, i / rows] : array[i / columns, i % columns];
            numbers.AddRange(single ? Bytes((float)value) : Bytes(value));
        }

        return Of(header, [.. numbers], version);
    }

    public static byte[] Of(string header, byte[] numbers, int version = 1)
    {
        byte[] length = new byte[version == 1 ? 2 : 4];
        int padding = 63 - ((8 + length.Length + header.Length) % 64);
        byte[] text = Encoding.UTF8.GetBytes(header + new string(' ', padding) + "\n");
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        }

        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. numbers];
    }

    public static string Header(string description, bool fortran, string shape) =>
        $"{{'descr': {description}, 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";

    private static byte[] Bytes(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Bytes(float value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }
}
