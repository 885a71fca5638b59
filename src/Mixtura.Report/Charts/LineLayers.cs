using System.Text.Json.Nodes;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using static Mixtura.Report.Charts.Vega;

namespace Mixtura.Report.Charts;

/// <summary>What is drawn over one feature, layer by layer.</summary>
internal sealed class LineLayers(ReportView view, int feature)
{
    private const int EvenSteps = 160;
    private const int MostPlaces = 400;

    // of the height, so that a name has room above
    private const double CellHeadroom = 1.2;

    private readonly PlotRange range = PlotRange.Of(view, feature);

    // the sum of the components groups by place: each is there once only
    private readonly double[] places = PlacesOf(view, feature);

    /// <summary>Whether the picture is a cell of a grid: no axes.</summary>
    public bool IsCell { get; init; }

    /// <summary>Whether a cell has numbers below.</summary>
    public bool HasNumbersBelow { get; init; }

    /// <summary>All rows in equal bins, as a density.</summary>
    public JsonObject Bars()
    {
        var histogram = view.Survey.Histograms[feature];

        // where all values are equal one bar as wide as the picture
        double width = histogram.Width > 0 ? histogram.Width : range.High - range.Low;
        double first = histogram.Width > 0 ? histogram.Left(0) : range.Low;
        int bins = histogram.Width > 0 ? histogram.Bins : 1;
        var bars = Enumerable.Range(0, bins).Select(bin => (JsonNode)Object(
            ("x", Number(range.Rounded(first + (bin * width)))), ("x2", Number(range.Rounded(first + ((bin + 1) * width)))), ("y", Number(histogram.Weight(bin) / (histogram.Total * width))), ("n", Number(histogram.Weight(bin)))));
        var encoding = Place("x", "y");
        encoding.Add("x2", Field("x2"));
        encoding.Add("y2", Object(("datum", 0)));
        encoding.Add("tooltip", List([Tip("x", "from"), Tip("x2", "to"), Tip("n", view.Survey.IsWeighted ? "weight" : "rows")]));
        return Object(
            ("data", Values(bars)), ("mark", Object(("type", "bar"), ("color", Palette.Neutral), ("opacity", 0.45), ("clip", true), ("aria", false))), ("encoding", encoding));
    }

    /// <summary>The rows as strokes at the foot, each in the colour that <paramref name="colour"/> names.</summary>
    public JsonObject Rows(string colour, params IEnumerable<JsonNode?> transforms)
    {
        var encoding = Object(("x", Axis(RowData.FieldOf(feature), view.Names[feature], range)), ("color", Colour(colour)), ("tooltip", RowData.Tooltip(view)));
        return Object(
            ("data", Object(("name", "rows"))), ("transform", List(transforms)),
            ("mark", Object(("type", "tick"), ("y", Object(("expr", "height - 7"))), ("size", 14), ("thickness", 1.5), ("opacity", 0.9), ("clip", true), ("aria", false))), ("encoding", encoding));
    }

    /// <summary>The components' shares of the density.</summary>
    /// <param name="components">Rows of <see cref="ComponentRows"/>.</param>
    /// <param name="transforms">What is done to them first.</param>
    public JsonObject Components(JsonNode components, params IEnumerable<JsonNode?> transforms)
    {
        var encoding = Place("x", "y");
        encoding.Add("detail", Field("k"));
        encoding.Add("color", Colour("c"));
        return Object(
            ("data", components), ("transform", List([Filter("datum.drawn"), .. transforms, .. Densities()])),
            ("mark", Line(2)), ("encoding", encoding));
    }

    /// <summary>The mixture's density: the sum of the components' shares.</summary>
    public JsonObject Mixture(JsonNode components, params IEnumerable<JsonNode?> transforms)
    {
        var sum = Object(("aggregate", List([Object(("op", "sum"), ("field", "y"), ("as", "y"))])), ("groupby", List(["x"])));
        return Object(
            ("data", components), ("transform", List([.. transforms, .. Densities(), sum])),
            ("mark", Line(4, ("color", Palette.Neutral), ("opacity", 0.7))), ("encoding", Place("x", "y")));
    }

