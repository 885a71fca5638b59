using Mixtura.Report.Charts;
using Mixtura.Storage;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>How the bound rose, where every start ended, and the iterations replayed.</summary>
internal static class ConvergenceSections
{
    private const double FallBeyondRounding = 1e-10;

    public static void Write(HtmlText page, ReportView view)
    {
        if (view.Fit is not { } fit)
        {
            return;
        }

        if (fit.Online is { } online)
        {
            page.Section("bound-trace", "The log density over time", content => Course(content, fit, online));
            return;
        }

        page.Section("bound-trace", "The lower bound", content => Bound(content, view, fit));
        if (fit.Path.Count > 1)
        {
            page.Section("em-path", "The path of EM", content => Path(content, view, fit));
        }
    }

    private static void Course(HtmlText page, FitRecord fit, OnlineRecord online)
    {
        string entry = online.BatchesPerEntry == 1 ? "a batch" : $"{Number(online.BatchesPerEntry)} batches";
        if (fit.Trace.Count > 1)
        {
            page.Figure("trace", ConvergenceCharts.Course(fit.Trace, online.BatchesPerEntry), $"The mean log density of the rows of {entry} under the model so far, before they were learnt: how well it foretold them. It rises while there is something to learn; where it falls, the data have changed.");
        }

        string forgetting = online.HalfLife is { } halfLife ? $"What came before counts half after {Shown(halfLife)} rows." : "Nothing was forgotten on purpose.";
        page.Paragraph($"On-line EM: every row was read once, {Number(online.BatchRows)} at a time, in {Plural(online.Batches, "batch", "batches")}. {forgetting}");
    }

    private static void Bound(HtmlText page, ReportView view, FitRecord fit)
    {
        page.Markup("<div class=\"side-by-side\">");
        if (fit.Trace.Count > 1)
        {
            page.Figure("trace", ConvergenceCharts.Trace(fit.Trace), $"The bound of the start that won, at its beginning and after each of its {Plural(fit.Iterations, "iteration")}{Course(fit.Trace)}{(view.IsVariational || view.Model.Components < 3 ? string.Empty : " A sudden rise may be a split-and-merge move.")}");
        }

        if (ConvergenceCharts.Remaining(fit.Trace) is { } remaining)
        {
            page.Figure("remaining", remaining, "How far below its end the bound was, on a logarithmic scale: a straight line is steady progress. At its very end it always bends down.");
        }

        if (fit.Starts.Count > 1)
        {
            page.Figure(
                "starts", ConvergenceCharts.Starts(fit.Starts, fit.TotalWeight),
                $"Where each of the {Number(fit.Starts.Count)} starts ended before the best was continued; {(fit.StartsAtBest == 0 ? "none is sound" : $"{Number(fit.StartsAtBest)} reached the best within {Shown(FitRecord.SameOptimum)} nats a row")}.");
        }

        page.Markup("</div>");
        if (fit.Iterations == 0)
        {
            page.Paragraph("The model is the start's own: no iteration was made.");
        }

        if (fit.Path.Count == 0)
        {
            page.Markup($"<p>To replay the iterations here, fit with <code>{Escaped(view.Input.KeepPathOption)}</code>.</p>");
        }
    }

    // regularization, say, belongs to no objective that EM would climb
    private static string Course(IReadOnlyList<double> trace)
    {
        bool falls = Enumerable.Range(1, trace.Count - 1).Any(i => trace[i] < trace[i - 1] - (FallBeyondRounding * Math.Abs(trace[i])));
        return falls ? ". It falls at times: what is added to the variances (regularization) is no part of it." : ": it never falls, but for rounding.";
    }

    private static void Path(HtmlText page, ReportView view, FitRecord fit)
    {
        var chart = new PathChart(view, fit.Path);
        int last = chart.Iterations.Length - 1;
        string few = last + 1 < fit.Path.Count ? $" {Number(last + 1)} of {Number(fit.Path.Count)} iterations are kept on the page." : string.Empty;
        string slider = $"<div class=\"controls\"><button type=\"button\" id=\"play\">Play</button><label for=\"step\">Iteration</label><input type=\"range\" id=\"step\" min=\"0\" max=\"{Number(last)}\" value=\"{Number(last)}\"><output id=\"at\" for=\"step\"></output></div>";
        page.Figure("path", chart.Specification(), $"Move the slider to replay the iterations of the start that won: the components, and the rows in the colours of their responsibilities at that moment{PictureSections.Thinned(view, PathChart.MostRows)}.{few}", slider);
        page.Data("steps", Vega.List(chart.Iterations.Select(iteration =>
            (System.Text.Json.Nodes.JsonNode?)Vega.List([iteration, iteration < fit.Trace.Count ? Vega.Number(fit.Trace[iteration]) : null]))));
    }
}
