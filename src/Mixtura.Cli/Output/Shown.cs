using System.Globalization;

namespace Mixtura.Cli.Output;

/// <summary>Numbers as people read them; files have all digits.</summary>
internal static class Shown
{
    /// <summary>A total in nats, or a criterion: six decimals.</summary>
    public static string Total(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>A weight or a probability: four decimals.</summary>
    public static string Share(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A value in the data's units: five digits, or more where it takes more to see its place beside the spread.</summary>
    public static string Value(double value, double spread = 0)
    {
        if (value == 0)
        {
            return "0";
        }

        double size = Math.Max(Math.Abs(value), double.Epsilon);
        int digits = spread > 0 && spread < size ? Math.Clamp(4 + (int)Math.Log10(size / spread), 5, 17) : 5;
        return value.ToString(string.Create(CultureInfo.InvariantCulture, $"G{digits}"), CultureInfo.InvariantCulture);
    }

    /// <summary>A count.</summary>
    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>«1 row», «2 rows».</summary>
    public static string Count(long value, string unit) => $"{Count(value)} {unit}{(value == 1 ? string.Empty : "s")}";
}
