using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Benchmarks;

/// <summary>What the contestants are told on their command lines.</summary>
internal static class Arguments
{
    /// <summary>The word after <paramref name="name"/>.</summary>
    public static string Value(ReadOnlySpan<string> arguments, string name)
    {
        int at = arguments.IndexOf(name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : throw new ArgumentException($"{name} is missing.", nameof(arguments));
    }

    /// <summary>All rows of the file after <c>--data</c>, in memory.</summary>
    public static MemoryRows Rows(ReadOnlySpan<string> arguments)
    {
        using var file = RowFile.Open(Value(arguments, "--data"));
        var values = new double[file.Rows * file.Columns];
        using var reader = file.Open();
        while (reader.Read(1 << 16, out var block))
        {
            block.Values.CopyTo(values.AsSpan((int)block.FirstRow * file.Columns));
        }

        return new MemoryRows(new RowMatrix(values, file.Columns));
    }
}