    /// <summary>The components of a mixture over all features as rows: weight, mean and deviation of this one. Those that are not drawn count in the sum, and so does noise.</summary>
    public IEnumerable<JsonNode?> ComponentRows(Mixture mixture, int? step = null)
    {
        int[] drawn = [.. view.DrawnOf(mixture)];
        double[][] shares = view.Model is GaussianMixture ? [] : SharesOf(mixture);
        for (int k = 0; k < mixture.Components; k++)
        {
            var (means, deviations) = mixture.MomentsOf(k);
            var row = Object(
                ("k", k), ("drawn", drawn.Contains(k)), ("w", Number(mixture.Weights.Span[k])), ("m", Number(means[feature])), ("s", Number(deviations[feature])), ("c", Palette.Of(k)));
            yield return Completed(row, shares.Length > 0 ? shares[k] : null, step);
        }

        if (mixture.Noise is not null)
        {
            yield return Completed(Object(("k", NoisyMixture.NoiseLabel), ("drawn", false)), shares[^1], step);
        }
    }

    private JsonObject Completed(JsonObject row, double[]? share, int? step)
    {
        if (share is not null)
        {
            row.Add("x", Numbers(places));
            row.Add("y", Numbers(share));
        }

        if (step is { } t)
        {
            row.Add("t", t);
        }

        return row;
    }

    private JsonObject Line(int width, params (string, JsonNode?)[] more)
    {
        var mark = Object([("type", "line"), .. more, ("strokeWidth", width), ("clip", true), ("aria", false)]);
        if (Interpolation is { } way)
        {
            mark.Add("interpolate", way);
        }

        return mark;
    }

    // a normal density is drawn from its mean and deviation, any other from numbers in the rows
    private IEnumerable<JsonNode?> Densities() => view.Model is GaussianMixture
        ? [Calculate("x", $"[{string.Join(',', places.Select(Literal))}]"), Flatten("x"), Calculate("y", "datum.w * densityNormal(datum.x, datum.m, datum.s)")]
        : [Flatten("x", "y")];

    // p(x) · p(t = k|x): each component's share of the density, then what the noise has
    private double[][] SharesOf(Mixture mixture)
    {
        var line = mixture.Marginal(feature);
        var at = new RowMatrix(places, 1);
        double[] density = Array.ConvertAll(line.LogDensity(at), Math.Exp);
        var responsibilities = line.Responsibilities(at);
        double[] rest = [.. density.Select((value, i) => value * mixture.ProbabilityOf(responsibilities.Row(i), NoisyMixture.NoiseLabel))];
        return [.. Enumerable.Range(0, mixture.Components).Select(k => density.Select((value, i) => value * responsibilities[i, k]).ToArray()), rest];
    }

    // counts have a mass at whole numbers only
    private string? Interpolation => view.Model.IsDiscrete(feature) ? "step" : null;

    private static double[] PlacesOf(ReportView view, int feature)
    {
        var across = PlotRange.Of(view, feature);
        if (view.Model.IsDiscrete(feature))
        {
            int first = (int)Math.Max(0, Math.Ceiling(across.Low));
            int count = Math.Max(1, (int)Math.Floor(across.High) - first + 1);
            int stride = 1 + ((count - 1) / MostPlaces);
            return [.. Enumerable.Range(0, ((count - 1) / stride) + 1).Select(i => (double)(first + (i * stride)))];
        }

        return [.. Grid.Over([.. Enumerable.Range(0, view.Model.Components).Select(k => (view.Mean(k, feature), view.Deviation(k, feature)))], across, EvenSteps, MostPlaces).Select(across.Rounded).Distinct()];
    }

    private JsonObject Place(string x, string y) => IsCell
        ? Object(("x", CellAxis(x, range, HasNumbersBelow)), ("y", CellAxis(y, new PlotRange(0, CellHeadroom * Highest()), hasNumbers: false)))
        : Object(("x", Axis(x, view.Names[feature], range)), ("y", Quantity(y, "density", Object(("zero", true)))));

    private double Highest()
    {
        var line = view.Model.Marginal(feature);
        var histogram = view.Survey.Histograms[feature];
        double bar = histogram.Width > 0 ? Enumerable.Range(0, histogram.Bins).Max(histogram.Weight) / (histogram.Total * histogram.Width) : 0;
        return Math.Max(bar, Math.Exp(line.LogDensity(new RowMatrix(places, 1)).Max()));
    }
}
