using System.Globalization;
using System.Text.Json.Nodes;
using Mixtura.Mixtures;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>What is drawn over a plane, layer by layer.</summary>
internal sealed class PlaneLayers(ReportView view, Plane plane)
{
    private const int EllipsePoints = 60;
    private const int ManyComponents = 10;
    private const int FewRows = 20;

    // many numbers, or hardly more rows than numbers: smaller ones hide less
    private readonly bool isCrowded = view.Drawn.Length > ManyComponents || view.Survey.Drawn.Count < FewRows;

    private readonly PlotRange across = plane.Across;
    private readonly PlotRange up = plane.Up;

    public PlaneLayers(ReportView view, FeaturePair pair)
        : this(view, Plane.Of(view, pair))
    {
    }

    /// <summary>Whether the picture is a cell of a grid: no grid lines, no titles.</summary>
    public bool IsCell { get; init; }

    /// <summary>Whether a cell has numbers below.</summary>
    public bool HasNumbersBelow { get; init; }

    /// <summary>Whether a cell has numbers on its left.</summary>
    public bool HasNumbersBeside { get; init; }

    /// <summary>The rows, each in the colour that <paramref name="colour"/> names.</summary>
    public JsonObject Rows(string colour, double size, params IEnumerable<JsonNode?> transforms)
    {
        var encoding = Place(plane.AcrossField, plane.UpField);
        encoding.Add("color", Colour(colour));
        if (view.Survey.IsWeighted)
        {
            encoding.Add("size", Object(("field", "w"), ("type", "quantitative"), ("legend", null), ("scale", Object(("domainMin", 0), ("range", Numbers([0, 2 * size]))))));
        }

        return Object(
            ("data", Object(("name", "rows"))), ("transform", List(transforms)),
            ("mark", Object(("type", "circle"), ("size", size), ("opacity", 0.9), ("clip", true), ("aria", false))), ("encoding", encoding));
    }

    /// <summary>The rows as the chart's parameter <c>show</c> says, known classes by their shapes.</summary>
    /// <param name="size">The size of a point.</param>
    public JsonObject ShownRows(double size)
    {
        // 0 for a sure row, 1 for one that no component has more than another
        string doubt = $"pow(min(1, datum.u / {Literal(Math.Max(1 - (1.0 / view.Drawn.Length), 1e-3))}), 0.5)";
        double heaviest = view.Survey.IsWeighted ? view.Survey.Drawn.Max(static row => row.Weight) : 1;
        string weight = view.Survey.IsWeighted ? $" * 2 * datum.w / {Literal(heaviest)}" : string.Empty;
        string doubtful = $"rgb(205 + 8 * {doubt}, 205 - 111 * {doubt}, 205 - 205 * {doubt})";
        var encoding = Place(plane.AcrossField, plane.UpField);
        encoding.Add("color", Colour("shown"));
        encoding.Add("size", Object(("field", "size"), ("type", "quantitative"), ("scale", null), ("legend", null)));
        if (view.Classes is not null)
        {
            encoding.Add("shape", Object(("field", "shape"), ("type", "nominal"), ("scale", null), ("legend", null)));
        }

        return Object(
            ("data", Object(("name", "rows"))),
            ("transform", List(
            [
                Calculate("shown", $"show == '{RowShow.Uncertainty}' ? {doubtful} : {(view.Classes is null ? string.Empty : $"show == '{RowShow.Classes}' ? datum.g : ")}datum.c"),
                Calculate("size", $"{Literal(size)}{weight} * (show == '{RowShow.Uncertainty}' ? 0.5 + 4 * {doubt} : 1)"),
            ])),
            ("mark", Object(("type", view.Classes is null ? "circle" : "point"), ("filled", true), ("opacity", 0.9), ("clip", true), ("aria", false))), ("encoding", encoding));
    }

    /// <summary>Lines of equal density of the mixture.</summary>
    public JsonObject Contours()
    {
        var lines = new Contours(plane.Seen(view.Model), across, up).Lines().Select((line, i) => (JsonNode)Object(
            ("l", i), ("s", line.Share), ("x", Numbers(line.Points.Select(point => across.Rounded(point.X)))), ("y", Numbers(line.Points.Select(point => up.Rounded(point.Y))))));
        var encoding = Place("x", "y");
        encoding.Add("detail", Field("l"));
        encoding.Add("order", Field("i"));
        encoding.Add("tooltip", List([Tip("s", "encloses", ".0%")]));
        return Object(
            ("data", Values(lines)), ("transform", List([Calculate("i", "sequence(length(datum.x))"), Flatten("x", "y", "i")])),
            ("mark", Object(("type", "line"), ("color", Palette.Neutral), ("strokeWidth", 1), ("opacity", 0.9), ("clip", true), ("aria", false))), ("encoding", encoding));
    }

