using Mixtura.Gaussian.Covariances;

namespace Mixtura.Gaussian;

/// <summary>When a fit is degenerate: the likelihood of a mixture with free covariances is unbounded, and EM finds the way there.</summary>
/// <param name="scale">The data's covariance, the yardstick.</param>
/// <param name="featureNames">For messages.</param>
/// <param name="rowsPerWeight">The rows that a unit of weight stands for: above 1 where weights are fractions, not counts; +∞ where a prior makes any
/// number of rows enough.</param>
internal sealed class DegeneracyRules(DataScale scale, IReadOnlyList<string> featureNames, double rowsPerWeight = 1)
{
    private const string Remedy = "Use fewer components, a simpler covariance structure or regularization.";

    // a component at this half row above the fewest that its covariance needs is about to interpolate them
    private const double SpareRows = 0.5;

    /// <summary>Whether a component can hold too few rows.</summary>
    public bool CountsRows => double.IsFinite(rowsPerWeight);

    /// <summary>Why the parameters are degenerate, or null.</summary>
    public string? Find(GaussianParameters parameters) => FindStarving(parameters) ?? FindSingular(parameters, featureNames) ?? FindThin(parameters);

    /// <summary>Why the parameters cannot be computed with at all, or null.</summary>
    public static string? FindSingular(GaussianParameters parameters, IReadOnlyList<string> featureNames)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            if (!double.IsFinite(parameters.Offsets[k]) || !double.IsFinite(parameters.Mean(k)[0]))
            {
                int at = parameters.Singular >= 0 ? parameters.Singular : k;
                return parameters.Counts.Length > at && parameters.Counts[at] == 0
                    ? $"Component {at} holds no row at all. {Remedy}"
                    : Singular(at, featureNames);
            }
        }

        return parameters.Singular >= 0 ? Singular(parameters.Singular, featureNames) : null;
    }

    /// <summary>Too few rows for the structure: fewer than it needs, and half a row to spare.</summary>
    public static string? FindStarving(GaussianParameters parameters, ReadOnlySpan<double> counts, double rowsPerWeight = 1)
    {
        int needed = parameters.Structure.RowsNeeded(parameters.Features);
        for (int k = 0; k < counts.Length; k++)
        {
            double held = counts[k] * rowsPerWeight;
            if (held < needed + SpareRows)
            {
                return $"Component {k} holds {held:0.##} {(held == 1 ? "row's" : "rows'")} worth of responsibility (equal rows counted once), too few for a "
                    + $"{parameters.Structure.Name} {parameters.Features}×{parameters.Features} covariance ({needed + SpareRows} needed). "
                    + "Use fewer components or a simpler covariance structure.";
            }
        }

        return null;
    }

    private string? FindStarving(GaussianParameters parameters) =>
        CountsRows ? FindStarving(parameters, parameters.Counts, rowsPerWeight) : null;

    private string? FindThin(GaussianParameters parameters)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            var smallest = parameters.Structure.Storage.SmallestDeviation(parameters, k, scale);
            if (!(smallest.Ratio >= WhitenedDeviation.SmallestRatio))
            {
                string direction = FeatureNames.Of(featureNames, smallest.Feature);
                return $"Component {k} has collapsed: its standard deviation mostly along {direction} is {smallest.Ratio:0.#e+0} of the data's "
                    + $"({WhitenedDeviation.SmallestRatio:0.#e+0} allowed); it holds {parameters.Counts[k]:0.#} rows' worth. {Remedy}";
            }
        }

        return null;
    }

    private static string Singular(int component, IReadOnlyList<string> featureNames) =>
        $"The covariance of component {component} is singular"
        + (featureNames.Count > 0 ? $" in the features {string.Join(", ", featureNames)}. " : ". ") + Remedy;
}
