using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Report.Page;
using Mixtura.Report.Survey;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Report;

/// <summary>The figures in the page's tables, against the mixture's own.</summary>
public partial class TableTests
{
    private static readonly RowMatrix Iris = ReferenceFile.Rows("iris.csv");

    [Fact]
    public void Covariances_StandBelowAndCorrelationsAbove()
    {
        var model = GaussianMixture.Fit(Iris, 2).Model;
        string[][][] tables = [.. TablesOf(PageOf(new ReportInput(model, new MemoryRows(Iris)))).Where(static table => table.Caption is "Component 0" or "Component 1").Select(static table => table.Rows)];
        Assert.Equal(2, tables.Length);
        for (int k = 0; k < 2; k++)
        {
            var covariance = model.CovarianceOf(k);
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 4; j++)
                {
                    double expected = j > i ? covariance[i, j] / Math.Sqrt(covariance[i, i] * covariance[j, j]) : covariance[i, j];
                    Assert.Equal(expected, Number(tables[k][i][j + 1]), j > i ? 5.1e-4 : 1e-4 * Math.Abs(expected));
                }
            }
        }
    }

    [Fact]
    public void SharedCovariances_StandOnce()
    {
        var model = GaussianMixture.Fit(Iris, 2, new GaussianMixtureOptions { Covariance = CovarianceStructure.Tied }).Model;
        var tables = TablesOf(PageOf(new ReportInput(model, new MemoryRows(Iris)))).Select(static table => table.Caption).ToList();
        Assert.Contains("All components", tables);
        Assert.DoesNotContain("Component 1", tables);
    }

    /// <summary>The distance is that of the row's own component, of noise the nearest one's.</summary>
    [Fact]
    public void UnlikelyRows_HaveTheirDistance()
    {
        var model = GaussianMixture.Fit(Iris, 2).Model;
        foreach (Mixture of in (Mixture[])[model, NoisyMixture.Of(model, 0.4, [0, 0, 0, 0], [9, 9, 9, 9], 100)])
        {
            var rows = TablesOf(PageOf(new ReportInput(of, new MemoryRows(Iris)))).Single(static table => table.Caption.StartsWith("Least likely first", StringComparison.Ordinal)).Rows;
            Assert.Equal(10, rows.Length);
            Assert.Equal(of.Noise is not null, Array.Exists(rows, static row => row[2] == "noise"));
            foreach (string[] row in rows)
            {
                double[] values = Iris.Row((int)Number(row[0]) - 1).ToArray();
                double expected = row[2] == "noise" ? Math.Min(of.DistanceOf(values, 0), of.DistanceOf(values, 1)) : of.DistanceOf(values, (int)Number(row[2]));
                Assert.Equal(expected, Number(row[3]), 6e-4 * expected);
            }
        }
    }

    /// <summary>Where the rows are those of the fit, known classes count as in the fit; of other rows nothing is known but what the model says.</summary>
    [Fact]
    public void KnownClasses_CountInTheFitsOwnRowsOnly()
    {
        var labels = KnownLabels.Of(Enumerable.Range(0, 150).Select(static i => (string?)"abc"[i / 50].ToString()));
        var fit = GaussianMixture.Kind().WithLabels(labels).Fit(Iris, 3);
        Assert.Contains(Tile("BIC", fit.Criteria.Bic), PageOf(ReportInput.Of(fit, new MemoryRows(Iris))), StringComparison.Ordinal);
        var others = new MemoryRows(new RowMatrix(Iris.Values[..400], 4));
        Assert.Contains(Tile("BIC", fit.Model.Score(others).Criteria.Bic), PageOf(ReportInput.Of(fit, others)), StringComparison.Ordinal);
    }

    [Fact]
    public void ParametersThatStay_AreNotCounted()
    {
        var start = GaussianMixture.Fit(Iris, 2).Model;
        var fit = GaussianMixture.Fit(Iris, 2, new GaussianMixtureOptions { Start = start, Fixed = new FixedParts { Means = [0, 1] } });
        double bic = (-2 * fit.Model.Score(Iris).LogLikelihood) + ((fit.Model.ParameterCount - 8) * Math.Log(150));
        Assert.Contains(Tile("BIC", bic), PageOf(ReportInput.Of(fit, new MemoryRows(Iris))), StringComparison.Ordinal);
    }

    private static string Tile(string what, double value) => $"<dt>{what}</dt><dd>{value.ToString("N3", CultureInfo.InvariantCulture)}<small>";

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string PageOf(ReportInput input) => ReportPage.Text(new ReportView(input, RowSurvey.Of(input, default), input.Model.Score(input.Rows)), []);

    private static IEnumerable<(string Caption, string[][] Rows)> TablesOf(string page) => TablePattern().Matches(page).Select(static table => (
        WebUtility.HtmlDecode(table.Groups["caption"].Value),
        RowPattern().Matches(table.Groups["body"].Value).Select(static row => CellPattern().Matches(row.Value).Select(static cell => WebUtility.HtmlDecode(cell.Groups["text"].Value)).ToArray()).ToArray()));

    [GeneratedRegex("<table aria-label=\"(?<caption>[^\"]*)\">.*?<tbody>(?<body>.*?)</tbody>", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex TablePattern();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex RowPattern();

    [GeneratedRegex("<t[hd][^>]*>(?<text>[^<]*)<", RegexOptions.ExplicitCapture)]
    private static partial Regex CellPattern();
}
