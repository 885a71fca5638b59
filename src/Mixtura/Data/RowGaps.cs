using System.Runtime.CompilerServices;

namespace Mixtura.Data;

/// <summary>Missing values among numbers: NaN.</summary>
internal static class RowGaps
{
    /// <summary>Whether one is missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AnyIn(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                return true;
            }
        }

        return false;
    }
}
