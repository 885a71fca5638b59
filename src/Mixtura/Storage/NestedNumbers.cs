using System.Text.Json;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>From nested arrays of numbers to parameters.</summary>
internal static class NestedNumbers
{
    /// <summary>The parameters; null where the value is no regular array of numbers.</summary>
    public static ParameterArray? TryRead(string name, JsonElement value)
    {
        var shape = new List<int>();
        for (var at = value; at.ValueKind == JsonValueKind.Array; at = at.EnumerateArray().First())
        {
            if (at.GetArrayLength() == 0)
            {
                return null;
            }

            shape.Add(at.GetArrayLength());
        }

        var values = new List<double>();
        return Fill(value, [.. shape], values) ? new ParameterArray(name, values, shape) : null;
    }

    private static bool Fill(JsonElement value, ReadOnlySpan<int> shape, List<double> values)
    {
        if (shape.IsEmpty)
        {
            bool isNumber = value.ValueKind == JsonValueKind.Number;
            values.Add(isNumber ? value.GetDouble() : double.NaN);
            return isNumber;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != shape[0])
        {
            return false;
        }

        foreach (var one in value.EnumerateArray())
        {
            if (!Fill(one, shape[1..], values))
            {
                return false;
            }
        }

        return true;
    }
}
