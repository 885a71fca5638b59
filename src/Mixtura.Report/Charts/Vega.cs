using System.Globalization;
using System.Text.Json.Nodes;

namespace Mixtura.Report.Charts;

/// <summary>The few forms of which Vega-Lite specifications are made here, as data.</summary>
internal static class Vega
{
    private const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var json = new JsonObject();
        foreach (var (name, value) in fields)
        {
            json.Add(name, value);
        }

        return json;
    }

    public static JsonArray List(IEnumerable<JsonNode?> values) => [.. values];

    public static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    /// <summary>A number with as many digits as a picture can use, far from 0 too; null where it is not finite.</summary>
    public static JsonNode? Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString("G13", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    /// <summary>A number in an expression.</summary>
    public static string Literal(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A chart of its own, as wide as the page lets it be.</summary>
    public static JsonObject Chart(int height, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var chart = Object(("$schema", Schema), ("width", "container"), ("height", height), ("autosize", Object(("type", "fit-x"), ("contains", "padding"))));
        foreach (var (name, value) in fields)
        {
            chart.Add(name, value);
        }

        return chart;
    }

    /// <summary>Charts side by side, row by row; the page sets their size.</summary>
    public static JsonObject Grid(int columns, IEnumerable<JsonNode?> cells) =>
        Object(("$schema", Schema), ("columns", columns), ("spacing", 6), ("concat", List(cells)));

    public static JsonObject Layer(params IEnumerable<JsonNode?> layers) => Object(("layer", List(layers)));

    public static JsonObject Values(IEnumerable<JsonNode?> rows) => Object(("values", List(rows)));

    /// <summary>A quantitative channel; from the smallest to the largest value unless a scale is given.</summary>
    public static JsonObject Quantity(string field, string? title, JsonNode? scale = null) =>
        Object(("field", field), ("type", "quantitative"), ("title", title), ("scale", scale ?? Object(("zero", false))));

    /// <summary>A channel of a feature, from the least to the largest value of the data and a margin.</summary>
    public static JsonObject Axis(string field, string title, PlotRange range)
    {
        var channel = Quantity(field, title, Domain(range.Low, range.High));
        if (range.Format is { } format)
        {
            channel.Add("axis", Object(("format", format)));
        }

        return channel;
    }

    /// <summary>The same for a cell of a grid: a few numbers at its side, or nothing.</summary>
    public static JsonObject CellAxis(string field, PlotRange range, bool hasNumbers)
    {
        var axis = Object(("grid", false), ("domain", false), ("tickCount", 3), ("tickSize", 3), ("labelFontSize", 9), ("title", null));
        if (range.Format is { } format)
        {
            axis.Add("format", format);
        }

        return Object(("field", field), ("type", "quantitative"), ("scale", Domain(range.Low, range.High)), ("axis", hasNumbers ? axis : null));
    }

    /// <summary>A channel of whole numbers or names, in their order.</summary>
    public static JsonObject Places(string field, string title, string type = "ordinal") =>
        Object(("field", field), ("type", type), ("title", title), ("sort", null), ("axis", Object(("labelAngle", 0), ("labelOverlap", true))));

    /// <summary>A channel whose values are colours as they stand.</summary>
    public static JsonObject Colour(string field) => Object(("field", field), ("type", "nominal"), ("scale", null), ("legend", null));

    public static JsonObject Field(string field) => Object(("field", field));

    /// <summary>A line of a tooltip.</summary>
    /// <remarks>Vega-Lite makes source text of a tooltip's titles, and its tooltip gives some a meaning (<c>title</c>, <c>image</c>); a name from data could be anything.
    /// So a title is the field and the name's code units in hexadecimal digits, and the page's script makes text of it.</remarks>
    public static JsonObject Tip(string field, string title, string? format = null)
    {
        string coded = $"{field}_{string.Concat(title.Select(static unit => ((int)unit).ToString("x4", CultureInfo.InvariantCulture)))}";
        return format is null
            ? Object(("field", field), ("title", coded))
            : Object(("field", field), ("title", coded), ("type", "quantitative"), ("format", format));
    }

    public static JsonObject Calculate(string name, string expression) => Object(("calculate", expression), ("as", name));

    public static JsonObject Flatten(params IEnumerable<string> fields) => Object(("flatten", List(fields.Select(static field => (JsonNode?)field))));

    public static JsonObject Filter(string expression) => Object(("filter", expression));

    /// <summary>A scale from one value to another.</summary>
    public static JsonObject Domain(double low, double high) => Object(("domain", Numbers([low, high])), ("zero", false), ("nice", false));

    /// <summary>Moves and zooms the scales: by dragging, by the wheel with Ctrl, back by a double click. The wheel alone, and a finger, scroll the page.</summary>
    public static JsonObject Zoom(params IEnumerable<string> channels) => Object(
        ("name", "view"),
        ("select", Object(("type", "interval"), ("encodings", List(channels.Select(static channel => (JsonNode?)channel))), ("zoom", "wheel![event.ctrlKey || event.metaKey]"),
            ("translate", "[pointerdown[event.pointerType !== 'touch'], window:pointerup] > window:pointermove!"))),
        ("bind", "scales"));
}
