using System.Buffers.Text;
using System.Text;

namespace Mixtura.Cli.Output;

/// <summary>Writes lines of numbers as CSV into bytes: no string a value, numbers that round-trip.</summary>
internal sealed class CsvWriter(Stream stream)
{
    // no number is longer than 24 characters in its shortest form
    private const int LongestField = 32;
    private readonly byte[] buffer = new byte[1 << 16];
    private int used;
    private bool isInLine;

    /// <summary>Writes the header; names are quoted where they must be.</summary>
    public void Header(IEnumerable<string> names)
    {
        Flush();
        stream.Write(Encoding.UTF8.GetBytes(string.Join(',', names.Select(Quoted)) + "\n"));
    }

    /// <summary>Adds a field to the line.</summary>
    public void Add(double value)
    {
        Separate();
        value.TryFormat(buffer.AsSpan(used), out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        used += written;
    }

    /// <summary>Adds a field to the line.</summary>
    public void Add(int value)
    {
        Separate();
        Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out int written);
        used += written;
    }

    /// <summary>Ends the line.</summary>
    public void EndLine()
    {
        buffer[used++] = (byte)'\n';
        isInLine = false;
    }

    /// <summary>Writes what is held.</summary>
    public void Flush()
    {
        stream.Write(buffer.AsSpan(0, used));
        used = 0;
    }

    private void Separate()
    {
        if (used + LongestField > buffer.Length)
        {
            Flush();
        }

        if (isInLine)
        {
            buffer[used++] = (byte)',';
        }

        isInLine = true;
    }

    private static string Quoted(string name) =>
        name.AsSpan().ContainsAny(",\"\r\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
