using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>What is wrong with a weight, whatever the format.</summary>
internal static class WeightFaults
{
    public static InputException Bad(string place, string text)
    {
        string why = NumberText.TryParse(text, out double weight) && weight < 0 ? "is negative" : "is not a finite number";
        return new InputException($"{place}: the weight {NumberText.Quote(text)} {why}. A weight says how many times its row counts: give 0 or a positive number.");
    }

    public static InputException Bad(string place, double weight) => Bad(place, weight.ToString(CultureInfo.InvariantCulture));

    public static InputException AllZero(string source, ColumnRoles roles, int column) =>
        new(InputFault.NoWeight, $"{source}: all weights ({roles.Describe(column)}) are 0, so that no row counts.", "Give at least one row a positive weight, or read without weights.");
}
