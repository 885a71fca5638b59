using System.Globalization;

namespace Mixtura.IO;

/// <summary>What a cell that is an object of .NET holds: numbers and booleans (0 and 1) are numbers, text may be one, dates and times are none.</summary>
internal static class CellValue
{
    public static bool TryNumber(object? cell, out double number)
    {
        switch (cell)
        {
            case double value:
                number = value;
                return true;
            case bool value:
                number = value ? 1 : 0;
                return true;
            case string text:
                return NumberText.TryParse(text, out number);
            case DateTime or DateTimeOffset or TimeSpan or char or Guid or null:
                number = double.NaN;
                return false;
            case IConvertible value:
                number = value.ToDouble(CultureInfo.InvariantCulture);
                return true;
            case IFormattable value:
                return NumberText.TryParse(value.ToString(null, CultureInfo.InvariantCulture), out number);
            default:
                number = double.NaN;
                return false;
        }
    }

    public static string Text(object? cell) => cell switch
    {
        null => string.Empty,
        bool value => value ? "true" : "false",
        double value => value.ToString("R", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        Array values => $"[{string.Join(", ", values.Cast<object?>().Select(Text))}]",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? string.Empty,
    };
}
