using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>What tells rows from others: their number, the names of the features, and a check sum of the values and weights of rows from all over them.</summary>
public static class RowIdentity
{
    private const int Looks = 64;
    private const int RowsPerLook = 16;
    private const int SumBytes = 8;

    /// <summary>The entries by name, for people to read.</summary>
    /// <param name="rows">The rows.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Entries(IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [new("rows", rows.Rows.ToString(CultureInfo.InvariantCulture)), new("features", string.Join(", ", rows.FeatureNames)), new("the check sum of the values", ValuesOf(rows))];
    }

    /// <summary>All in one text.</summary>
    /// <param name="rows">The rows.</param>
    public static string Of(IRowSource rows) => string.Join('\n', Entries(rows));

    private static string ValuesOf(IRowSource rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = rows.Open();
        for (int look = 0; look < Looks; look++)
        {
            reader.MoveTo((long)((Int128)Math.Max(0, rows.Rows - RowsPerLook) * look / (Looks - 1)));
            if (reader.Read(RowsPerLook, out var block))
            {
                hash.AppendData(MemoryMarshal.AsBytes(block.Values));
                hash.AppendData(MemoryMarshal.AsBytes(block.Weights));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset(), 0, SumBytes);
    }
}
