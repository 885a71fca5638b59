using System.Text;
using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>A failure as a message to other processes: bad data with their place and remedy, anything else by its text.</summary>
internal static class ToldFailure
{
    public static byte[] Write(Exception failure)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(failure is InputException);
        if (failure is InputException input)
        {
            writer.Write((int)input.Fault);
            writer.Write(input.Finding);
            writer.Write(input.Names.Count);
            foreach (string name in input.Names)
            {
                writer.Write(name);
            }
        }

        writer.Write(failure.Message);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <param name="told">The message.</param>
    /// <param name="teller">Who sent it, for failures that are not about the data.</param>
    public static Exception Read(byte[] told, string teller)
    {
        using var reader = new BinaryReader(new MemoryStream(told), Encoding.UTF8);
        if (!reader.ReadBoolean())
        {
            return new IOException($"{teller} failed: {reader.ReadString()}");
        }

        var fault = (InputFault)reader.ReadInt32();
        string finding = reader.ReadString();
        string[] names = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())];
        string message = reader.ReadString();
        return message.Length > finding.Length + 1
            ? new InputException(fault, finding, message[(finding.Length + 1)..]) { Names = names }
            : new InputException(message) { Names = names };
    }
}
