using System.Globalization;

namespace Mixtura.Data;

/// <summary>Numbers of things in messages.</summary>
internal static class Counted
{
    /// <summary>«1 row», «2 rows».</summary>
    public static string Of(long count, string unit) => Of(count, unit, unit + "s");

    /// <summary>«1 class», «2 classes».</summary>
    public static string Of(long count, string unit, string units) => $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? unit : units)}";
}
