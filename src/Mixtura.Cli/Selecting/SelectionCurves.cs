using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Selecting;

/// <summary>The report of a selection: the winner, the candidates' criteria against K, and beside them the bound of the Bayesian treatment, which has a maximum.</summary>
internal static class SelectionCurves
{
    // of a curve to look at; nats per row
    private const double Tolerance = 1e-7;

    // on many rows starts end alike more often, and cost more
    private const long ManyRows = 20_000;
    private const int StartsForManyRows = 2;

    private static readonly CovarianceStructure[] WithPosterior = [CovarianceStructure.Full, CovarianceStructure.Tied, CovarianceStructure.Diagonal, CovarianceStructure.Spherical];

    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public static ReportInput Of(SelectionResult result, SelectionExtras extras, MixtureFit chosen, SelectionPlan plan, RowFile rows, CancellationToken cancellationToken)
    {
        var input = ReportInput.Of(chosen, rows) with
        {
            Fit = FitRecord.Of(chosen) with { Merging = extras.Merging },
            Threads = plan.Options.Fit.Em.Threads,
            Criterion = result.Criterion,
            Candidates = ReportCandidate.Of(result),
            RatioTests = extras.Tests ?? [],
            Notes = [.. result.Warnings],
        };
        if (chosen.Model is not GaussianMixture gaussian)
        {
            return input;
        }

        if (chosen.Classification is not null)
        {
            return input with { Notes = [.. input.Notes, "The bound of the Bayesian treatment is not drawn: it knows no labels."] };
        }

        if (chosen.Missing is not null)
        {
            return input with { Notes = [.. input.Notes, "The bound of the Bayesian treatment is not drawn: it does not integrate missing cells out."] };
        }

        try
        {
            var variational = VariationalSelection.Search(rows, plan.Components, OptionsFor(gaussian, plan, rows), cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return input with { Candidates = [.. input.Candidates, .. ReportCandidate.Of(variational)] };
        }
        catch (InputException failure)
        {
            // the selection itself is whole
            return input with { Notes = [.. input.Notes, $"The bound of the Bayesian treatment is not drawn: {failure.Message}"] };
        }
    }

    private static VariationalOptions OptionsFor(GaussianMixture chosen, SelectionPlan plan, RowFile rows)
    {
        var fit = plan.Options.Fit;
        return new VariationalOptions
        {
            Covariance = WithPosterior.Contains(chosen.Covariance) ? chosen.Covariance : CovarianceStructure.Full,
            Restarts = rows.Rows > ManyRows ? StartsForManyRows : new VariationalOptions().Restarts,
            Initialization = fit.Initialization,
            Seed = fit.Seed,
            Em = fit.Em with { Tolerance = Math.Max(fit.Em.Tolerance, Tolerance), KeepPath = false },
        };
    }
}
