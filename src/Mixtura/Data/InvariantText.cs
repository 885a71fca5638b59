using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mixtura.Data;

/// <summary>A sentence with numbers in it that reads the same under every culture: what an interpolated string becomes where one is asked for.</summary>
[InterpolatedStringHandler]
internal ref struct InvariantText(int literalLength, int formattedCount)
{
    private DefaultInterpolatedStringHandler text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>Adds text.</summary>
    public void AppendLiteral(string value) => text.AppendLiteral(value);

    /// <summary>Adds a value.</summary>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <summary>Adds a value in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

    /// <summary>The sentence; once.</summary>
    public string Take() => text.ToStringAndClear();
}
