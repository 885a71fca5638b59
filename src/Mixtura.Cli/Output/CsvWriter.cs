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

    /// <summary>Adds a field of text to the line, quoted where it must be.</summary>
    public void Add(string text)
    {
        Separate();
        byte[] bytes = Encoding.UTF8.GetBytes(Quoted(text));
        if (used + bytes.Length + LongestField > buffer.Length)
        {
            Flush();
        }

        if (bytes.Length + LongestField > buffer.Length)
        {
            stream.Write(bytes);
            return;
        }

        bytes.CopyTo(buffer, used);
        used += bytes.Length;
    }

    /// <summary>Adds a row of a mixture's features: levels by name, a missing value as nothing.</summary>
    /// <param name="row">The values.</param>
    /// <param name="levels">The levels of each feature; empty for numbers.</param>
    public void Add(ReadOnlySpan<double> row, IReadOnlyList<string>[] levels)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (levels[j].Count == 0)
            {
                Add(row[j]);
            }
            else
            {
                Add(double.IsNaN(row[j]) ? string.Empty : levels[j][(int)row[j]]);
            }
        }
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
