using Mixtura.Bayesian;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Report;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>What the report of a selection draws against K: the candidates' criteria, and beside them the bound of the Bayesian treatment, which has a maximum.</summary>
internal static class SelectionCurves
{
    // of a curve to look at; nats per row
    private const double Tolerance = 1e-7;

    // on many rows starts end alike more often, and cost more
    private const long ManyRows = 20_000;
    private const int StartsForManyRows = 2;

    private static readonly CovarianceStructure[] WithPosterior = [CovarianceStructure.Full, CovarianceStructure.Tied, CovarianceStructure.Diagonal, CovarianceStructure.Spherical];

    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public static IReadOnlyList<ReportCandidate> Of(SelectionResult result, SelectionPlan plan, RowFile rows, CancellationToken cancellationToken)
    {
        var fit = plan.Options.Fit;
        var options = new VariationalOptions
        {
            Covariance = result.Best is { } best && WithPosterior.Contains(best.Covariance) ? best.Covariance : CovarianceStructure.Full,
            Restarts = rows.Rows > ManyRows ? StartsForManyRows : new VariationalOptions().Restarts,
            Initialization = fit.Initialization,
            Seed = fit.Seed,
            Em = fit.Em with { Tolerance = Math.Max(fit.Em.Tolerance, Tolerance), KeepPath = false },
        };
        var variational = VariationalSelection.Search(rows, plan.Components, options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. ReportCandidate.Of(result), .. ReportCandidate.Of(variational)];
    }
}
