using System.Security.Cryptography;
using System.Text;
using Mixtura.Report.Charts;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>The page, from top to bottom.</summary>
internal static class ReportPage
{
    /// <summary>The whole page.</summary>
    /// <param name="view">What is to be seen.</param>
    /// <param name="drawing">The scripts that draw charts; empty where there are none.</param>
    /// <param name="cancellationToken">Ends the work between its parts.</param>
    public static string Text(ReportView view, IReadOnlyList<string> drawing, CancellationToken cancellationToken = default)
    {
        var body = new HtmlText();
        Action[] parts =
        [
            () => SummarySection.Write(body, view, hasCharts: drawing.Count > 0),
            () => PictureSections.Write(body, view),
            () => ConvergenceSections.Write(body, view),
            () => ComponentSection.Write(body, view),
            () => IntervalSection.Write(body, view),
            () => RowSections.Write(body, view),
            () => SelectionSection.Write(body, view.Input),
            () => MergingSection.Write(body, view),
            () => ConfusionSection.Write(body, view),
            () => body.Data("rows", RowData.Of(view)),
        ];
        foreach (var part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            part();
        }

        // </script> in a script would end it
        string[] scripts = [.. drawing.Append(Resource.Text("report.js")).Select(static script => script.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase))];
        var page = new HtmlText();
        Head(page, view, scripts);
        page.Markup($"<nav aria-label=\"On this page\"><ul>{string.Concat(body.Sections.Select(static section => $"<li><a href=\"#{section.Id}\">{Escaped(section.Title)}</a></li>"))}</ul></nav>");
        page.Markup(body.ToString());
        page.Markup("<footer><p>Made by Mixtura. The file is complete in itself and asks no network. Each chart's menu, at its upper right, saves it as SVG or PNG.</p></footer>\n</main>");
        foreach (string script in scripts)
        {
            page.Markup($"<script>{script}</script>");
        }

        return page.Markup("</body>\n</html>").ToString();
    }

    private static void Head(HtmlText page, ReportView view, string[] scripts)
    {
        string title = $"{KindName.Of(view.Model)} mixture of {Plural(view.Drawn.Length, "component")}{(view.Model.Noise is null ? string.Empty : " and noise")}";

        // no request leaves the page, and no script runs but those that are written here; charts compile their expressions
        string allowed = string.Join(' ', scripts.Select(static script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'"));
        page.Markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {allowed} 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'\">");
        page.Markup("<link rel=\"icon\" href=\"data:,\">");
        page.Markup($"<title>{Escaped($"{title}: {view.Input.Name}")}</title>\n<style>\n{Resource.Text("report.css")}</style>\n</head>\n<body>\n<main>");
        page.Markup("<noscript><p class=\"warnings\">The pictures need JavaScript, which is off here. The tables are complete.</p></noscript>");
        page.Markup($"<header><h1>{Escaped(title)}</h1><button type=\"button\" id=\"theme\" hidden>Dark</button></header>");
    }
}
