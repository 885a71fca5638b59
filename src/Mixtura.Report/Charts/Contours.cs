using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Report.Charts;

/// <summary>Lines of equal density of a mixture over two features, each enclosing a given share of the mass: highest density regions (Hyndman 1996).</summary>
/// <remarks>The level that encloses a share s is the (1 − s) quantile of the log density of draws from the mixture. The lines are found by marching squares on a grid that
/// is finer round the means, so that narrow components are met too.</remarks>
internal sealed class Contours
{
    /// <summary>The shares of the mass inside.</summary>
    public static readonly double[] Shares = [0.25, 0.5, 0.75, 0.9, 0.97];

    private const int Draws = 20_000;
    private const int EvenSteps = 90;
    private const int MostNodes = 190;

    private readonly double[] across;
    private readonly double[] up;
    private readonly double[] density;
    private readonly (double Share, double Level)[] levels;

    /// <param name="plane">The mixture over two features.</param>
    /// <param name="horizontal">Where to look for lines.</param>
    /// <param name="vertical">The same upwards.</param>
    public Contours(Mixture plane, PlotRange horizontal, PlotRange vertical)
    {
        across = Grid.Over(Along(plane, 0), horizontal, EvenSteps, MostNodes);
        up = Grid.Over(Along(plane, 1), vertical, EvenSteps, MostNodes);
        var points = new double[2 * across.Length * up.Length];
        for (int i = 0, at = 0; i < across.Length; i++)
        {
            for (int j = 0; j < up.Length; j++)
            {
                points[at++] = across[i];
                points[at++] = up[j];
            }
        }

        density = plane.LogDensity(new RowMatrix(points, 2));
        double[] drawn = plane.LogDensity(plane.Sample(Draws, seed: 0));
        Array.Sort(drawn);
        levels = [.. Shares.Select(share => (share, drawn[(int)((1 - share) * Draws)]))];
    }

    private static (double Mean, double Deviation)[] Along(Mixture plane, int feature) =>
        [.. Enumerable.Range(0, plane.Components).Select(plane.MomentsOf).Select(one => (one.Means[feature], one.Deviations[feature]))];

    /// <summary>The lines, each as a run of points.</summary>
    public IEnumerable<(double Share, List<(double X, double Y)> Points)> Lines() =>
        from level in levels
        from line in Chained(Pieces(level.Level))
        select (level.Share, line.ConvertAll(edge => Crossing(edge, level.Level)));

    // an edge of the grid is named by its lower left node and whether it goes up
    private readonly record struct Edge(int I, int J, bool IsUp);

    private IEnumerable<(Edge From, Edge To)> Pieces(double level)
    {
        var crossed = new List<Edge>(4);
        for (int i = 0; i + 1 < across.Length; i++)
        {
            for (int j = 0; j + 1 < up.Length; j++)
            {
                crossed.Clear();
                foreach (var edge in (ReadOnlySpan<Edge>)[new(i, j, false), new(i + 1, j, true), new(i, j + 1, false), new(i, j, true)])
                {
                    var (a, b) = Ends(edge);
                    if (a < level != b < level)
                    {
                        crossed.Add(edge);
                    }
                }

                for (int pair = 0; pair + 1 < crossed.Count; pair += 2)
                {
                    yield return (crossed[pair], crossed[pair + 1]);
                }
            }
        }
    }

    // pieces that share an edge follow each other
    private static IEnumerable<List<Edge>> Chained(IEnumerable<(Edge From, Edge To)> pieces)
    {
        var next = new Dictionary<Edge, List<Edge>>();
        foreach (var (from, to) in pieces)
        {
            Neighbours(next, from).Add(to);
            Neighbours(next, to).Add(from);
        }

        // open lines from their ends first, then the closed ones
        foreach (var start in next.Keys.OrderBy(edge => next[edge].Count).ToList())
        {
            if (next[start].Count > 0)
            {
                yield return Follow(next, start);
            }
        }
    }

    private static List<Edge> Follow(Dictionary<Edge, List<Edge>> next, Edge start)
    {
        var line = new List<Edge> { start };
        for (var at = start; next[at].Count > 0;)
        {
            var to = next[at][0];
            next[at].RemoveAt(0);
            next[to].Remove(at);
            line.Add(to);
            at = to;
        }

        return line;
    }

    private static List<Edge> Neighbours(Dictionary<Edge, List<Edge>> next, Edge edge)
    {
        if (!next.TryGetValue(edge, out var known))
        {
            next[edge] = known = [];
        }

        return known;
    }

    private (double A, double B) Ends(Edge edge) => (Height(edge.I, edge.J), edge.IsUp ? Height(edge.I, edge.J + 1) : Height(edge.I + 1, edge.J));

    private (double X, double Y) Crossing(Edge edge, double level)
    {
        var (a, b) = Ends(edge);
        double part = (level - a) / (b - a);
        return edge.IsUp
            ? (across[edge.I], up[edge.J] + (part * (up[edge.J + 1] - up[edge.J])))
            : (across[edge.I] + (part * (across[edge.I + 1] - across[edge.I])), up[edge.J]);
    }

    private double Height(int i, int j) => Math.Max(density[(i * up.Length) + j], -1e300);
}
