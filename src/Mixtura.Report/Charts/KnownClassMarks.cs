using Mixtura.IO;

namespace Mixtura.Report.Charts;

/// <summary>A shape and a colour for each known class: the colour of the component that has most of its rows, so that what a component has of another class is seen.</summary>
internal sealed class KnownClassMarks
{
    // more shapes are not told apart
    private static readonly string[] Shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"];
    private static readonly string[] Signs = ["●", "■", "▲", "◆", "✚", "▼"];

    private readonly RowLabels labels;

    // by label: its place among the classes, −1 for a label that says that the class is not known
    private readonly int[] places;
    private readonly int[] colours;

    // where some rows are of unknown class those are circles
    private readonly int firstShape;

    private KnownClassMarks(RowLabels labels, int[] classes, int[] colours)
    {
        this.labels = labels;
        this.colours = colours;
        places = [.. Enumerable.Range(0, labels.Names.Count).Select(label => Array.IndexOf(classes, label))];
        firstShape = classes.Length < labels.Names.Count ? 1 : 0;
        Names = [.. classes.Select(label => labels.Names[label])];
    }

    /// <summary>The classes, in the order in which they first appear.</summary>
    public string[] Names { get; }

    /// <summary>Whether the class of some rows is not known.</summary>
    public bool HasUnknown => firstShape > 0;

    /// <summary>The name of the column that they are in.</summary>
    public string Column => labels.Column;

    /// <summary>A character that looks like the shape of a class.</summary>
    public string SignOf(int place) => Signs[firstShape + place];

    /// <summary>The colour of a class.</summary>
    public string ColourAt(int place) => Palette.Of(colours[place]);

    /// <summary>The colour of a row.</summary>
    public string ColourOf(int row) => places[labels[row]] is >= 0 and var place ? ColourAt(place) : Palette.Neutral;

    /// <summary>The shape of a row.</summary>
    public string ShapeOf(int row) => places[labels[row]] is >= 0 and var place ? Shapes[firstShape + place] : Shapes[0];

    /// <summary>Those of the labels of the data; null where there are none, or more than shapes.</summary>
    public static KnownClassMarks? Of(ReportView view)
    {
        if (view.Input.Labels is not { } labels || view.Survey.Confusion is not { } counts)
        {
            return null;
        }

        int[] classes = [.. Enumerable.Range(0, labels.Names.Count).Where(labels.IsClass)];
        if (classes.Length == 0 || classes.Length > Shapes.Length - 1)
        {
            return null;
        }

        // the largest counts first, a component for one class only; classes that are left over have the next colours
        var chosen = new int[classes.Length];
        Array.Fill(chosen, -1);
        var pairs = from place in Enumerable.Range(0, classes.Length)
                    from k in Enumerable.Range(0, view.Model.Components)
                    orderby counts[classes[place], k] descending
                    select (place, k);
        foreach (var (place, k) in pairs)
        {
            chosen[place] = chosen[place] < 0 && !chosen.Contains(k) && counts[classes[place], k] > 0 ? k : chosen[place];
        }

        int next = view.Model.Components;
        return new KnownClassMarks(labels, classes, [.. chosen.Select(colour => colour >= 0 ? colour : next++)]);
    }
}
