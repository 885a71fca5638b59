using Mixtura.Report.Page;

namespace Mixtura.Tests.Report;

public class HtmlNumberTests
{
    [Fact]
    public void Zero_HasNoSign()
    {
        Assert.Equal("0", HtmlText.Shown(-0.0));
        Assert.Equal("0", HtmlText.Measured(-0.0));
    }

    [Theory]
    [InlineData(-1234.56789012, "-1234.6", "-1234.56789")]
    [InlineData(double.NaN, "–", "–")]
    public void Digits_AreFiveOfFiguresAndTenOfData(double value, string figure, string data)
    {
        Assert.Equal(figure, HtmlText.Shown(value));
        Assert.Equal(data, HtmlText.Measured(value));
    }
}
