using System.Globalization;
using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>A row that alone makes up most of a component's variance along a feature: without it the component would be far narrower, and the row far away. Maximum likelihood with Gaussian components follows such rows.</summary>
/// <param name="Row">The row, counted from 0.</param>
/// <param name="Component">The component that it widens.</param>
/// <param name="Feature">The feature.</param>
/// <param name="Value">The row's value there.</param>
/// <param name="Share">Its share of the component's variance along the feature, above ½.</param>
/// <param name="Deviations">How many standard deviations of the component without it the value lies from its mean without it; +∞ where rounding leaves nothing of them.</param>
public sealed record WideningRow(long Row, int Component, int Feature, double Value, double Share, double Deviations)
{
    // of the variance; and how far out a row is then, without which a handful of rows would have one always
    private const double LeastShare = 0.5;
    private const double LeastDeviations = 10;
    private const double LeastRows = 4;

    // the sums of EM that has converged are exact to about this
    private const double Rounding = 1e-6;

    /// <summary>Looks for such rows at the ends of the features' ranges, where they are but for oddly correlated ones.</summary>
    /// <param name="model">A mixture fitted to the rows by maximum likelihood.</param>
    /// <param name="summary">The rows.</param>
    internal static IReadOnlyList<WideningRow> Of(Mixture model, DataSummary summary)
    {
        if (summary.Extremes.Count == 0 || model.Core.HasHeavyTails)
        {
            return [];
        }

        var moments = Enumerable.Range(0, model.Components).Select(model.MomentsOf).ToArray();
        var found = new List<WideningRow>();
        for (int j = 0; j < model.Features; j++)
        {
            foreach (var end in model.IsDiscrete(j) || summary.IsConstant[j] ? [] : (ExtremeValue[])[summary.Extremes[j].Least, summary.Extremes[j].Largest])
            {
                int nearest = Enumerable.Range(0, moments.Length).MinBy(k => Math.Abs(end.Value - moments[k].Means[j]) / moments[k].Deviations[j]);
                double z = (end.Value - moments[nearest].Means[j]) / moments[nearest].Deviations[j];
                if (Without(z * z, model.Weights[nearest] * summary.TotalWeight, summary.TotalWeight, end.Weight) is { } row)
                {
                    found.Add(new WideningRow(end.Row, nearest, j, end.Value, row.Share, row.Deviations));
                }
            }
        }

        return [.. found.GroupBy(static one => one.Row).Select(static rows => rows.MaxBy(static one => one.Share)!).OrderBy(static one => one.Row)];
    }

    /// <summary>What it says.</summary>
    internal string Text(Mixture model) => string.Create(
        CultureInfo.InvariantCulture,
        $"Row {Row + 1} ({FeatureNames.Of(model.FeatureNames, Feature)} is {Value:G6}) alone makes up {100 * Share:F0} % of the variance of component {Component} there: without it the component would be narrower, and the row {(Deviations < 1e6 ? $"{Deviations:F0}" : "over a million")} of its standard deviations away. If the value is an error, leave the row out; else fit with noise or with Student-t components, which such rows do not widen.");

    // a component of n rows' worth has the row in it; where components share their spread all rows have
    private static (double Share, double Deviations)? Without(double squared, double rows, double total, double weight)
    {
        double n = squared * weight <= (rows - weight) * (1 + Rounding) ? rows : total;
        double left = 1 - (squared * weight / (n - weight));
        double share = squared * weight / n;
        if (n < LeastRows * weight || left < -Rounding || share <= LeastShare)
        {
            return null;
        }

        // of the others: the mean is off by w z/(n − w), and the variance is n/(n − w) (1 − w z²/(n − w))
        double deviations = Math.Sqrt(squared) * n / (n - weight) / Math.Sqrt(n / (n - weight) * Math.Max(0, left));
        return deviations > LeastDeviations ? (share, deviations) : null;
    }
}