    /// <summary>Ellipses at 1 and, dashed, at 2 standard deviations.</summary>
    /// <param name="components">Rows of <see cref="ComponentRows"/>.</param>
    /// <param name="width">Of the lines.</param>
    /// <param name="transforms">What is done to them first.</param>
    public JsonObject Ellipses(JsonNode components, double width, params IEnumerable<JsonNode?> transforms)
    {
        // x = μ + s·L·(cos, sin), L the Cholesky factor of the covariance of the two features
        string angle = $"(datum.i * 2 * PI / {EllipsePoints.ToString(CultureInfo.InvariantCulture)})";
        var encoding = Place("x", "y");
        encoding.Add("order", Field("i"));
        encoding.Add("detail", List([Field("k"), Field("s")]));
        encoding.Add("color", Colour("c"));
        encoding.Add("strokeDash", Object(("condition", Object(("test", "datum.s > 1"), ("value", Numbers([5, 4])))), ("value", Numbers([1, 0]))));
        return Object(
            ("data", components),
            ("transform", List(
            [
                .. transforms, Calculate("s", "[1, 2]"), Flatten("s"), Calculate("i", $"sequence({(EllipsePoints + 1).ToString(CultureInfo.InvariantCulture)})"), Flatten("i"),
                Calculate("x", $"datum.mx + datum.s * datum.a * cos{angle}"), Calculate("y", $"datum.my + datum.s * (datum.b * cos{angle} + datum.d * sin{angle})"),
            ])),
            ("mark", Object(("type", "line"), ("clip", true), ("strokeWidth", width), ("aria", false))), ("encoding", encoding));
    }

    /// <summary>The components' numbers at their means.</summary>
    public IEnumerable<JsonNode?> Means(Func<JsonNode> components, params IReadOnlyList<Func<JsonNode>> transforms)
    {
        JsonObject Part(JsonObject mark, string colour, bool isText)
        {
            var encoding = Place("mx", "my");
            encoding.Add("color", Colour(colour));
            if (isText)
            {
                encoding.Add("text", Object(("field", "k"), ("type", "nominal")));
            }

            encoding.Add("tooltip", List([Tip("k", "component"), Tip("w", "weight", ".4f"), Tip("mx", "mean " + plane.AcrossName), Tip("my", "mean " + plane.UpName)]));
            return Object(("data", components()), ("transform", List(transforms.Select(static transform => (JsonNode?)transform()))), ("mark", mark), ("encoding", encoding));
        }

        return
        [
            Part(Object(("type", "point"), ("filled", true), ("size", isCrowded ? 130 : 300), ("stroke", "#ffffff"), ("strokeWidth", isCrowded ? 1 : 1.5), ("opacity", 1), ("clip", true), ("aria", false)), "c", isText: false),
            Part(Object(("type", "text"), ("fontSize", isCrowded ? 8 : 12), ("fontWeight", "bold"), ("clip", true), ("aria", false)), "on", isText: true),
        ];
    }

    /// <summary>The components of a mixture over all features as rows: the mean on the plane, the factor of the covariance on it, the colours.</summary>
    public IEnumerable<JsonNode?> ComponentRows(Mixture mixture, int? step = null)
    {
        var seen = plane.Seen(mixture);
        foreach (int k in view.DrawnOf(mixture))
        {
            var (means, deviations) = seen.MomentsOf(k);
            double a = deviations[0];
            double b = seen.CorrelationOf(k, 0, 1) * deviations[1];
            double d = Math.Sqrt(Math.Max(0, (deviations[1] * deviations[1]) - (b * b)));
            var row = Object(
                ("k", k), ("w", Number(mixture.Weights.Span[k])), ("mx", Number(means[0])), ("my", Number(means[1])), ("a", Number(a)), ("b", Number(b)), ("d", Number(d)),
                ("c", Palette.Of(k)), ("on", Palette.On(k)));
            if (step is { } t)
            {
                row.Add("t", t);
            }

            yield return row;
        }
    }

    private JsonObject Place(string x, string y) => IsCell
        ? Object(("x", CellAxis(x, across, HasNumbersBelow)), ("y", CellAxis(y, up, HasNumbersBeside)))
        : Object(("x", Axis(x, plane.AcrossName, across)), ("y", Axis(y, plane.UpName, up)));
}
