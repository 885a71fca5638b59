using System.Globalization;

namespace Mixtura.Data;

/// <summary>Numbers of things in messages.</summary>
internal static class Counted
{
    /// <summary>«1 row», «2 rows».</summary>
    public static string Of(long count, string unit) => $"{count.ToString(CultureInfo.InvariantCulture)} {unit}{(count == 1 ? string.Empty : "s")}";
}
