using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian.Covariances;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Gaussian;

/// <summary>When a fit is degenerate: the likelihood of a mixture with free covariances is unbounded, and EM finds the way there.</summary>
/// <param name="scale">The data's covariance, the yardstick.</param>
/// <param name="rowsPerWeight">The rows that a unit of weight stands for: above 1 where weights are fractions, not counts.</param>
/// <param name="resolution">How finely the data were measured; null where no feature lies on a grid.</param>
internal sealed class DegeneracyRules(DataScale scale, double rowsPerWeight = 1, DataResolution? resolution = null)
{
    // a component at this half row above the fewest that its covariance needs is about to interpolate them
    private const double SpareRows = 0.5;

    // so much narrower than rounding alone leaves a component, it has collapsed onto equal values
    private const double Narrow = 0.5;

    /// <summary>How finely the data were measured; null where no feature lies on a grid.</summary>
    public DataResolution? Resolution => resolution;

    /// <summary>Whether the likelihood is bounded whatever becomes of the components: something is added to every variance. Then one row, or many equal ones, make a
    /// proper component, and a model is degenerate only where numbers fail.</summary>
    public bool IsBounded { get; private init; }

    /// <summary>The rules for these data and options.</summary>
    public static DegeneracyRules For(DataSummary summary, GaussianMixtureOptions options, DataResolution? resolution) =>
        new(DataScale.Of(summary, options.Regularization), Math.Max(1, summary.WeightedRows / summary.TotalWeight), resolution)
        {
            IsBounded = options.Regularization > 0 || options.Prior is not null,
        };

    /// <summary>The rules for rows, which are checked and looked at for grids.</summary>
    /// <exception cref="InputException">No covariance of the structure can be fitted to them.</exception>
    public static DegeneracyRules Of(IRowSource rows, DataSummary summary, int components, GaussianMixtureOptions options, CancellationToken cancellationToken)
    {
        Estimability.Check(summary, components, options, rows.FeatureNames);
        var sample = RowSample.Draw(rows, summary, options.Em.Threads, options.Seed, cancellationToken);
        return For(summary, options, DataResolution.Of(sample, summary, options.Covariance));
    }

    /// <summary>The rows' worth that a component must hold: those that its covariance needs, and half a row to spare.</summary>
    public static double RowsNeeded(CovarianceStructure structure, int features) => structure.RowsNeeded(features) + SpareRows;

    /// <summary>Whether a light component, or one of few different rows, can raise the likelihood without end.</summary>
    public bool CountsRows(CovarianceStructure structure, int features) => !IsBounded && !structure.IsBounded(features);

    /// <summary>What is degenerate about the parameters, or null.</summary>
    public Degeneracy? Find(GaussianParameters parameters) =>
        FindStarving(parameters) ?? FindSingular(parameters) ?? (IsBounded ? null : FindThin(parameters) ?? (CountsRows(parameters.Structure, parameters.Features) ? FindTied(parameters) : null));

    /// <summary>The same of the rows that a component's covariance is about, where other rows of it may lie as far off as they like: no structure bounds such a likelihood.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="counts">Those rows; empty where they are not known.</param>
    public Degeneracy? FindInCore(GaussianParameters parameters, ReadOnlySpan<double> counts) =>
        IsBounded ? null : CountsRows(parameters.Structure, parameters.Features) ? FindStarving(parameters, counts, rowsPerWeight) : FindTied(parameters);

    /// <summary>Why the parameters cannot be computed with at all, or null.</summary>
    public static Degeneracy? FindSingular(GaussianParameters parameters)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            if (!double.IsFinite(parameters.Offsets[k]) || !double.IsFinite(parameters.Mean(k)[0]))
            {
                int at = parameters.Singular >= 0 ? parameters.Singular : k;
                return new Degeneracy(parameters.Counts.Length > at && parameters.Counts[at] == 0 ? DegeneracyKind.Empty : DegeneracyKind.Singular, at);
            }
        }

        return parameters.Singular >= 0 ? new Degeneracy(DegeneracyKind.Singular, parameters.Singular) : null;
    }

    /// <summary>The first component that holds too few rows for the structure, or null.</summary>
    public static Degeneracy? FindStarving(GaussianParameters parameters, ReadOnlySpan<double> counts, double rowsPerWeight = 1)
    {
        double needed = RowsNeeded(parameters.Structure, parameters.Features);
        for (int k = 0; k < counts.Length; k++)
        {
            double held = counts[k] * rowsPerWeight;
            if (held < needed)
            {
                return new Degeneracy(DegeneracyKind.TooFewRows, k, [], held);
            }
        }

        return null;
    }

    private Degeneracy? FindStarving(GaussianParameters parameters) =>
        CountsRows(parameters.Structure, parameters.Features) ? FindStarving(parameters, parameters.Counts, rowsPerWeight) : null;

    private Degeneracy? FindTied(GaussianParameters parameters)
    {
        for (int k = 0; resolution is not null && k < parameters.Components; k++)
        {
            var width = parameters.Structure.Storage.SmallestDeviation(parameters, k, resolution.Scale);
            if (width.Ratio < Narrow)
            {
                return new Degeneracy(DegeneracyKind.CollapsedOntoTies, k, [width.Feature], width.Ratio);
            }
        }

        return null;
    }

    private Degeneracy? FindThin(GaussianParameters parameters)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            var smallest = parameters.Structure.Storage.SmallestDeviation(parameters, k, scale);
            if (!(smallest.Ratio >= WhitenedDeviation.SmallestRatio))
            {
                return new Degeneracy(DegeneracyKind.Collapsed, k, [smallest.Feature], smallest.Ratio);
            }
        }

        return null;
    }
}
