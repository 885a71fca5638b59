using System.Globalization;
using Mixtura.Report.Charts;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>The rows and the components: over two features, pair by pair, or over one.</summary>
internal static class PictureSections
{
    public static void Write(HtmlText page, ReportView view)
    {
        page.Section("data", "Data and components", content =>
        {
            content.Markup(Legend(view));
            if (view.Pairs.Length > 0)
            {
                Scatter(content, view);
            }
            else if (view.Numbers is [var only])
            {
                content.Figure(
                    "scatter", HistogramChart.Of(view, only),
                    "Bars show how all rows spread, as a density; the thick grey line is the mixture's density, each coloured line a component's share of it. Every stroke at the foot is a row, in a colour that mixes the components' by its responsibilities." + Outside(view, [only]),
                    $"<div class=\"toolbar\">{ZoomButtons}</div>");
            }

            Counts(content, view);
            CategoryFigures.Write(content, view);
        });
        if (view.Telling.Length > 2)
        {
            string which = view.Numbers.Length > view.Telling.Length
                ? $"The {Number(view.Telling.Length)} of {Number(view.Numbers.Length)} features in which the components differ most, pair by pair"
                : "The features pair by pair";
            page.Section("pairs-plot", "Pairs of features", content =>
            {
                content.Figure(
                    "pairs", PairsChart.Of(view), $"{which}: rows in mixed colours{Thinned(view, PairsChart.MostRows)}, below the diagonal with the ellipses at 1 and 2 standard deviations. On the diagonal how all rows spread over each feature, with the density of the mixture (grey) and of its components.");
                Parallel(content, view);
            });
        }

        ProjectionSection.Write(page, view);
    }

    // without Ctrl the wheel scrolls the page, as everywhere
    internal const string ZoomButtons =
        "<div class=\"controls\" role=\"group\" aria-label=\"Zoom\"><button type=\"button\" data-zoom=\"0.8\" aria-label=\"Zoom in\">+</button><button type=\"button\" data-zoom=\"1.25\" aria-label=\"Zoom out\">−</button><button type=\"button\" data-zoom=\"0\">Reset</button></div>"
        + "<p class=\"hint\">Drag to move; Ctrl and the wheel zoom; a double click goes back. On the keyboard: arrows, + and −, 0.</p>";

    /// <summary>«, one in three of those above», where so few are drawn.</summary>
    public static string Thinned(ReportView view, int most) => RowData.Step(view, most) is > 1 and var step ? $" (one in {Number(step)} of those above)" : string.Empty;

    private static string Outside(ReportView view, IReadOnlyCollection<int> features)
    {
        bool rows = features.Any(j => view.Survey.View[j].Low > view.Survey.Low[j] || view.Survey.View[j].High < view.Survey.High[j]);
        bool components = view.Drawn.Any(k => features.Any(j => view.Mean(k, j) is var mean && PlotRange.Of(view, j) is var range && (mean < range.Low || mean > range.High)));
        return (rows, components) switch
        {
            (true, true) => " A few rows, and the mean of a component or more, lie far outside a picture: zoom out to see them.",
            (true, false) => " A few rows lie far outside a picture: zoom out to see them.",
            (false, true) => " The mean of a component or more lies outside a picture: zoom out to see it.",
            _ => string.Empty,
        };
    }

    private static void Scatter(HtmlText page, ReportView view)
    {
        string shares = string.Join(", ", Contours.Shares.Select(static share => (100 * share).ToString("F0", CultureInfo.InvariantCulture)));
        page.Figure(
            "scatter", ScatterChart.Of(view, Plane.Of(view, view.Pairs[0])),
            $"Each point is a row; its colour mixes the components' colours by its responsibilities, so doubtful rows have colours in between. Grey lines enclose {shares} % of the mixture's mass; ellipses lie at 1 and (dashed) 2 standard deviations, a component's number at its mean.{(view.Survey.IsWeighted ? " The larger a point, the more its row weighs." : string.Empty)}{Outside(view, [.. view.Telling])}",
            $"{ClassLegend(view)}<div class=\"toolbar\">{PlaneChoice("scatter", "Features", [.. view.Pairs.Select(pair => $"{view.Names[pair.Across]} × {view.Names[pair.Up]}")])}{ShowChoice(view, "scatter")}{ZoomButtons}</div>");
        for (int i = 1; i < view.Pairs.Length; i++)
        {
            page.Data($"chart-scatter-{Number(i)}", ScatterChart.Of(view, Plane.Of(view, view.Pairs[i])));
        }
    }

