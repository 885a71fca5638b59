using System.Text;
using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

/// <summary>Text as a file named data.csv, and what reading it gives.</summary>
internal static class Text
{
    public static RowFile Read(string text, RowFileOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    public static RowFile Read(byte[] bytes, RowFileOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return RowFile.Read(stream, "data.csv", options, CancellationToken.None);
    }

    /// <summary>All values, row after row.</summary>
    public static double[] Values(string text, RowFileOptions? options = null)
    {
        using var file = Read(text, options);
        return Drain.Values(file);
    }

    /// <summary>Reading fails with a message that holds all these parts.</summary>
    public static void Fails(string text, params string[] parts) => Fails(text, new RowFileOptions(), parts);

    /// <inheritdoc cref="Fails(string, string[])"/>
    public static void Fails(string text, RowFileOptions options, params string[] parts)
    {
        var fault = Assert.Throws<InputException>(() => Read(text, options).Dispose());
        Assert.All(["data.csv", .. parts], part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }
}
