namespace Mixtura.ML;

/// <summary>What a column that is added is called.</summary>
internal static class ColumnName
{
    /// <summary>The name, if it is one.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static string Of(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }
}
