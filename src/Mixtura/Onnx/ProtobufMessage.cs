using System.Buffers;
using System.Text;

namespace Mixtura.Onnx;

/// <summary>A message in the wire form of Protocol Buffers: fields by number, one after another.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> bytes = new();

    /// <summary>A whole number of at least 0.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        Write(((ulong)field << 3) | Varint);
        Write((ulong)value);
        return this;
    }

    /// <summary>A text.</summary>
    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes.</summary>
    public ProtobufMessage Add(int field, ReadOnlySpan<byte> content)
    {
        Write(((ulong)field << 3) | LengthDelimited);
        Write((ulong)content.Length);
        bytes.Write(content);
        return this;
    }

    /// <summary>A message within this one.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message.bytes.WrittenSpan);

    /// <summary>One field for each of several.</summary>
    public ProtobufMessage AddAll<T>(int field, IEnumerable<T> values, Func<T, ProtobufMessage> messageOf)
    {
        foreach (var value in values)
        {
            Add(field, messageOf(value));
        }

        return this;
    }

    /// <summary>The whole message.</summary>
    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    // seven bits a byte, the lowest first; the eighth says that more follow
    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Write([(byte)(value | 0x80)]);
        }

        bytes.Write([(byte)value]);
    }
}
