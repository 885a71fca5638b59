using Mixtura.Report.Charts;

namespace Mixtura.Tests.Report;

public class PaletteTests
{
    [Fact]
    public void SureRow_HasItsComponentsColour()
    {
        for (int k = 0; k < 40; k++)
        {
            var sure = new double[40];
            sure[k] = 1;
            Assert.Equal(Palette.Of(k), Palette.Mixed(sure));
        }
    }

    [Fact]
    public void DoubtfulRow_LiesBetweenTheColours()
    {
        var (one, other, mixed) = (Parts(Palette.Of(0)), Parts(Palette.Of(1)), Parts(Palette.Mixed([0.5, 0.5])));
        for (int channel = 0; channel < 3; channel++)
        {
            Assert.InRange(mixed[channel], Math.Min(one[channel], other[channel]), Math.Max(one[channel], other[channel]));
        }

        Assert.NotEqual(Palette.Of(0), Palette.Mixed([0.5, 0.5]));
        Assert.NotEqual(Palette.Of(1), Palette.Mixed([0.5, 0.5]));
    }

    [Fact]
    public void ShortColour_IsTheNearest()
    {
        double[] row = [0.3, 0.5, 0.2];
        int[] exact = Parts(Palette.Mixed(row));
        string text = Palette.MixedShort(row);
        Assert.Equal(3, text.Length);
        for (int channel = 0; channel < 3; channel++)
        {
            Assert.InRange(Math.Abs((17 * Convert.ToInt32(text[channel].ToString(), 16)) - exact[channel]), 0, 8.5);
        }
    }

    [Fact]
    public void NamedColours_AreOkabesAndItosThenTols() =>
        Assert.Equal(["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#882255", "#999933"], Enumerable.Range(0, Palette.Distinct).Select(Palette.Of));

    [Fact]
    public void Colours_AreDifferent() => Assert.Equal(60, Enumerable.Range(0, 60).Select(Palette.Of).Distinct().Count());

    // WCAG 2.1, 1.4.3: 4.5 for text
    [Fact]
    public void NumberOnItsComponent_IsLegible()
    {
        for (int k = 0; k < 60; k++)
        {
            double paper = Luminance(Palette.Of(k));
            double ink = Luminance(Palette.On(k));
            Assert.True((Math.Max(paper, ink) + 0.05) / (Math.Min(paper, ink) + 0.05) >= 4.4, $"{Palette.On(k)} on {Palette.Of(k)}");
        }
    }

    private static int[] Parts(string colour) => [.. new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(colour.Substring(at, 2), 16))];

    private static double Luminance(string colour)
    {
        double[] linear = [.. Parts(colour).Select(static part => part / 255.0 <= 0.04045 ? part / 255.0 / 12.92 : Math.Pow(((part / 255.0) + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    /// <summary>What responsibilities are short of 1 is noise, in grey.</summary>
    [Fact]
    public void Noise_IsGrey()
    {
        Assert.Equal(Palette.Neutral, Palette.Mixed([0.0, 0]));
        Assert.Equal(Palette.Of(1), Palette.Mixed([0.0, 1 - 1e-12]));
        Assert.NotEqual(Palette.Of(0), Palette.Mixed([0.7, 0]));
    }
}
