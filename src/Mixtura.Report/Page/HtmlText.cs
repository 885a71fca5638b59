using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mixtura.Report.Page;

/// <summary>Writes HTML; whatever comes from data goes through <see cref="Escaped"/> or <see cref="Data"/>.</summary>
internal sealed class HtmlText
{
    // escapes <, > and & too, so that no text can end the element it stands in
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.Default, WriteIndented = false };

    // beyond that a number's digits are not all known, and nobody reads them
    private const double MostInFull = 1e13;

    private readonly StringBuilder text = new();
    private readonly List<(string Id, string Title)> sections = [];

    /// <summary>The sections so far.</summary>
    public IReadOnlyList<(string Id, string Title)> Sections => sections;

    /// <summary>Text as text, wherever it came from.</summary>
    public static string Escaped(string value) => HtmlEncoder.Default.Encode(value);

    /// <summary>A number for people: five digits.</summary>
    public static string Shown(double value) => Shown(value, "G5");

    /// <summary>A value of the data: ten digits.</summary>
    public static string Measured(double value) => Shown(value, "G10");

    // a zero has no sign
    private static string Shown(double value, string format) => double.IsFinite(value) ? (value + 0.0).ToString(format, CultureInfo.InvariantCulture) : "–";

    /// <summary>A total in nats, or a criterion.</summary>
    public static string Total(double value) => !double.IsFinite(value) ? "–" : Math.Abs(value) < MostInFull ? value.ToString("N3", CultureInfo.InvariantCulture) : value.ToString("G8", CultureInfo.InvariantCulture);

    /// <summary>A share, in per cent.</summary>
    public static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";

    /// <summary>A sum of weights.</summary>
    public static string Weight(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>A count.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number by which a component or a row is called.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>«1 row», «2 rows».</summary>
    public static string Plural(long count, string unit) => Plural(count, unit, unit + "s");

    /// <summary>The same where the plural has another ending.</summary>
    public static string Plural(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>Markup, as it stands.</summary>
    public HtmlText Markup(string markup)
    {
        text.Append(markup).Append('\n');
        return this;
    }

    /// <summary>A paragraph of text.</summary>
    public HtmlText Paragraph(string words, string kind = "") =>
        Markup($"<p{(kind.Length > 0 ? $" class=\"{kind}\"" : string.Empty)}>{Escaped(words)}</p>");

    /// <summary>A section with its heading.</summary>
    public HtmlText Section(string id, string title, Action<HtmlText> content)
    {
        sections.Add((id, title));
        Markup($"<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{Escaped(title)}</h2>");
        content(this);
        return Markup("</section>");
    }

    /// <summary>JSON for the page's script to read; nothing in it can end the element.</summary>
    public HtmlText Data(string id, JsonNode json) =>
        Markup($"<script type=\"application/json\" id=\"{id}\">{json.ToJsonString(Compact)}</script>");

    /// <summary>A chart with a sentence that says what one sees.</summary>
    /// <param name="id">The chart's id.</param>
    /// <param name="specification">The chart.</param>
    /// <param name="sentence">What one sees.</param>
    /// <param name="controls">Markup of what the reader can set.</param>
    public HtmlText Figure(string id, JsonObject specification, string sentence, string controls = "")
    {
        // what a screen reader says of the picture
        specification.Add("description", sentence);
        Markup($"<figure id=\"{id}\"><figcaption>{Escaped(sentence)}</figcaption>{controls}<div class=\"chart\" data-chart=\"{id}\"></div></figure>");
        return Data("chart-" + id, specification);
    }

    /// <summary>A table; the cells are text.</summary>
    public HtmlText Table(string caption, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        // outside what scrolls sideways, so that it breaks where the page ends
        Markup($"<p class=\"caption\">{Escaped(caption)}</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escaped(caption)}\"><table aria-label=\"{Escaped(caption)}\"><thead><tr>{string.Concat(header.Select(static cell => $"<th scope=\"col\">{Escaped(cell)}</th>"))}</tr></thead><tbody>");
        foreach (var row in rows)
        {
            Markup($"<tr>{string.Concat(row.Select(static (cell, i) => i == 0 ? $"<th scope=\"row\">{Escaped(cell)}</th>" : $"<td>{Escaped(cell)}</td>"))}</tr>");
        }

        return Markup("</tbody></table></div>");
    }

    public override string ToString() => text.ToString();
}
