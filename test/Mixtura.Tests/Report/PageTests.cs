using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Report;
using Mixtura.Report.Page;
using Mixtura.Report.Survey;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Report;

/// <summary>What stands in the file; what a browser makes of it is tested with the command.</summary>
public partial class PageTests
{
    private static readonly RowMatrix Iris = ReferenceFile.Rows("iris.csv");
    private static readonly GaussianMixtureFit Fit = GaussianMixture.Fit(Iris, 3, new GaussianMixtureOptions { Em = new EmOptions { KeepPath = true } });

    [Fact]
    public void Page_IsWhatMixtureReportWrites()
    {
        using var stream = new MemoryStream();
        MixtureReport.Write(ReportInput.Of(Fit, new MemoryRows(Iris)), stream);
        Assert.Equal(TextOf(ReportInput.Of(Fit, new MemoryRows(Iris)), Resource.Drawing), Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void SameInput_GivesTheSamePageOnAnyThreads()
    {
        var rows = new MemoryRows(Fit.Model.Sample(30_000, seed: 1));
        Assert.Equal(
            TextOf(new ReportInput(Fit.Model, rows) { Threads = 1 }, []),
            TextOf(new ReportInput(Fit.Model, rows) { Threads = 3 }, []));
    }

    [Fact]
    public void WithoutWhatDraws_ThePageSaysSoAndHasItsTables()
    {
        string page = TextOf(ReportInput.Of(Fit, new MemoryRows(Iris)), []);
        Assert.Contains("The charts are missing", page, StringComparison.Ordinal);
        Assert.Contains("npm", page, StringComparison.Ordinal);
        Assert.Contains("<table aria-label=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The charts are missing", TextOf(ReportInput.Of(Fit, new MemoryRows(Iris)), ["// vega"]), StringComparison.Ordinal);
    }

    [Fact]
    public void TextFromData_StaysText()
    {
        const string Evil = "</script><script>alert(1)</script>\"'&<!--";
        var rows = new MemoryRows(Iris, null, [Evil, "b", "c\n\u2028", "d"]);
        var model = GaussianMixture.Fit(rows, 3).Model;
        var labels = RowLabels.Of(Evil, Enumerable.Range(0, 150).Select(static i => i < 75 ? Evil : "fine"));
        string page = TextOf(new ReportInput(model, rows) { Name = Evil + ".csv", Labels = labels }, []);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
    }

    /// <summary>Each feature goes from the bottom, 0, to the top, 1.</summary>
    [Fact]
    public void ParallelLines_GoFromTheSmallestToTheLargest()
    {
        string page = TextOf(ReportInput.Of(Fit, new MemoryRows(Iris)), []);
        string lines = Chart().Matches(page).Select(static match => match.Groups["json"].Value).Single(static json => json.Contains("=== null ? null : (", StringComparison.Ordinal));
        for (int j = 0; j < 4; j++)
        {
            double[] values = [.. Enumerable.Range(0, 150).Select(i => Iris[i, j])];
            Assert.Contains(FormattableString.Invariant($" - ({values.Min():R})) / {values.Max() - values.Min():R}"), lines, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Specifications_AreVegaLite()
    {
        string page = TextOf(ReportInput.Of(Fit, new MemoryRows(Iris)), []);
        var charts = Chart().Matches(page).Select(static match => JsonNode.Parse(match.Groups["json"].Value)!).ToList();
        Assert.Equal(15, charts.Count);
        Assert.All(charts, static chart => Assert.StartsWith("https://vega.github.io/schema/vega-lite/", (string)chart["$schema"]!, StringComparison.Ordinal));
        Assert.All(charts, static chart => Assert.True(chart["description"] is not null || chart["layer"] is not null));
    }

    [Fact]
    public void ManyFeaturesAndComponents_StayAFewMegabytes()
    {
        var means = new double[30, 40];
        for (int k = 0; k < 30; k++)
        {
            for (int j = 0; j < 40; j++)
            {
                means[k, j] = ((k * 7) + (j * 3)) % 31;
            }
        }

        var unit = new double[40, 40];
        for (int j = 0; j < 40; j++)
        {
            unit[j, j] = 1;
        }

        var wide = GaussianMixture.Create(
            [.. Enumerable.Repeat(1.0 / 30, 30)], RowMatrix.Copy(means), [.. Enumerable.Range(0, 30).Select(_ => RowMatrix.Copy(unit))]);
        var fit = GaussianMixture.Fit(wide.Sample(3000, seed: 2), 30, new GaussianMixtureOptions { Start = wide, Em = new EmOptions { KeepPath = true, MaxIterations = 200, Tolerance = 0, Acceleration = false } });
        Assert.Equal(201, fit.Path.Count);
        string page = TextOf(ReportInput.Of(fit, new MemoryRows(wide.Sample(3000, seed: 2))), Resource.Drawing);
        Assert.InRange(page.Length, 1_000_000, 5_000_000);
    }

    [Fact]
    public void WhatCannotBeReported_IsSaid()
    {
        Refused(new ReportInput(Fit.Model, new MemoryRows(Rows(4))), "no rows");
        Refused(new ReportInput(Fit.Model, new MemoryRows(Rows(3, 1, 2, 3))), "the model has 4 features, the data have 3 columns");
        Refused(new ReportInput(Fit.Model, new MemoryRows(Rows(4, 1, 2, double.PositiveInfinity, 4))), "Row 0, column 2", double.PositiveInfinity.ToString(System.Globalization.CultureInfo.CurrentCulture));
        Refused(new ReportInput(Fit.Model, new MemoryRows(Rows(4, 1, 2, double.NaN, 4))), "is missing in every row");
        Refused(new ReportInput(Fit.Model, new MemoryRows(Rows(4, 1, 2, 3, 4), new double[] { 0 })), "weight 0");
        Refused(new ReportInput(Fit.Model, new MemoryRows(Iris)) { Labels = RowLabels.Of("a", ["b"]) }, "there is 1 label for 150 rows");
        Refused(new ReportInput(Fit.Model, new MemoryRows(Iris)) { Features = (1, 1) }, "two different");
        Refused(new ReportInput(Fit.Model, new MemoryRows(Iris)) { Features = (0, 4) }, "0…3");
    }

    private static void Refused(ReportInput input, params string[] parts)
    {
        using var stream = new MemoryStream();
        string message = Assert.Throws<InputException>(() => MixtureReport.Write(input, stream)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Equal(0, stream.Length);
    }

    private static RowMatrix Rows(int columns, params double[] values) => new(values, columns);

    private static string TextOf(ReportInput input, IReadOnlyList<string> drawing) =>
        ReportPage.Text(new ReportView(input, RowSurvey.Of(input, default), input.Model.Score(input.Rows, input.Threads)), drawing);

    [GeneratedRegex("<script type=\"application/json\" id=\"chart-[^\"]*\">(?<json>.*?)</script>", RegexOptions.ExplicitCapture)]
    private static partial Regex Chart();
}
