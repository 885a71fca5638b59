using MathNet.Numerics;
using Mixtura.Bayesian;
using Mixtura.Data;

namespace Mixtura.Selection;

/// <summary>One number of components under the Bayesian treatment.</summary>
/// <param name="Components">K.</param>
/// <param name="Fit">The fit; its bound takes the complexity of the model into account.</param>
/// <param name="Probability">The posterior probability of K under equal prior ones, as the bounds approximate it.</param>
public sealed record VariationalCandidate(int Components, VariationalFit Fit, double Probability)
{
    /// <summary>The bound with log K! for the relabelled copies of the posterior (Bishop, 10.2.4). Right only where no component has emptied; else the bound itself.</summary>
    public double BoundWithSymmetry => Fit.Model.ActiveComponents.Count == Components ? Fit.LowerBound + SpecialFunctions.FactorialLn(Components) : Fit.LowerBound;
}

/// <summary>The number of components by the variational bound, which falls again when there are more than the data call for.</summary>
public static class VariationalSelection
{
    /// <summary>Fits every number of components.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="components">The numbers of components.</param>
    /// <param name="options">Priors and how to fit; null for the defaults.</param>
    /// <param name="progress">Told of every number that is done.</param>
    /// <param name="cancellationToken">Ends the search; what is finished is kept.</param>
    /// <returns>One candidate for each number that was finished, rising.</returns>
    /// <exception cref="InputException">The data or the priors cannot be used.</exception>
    public static IReadOnlyList<VariationalCandidate> Search(
        IRowSource rows, IEnumerable<int> components, VariationalOptions? options = null, IProgress<VariationalProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(components);
        var fits = new List<(int Components, VariationalFit Fit)>();
        int[] counts = [.. components.Distinct().Order()];
        foreach (int count in counts)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            try
            {
                fits.Add((count, VariationalGaussianMixture.Fit(rows, count, options, null, cancellationToken)));
                progress?.Report(new VariationalProgress(fits.Count, counts.Length, fits[^1].Fit));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        var candidates = fits.Select(static one => new VariationalCandidate(one.Components, one.Fit, 0)).ToList();
        double largest = candidates.Count > 0 ? candidates.Max(static one => one.BoundWithSymmetry) : 0;
        double total = candidates.Sum(one => Math.Exp(one.BoundWithSymmetry - largest));
        return [.. candidates.Select(one => one with { Probability = Math.Exp(one.BoundWithSymmetry - largest) / total })];
    }
}
