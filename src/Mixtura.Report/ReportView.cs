using Mixtura.Mixtures;
using Mixtura.Report.Charts;
using Mixtura.Report.Survey;
using Mixtura.Storage;

namespace Mixtura.Report;

/// <summary>What all parts of the page look at: the model, the rows' statistics, and what of them is to be seen.</summary>
internal sealed class ReportView
{
    // a picture of more pairs is no longer read
    private const int MostTelling = 6;

    // axes side by side: fewer are a scatter plot, more are no longer told apart
    private const int LeastParallel = 3;
    private const int MostParallel = 12;

    // of the fit's rows; an expected weight counts what the prior adds, about a row, too
    private const double HoldsRows = 2;

    private readonly (double[] Means, double[] Deviations)[] moments;

    public ReportView(ReportInput input, RowSurvey survey, MixtureScore score)
    {
        Input = input;
        Survey = survey;
        Score = score;
        IsVariational = string.Equals(Fit?.Method, "variational", StringComparison.Ordinal);
        moments = [.. Enumerable.Range(0, Model.Components).Select(Model.MomentsOf)];
        Names = [.. Enumerable.Range(0, Model.Features).Select(Model.FeatureName)];
        Drawn = [.. DrawnOf(Model)];
        double[] separation = [.. Enumerable.Range(0, Model.Features).Select(Separation)];
        Categories = [.. Enumerable.Range(0, Model.Features).Where(j => Model.LevelsOf(j).Count > 0)];
        Numbers = [.. Enumerable.Range(0, Model.Features).Except(Categories)];
        int[] order = [.. Numbers.OrderByDescending(j => separation[j]).ThenBy(static j => j)];
        Telling = [.. order.Take(MostTelling).Order()];
        Pairs = Numbers.Length > 1 ? PairsToShow([.. order.Take(2).Order()]) : [];
        Parallel = Numbers.Length >= LeastParallel ? [.. order.Take(MostParallel).Order()] : [];
        Classes = KnownClassMarks.Of(this);
        Projections = ProjectedPlane.Of(this);
    }

    public ReportInput Input { get; }

    public RowSurvey Survey { get; }

    /// <summary>How well the model describes these rows.</summary>
    public MixtureScore Score { get; }

    public Mixture Model => Input.Model;

    public FitRecord? Fit => Input.Fit;

    public bool IsVariational { get; }

    /// <summary>The names of the features; x1, x2, … where they have none.</summary>
    public string[] Names { get; }

    /// <summary>The components that are drawn: all but those that the Bayesian treatment has emptied.</summary>
    public int[] Drawn { get; }

    /// <summary>The features whose values are places of levels: no axis goes along them.</summary>
    public int[] Categories { get; }

    /// <summary>The others.</summary>
    public int[] Numbers { get; }

    /// <summary>The few features of numbers in which the components differ most, in their order.</summary>
    public int[] Telling { get; }

    /// <summary>The pairs of features whose plane is drawn, the one that is shown first at the front; empty for one feature.</summary>
    public FeaturePair[] Pairs { get; }

    /// <summary>The features that are drawn as axes side by side, those in which the components differ most; empty where there are few.</summary>
    public int[] Parallel { get; }

    /// <summary>How rows of known classes are drawn; null without any, or with too many.</summary>
    public KnownClassMarks? Classes { get; }

    /// <summary>What is seen along directions through many features; empty where there are few.</summary>
    public ProjectedPlane[] Projections { get; }

    /// <summary>The components to draw of a mixture, the model or one on the way to it: where the Bayesian treatment empties some, the others.</summary>
    public IEnumerable<int> DrawnOf(Mixture mixture)
    {
        double[] weights = mixture.Weights.ToArray();
        return Enumerable.Range(0, weights.Length).Where(k => !IsVariational || weights[k] * Fit!.TotalWeight > HoldsRows || weights[k] == weights.Max());
    }

    /// <summary>The standard deviation of a feature in a component.</summary>
    public double Deviation(int component, int feature) => moments[component].Deviations[feature];

    /// <summary>The mean of a feature in a component.</summary>
    public double Mean(int component, int feature) => moments[component].Means[feature];

    private FeaturePair[] PairsToShow(int[] best)
    {
        var first = Input.Features is { } chosen ? new FeaturePair(chosen.First, chosen.Second) : new FeaturePair(best[0], best[1]);
        var others =
            from a in Telling
            from b in Telling
            where a < b
            select new FeaturePair(a, b);
        return [first, .. others.Where(pair => pair != first && pair != new FeaturePair(first.Up, first.Across))];
    }

    // the share of a feature's variance that lies between the components
    private double Separation(int feature)
    {
        double mean = 0, between = 0, within = 0;
        foreach (int k in Drawn)
        {
            mean += Model.Weights.Span[k] * Mean(k, feature);
            within += Model.Weights.Span[k] * Deviation(k, feature) * Deviation(k, feature);
        }

        foreach (int k in Drawn)
        {
            double deviation = Mean(k, feature) - mean;
            between += Model.Weights.Span[k] * deviation * deviation;
        }

        return between / (between + within);
    }
}

/// <summary>Two features, across and up.</summary>
internal readonly record struct FeaturePair(int Across, int Up);