    private static void Parallel(HtmlText page, ReportView view)
    {
        string which = view.Numbers.Length > view.Parallel.Length ? $"the {Number(view.Parallel.Length)} features in which the components differ most" : "the features";
        page.Figure(
            "parallel", ParallelChart.Of(view),
            $"Every row{Thinned(view, ParallelChart.MostRows)} as a line over {which}, each from its smallest to its largest value; thick lines join the components' means.");
    }

    // with more features the pairs plot has them on its diagonal
    private static void Counts(HtmlText page, ReportView view)
    {
        foreach (int feature in view.Telling.Length == 2 ? view.Telling.Where(view.Model.IsDiscrete) : [])
        {
            page.Figure(
                $"counts-{Number(feature)}", HistogramChart.Of(view, feature),
                $"How many rows have each count of {view.Names[feature]}, as a share; the thick grey steps are the mixture's probabilities, each coloured line a component's share of them.");
        }
    }

    /// <summary>A list of planes to look along in a figure, the first of which is seen; nothing where there is but one.</summary>
    public static string PlaneChoice(string figure, string label, IReadOnlyList<string> planes) => planes.Count == 1 ? string.Empty
        : Choice("planes", figure, label, planes.Select((plane, i) => ($"{figure}{(i == 0 ? string.Empty : "-" + Number(i))}", plane)));

    /// <summary>What the rows of a figure show.</summary>
    public static string ShowChoice(ReportView view, string figure)
    {
        IEnumerable<(string, string)> shown =
        [
            (RowShow.Responsibilities, "components, mixed by responsibility"),
            .. view.Drawn.Length > 1 || view.Model.Noise is not null ? [(RowShow.Uncertainty, "uncertainty: larger and redder")] : ((string, string)[])[],
            .. view.Classes is { } classes ? [(RowShow.Classes, $"known classes: {classes.Column}")] : ((string, string)[])[],
        ];
        return shown.Count() == 1 ? string.Empty : Choice("shown", figure, "Colours", shown);
    }

    private static string Choice(string kind, string figure, string label, IEnumerable<(string Value, string Text)> options)
    {
        string id = $"{kind}-{figure}";
        return $"<div class=\"controls\"><label for=\"{id}\">{label}</label><select id=\"{id}\" data-{kind}=\"{figure}\">{string.Concat(options.Select(static option => $"<option value=\"{option.Value}\">{Escaped(option.Text)}</option>"))}</select></div>";
    }

    private static string ClassLegend(ReportView view) => view.Classes is not { } classes ? string.Empty
        : $"<ul class=\"legend\"><li>Shapes tell known classes ({Escaped(classes.Column)}):</li>{string.Concat(classes.Names.Select((name, place) => $"<li><span class=\"sign\" style=\"color:{classes.ColourAt(place)}\">{classes.SignOf(place)}</span> {Escaped(name)}</li>"))}{(classes.HasUnknown ? $"<li><span class=\"sign\">●</span> unknown</li>" : string.Empty)}</ul>";

    private static string Legend(ReportView view) => $"<ul class=\"legend\">{string.Concat(view.Drawn.Select(k =>
        $"<li><span class=\"swatch\" style=\"background:{Palette.Of(k)};color:{Palette.On(k)}\">{Number(k)}</span>component {Number(k)}{NameOf(view, k)}, {Percent(view.Model.Weights.Span[k])}</li>"))}{LegendOfNoise(view)}</ul>"
        + (view.Drawn.Length > Palette.Distinct ? "<p>Some colours are alike; the numbers tell the components apart.</p>" : string.Empty);

    private static string NameOf(ReportView view, int component) => (view.Model.ComponentNames.Count > 0 ? view.Model.ComponentNames[component] : view.Model.Classes?.NameOf(component)) is { } name
        ? ", " + Escaped(name)
        : string.Empty;

    private static string LegendOfNoise(ReportView view) => view.Model.Noise is { } noise
        ? $"<li><span class=\"swatch\" style=\"background:{Palette.Neutral};color:#000000\">–</span>noise, {Percent(noise.Weight)}</li>"
        : string.Empty;
}
