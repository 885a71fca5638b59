using System.Globalization;
using System.Numerics;

namespace Mixtura.Tests.IO;

public sealed class NumberTests
{
    [Fact]
    public void Numbers_AreExactToTheLastBit()
    {
        string[] texts = [.. Enumerable.Range(0, 20_000).SelectMany(Spellings)];
        double[] read = Text.Values(string.Join('\n', texts));
        Assert.Equal(texts.Select(text => BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture))), read.Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("-0", -0.0)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1E+3", 1000.0)]
    [InlineData("4.9e-324", 4.9e-324)]
    [InlineData("1e-400", 0.0)]
    [InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)]
    public void Spellings_AreUnderstood(string text, double value) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Text.Values("a\n" + text + "\n")[0]));

    // shortest, 17 digits, and the decimal expansion of the point half way to the next double, where rounding is hardest
    private static IEnumerable<string> Spellings(int seed)
    {
        ulong bits = (ulong)(seed + 1) * 0x9E3779B97F4A7C15;
        double any = BitConverter.UInt64BitsToDouble(bits);
        if (double.IsFinite(any))
        {
            yield return any.ToString("R", CultureInfo.InvariantCulture);
            yield return any.ToString("E16", CultureInfo.InvariantCulture);
        }

        yield return HalfWay(bits >> 11, (int)(bits % 60));
    }

    private static string HalfWay(ulong mantissa, int places)
    {
        var scaled = ((new BigInteger(mantissa | (1UL << 52)) * 2) + 1) * BigInteger.Pow(5, places);
        string digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return $"{digits[..^places]}.{digits[^places..]}0";
    }
}
