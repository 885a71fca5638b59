using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.Starts;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Bayesian;

/// <summary>The whole variational fit: starts as for maximum likelihood, the highest bound wins and converges.</summary>
internal sealed class VariationalFitter(
    IRowSource rows, int components, VariationalOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    // nats per row still to come when starts are compared
    private const double CompareTolerance = 1e-6;

    private readonly SearchProgress? told = progress is null ? null : new SearchProgress(progress);

    /// <summary>Runs it.</summary>
    public VariationalFit Fit()
    {
        CheckStructure();
        var summary = DataSummary.Of(rows, options.Em.Threads, cancellationToken);
        var prior = new VariationalPrior(options, summary);
        if (prior.Components is { } fixedNumber && fixedNumber != components)
        {
            throw new InputException($"There {(fixedNumber == 1 ? "is" : "are")} {Counted.Of(fixedNumber, "concentration")} of the weights' prior for {Counted.Of(components, "component")}. Give one a component.");
        }

        CheckStart();
        int restarts = options.Start is null ? options.Restarts : 1;
        var family = new VariationalFamily(prior);
        var start = new StartContext(RowSample.Draw(rows, summary, options.Em.Threads, options.Seed, cancellationToken), summary, components, options.Covariance.Storage.HasCorrelations, options.Seed);
        var candidates = new List<EmResult<VariationalPosterior>>();
        var first = First(family, start, 0) ?? throw new OperationCanceledException("The fit was cancelled before its first start had begun.", cancellationToken);
        using var pass = new BlockPass<VariationalPosterior, GaussianStatistics>(family, first, rows, options.Em.Threads);
        for (int restart = 0; restart < restarts && !cancellationToken.IsCancellationRequested; restart++)
        {
            if ((restart == 0 ? first : First(family, start, (ulong)restart)) is not { } from)
            {
                break;
            }

            var candidate = Run(family, pass, from, Math.Max(CompareTolerance, options.Em.Tolerance), (restart, 0));
            if (candidate is not { StopReason: StopReason.Cancelled, Trace.Count: 0 })
            {
                told?.End(candidate.Degeneracy is null ? candidate.LowerBound : null);
                candidates.Add(candidate);
            }
        }

        if (candidates.Count == 0)
        {
            throw new OperationCanceledException("The fit was cancelled before its first start had begun.", cancellationToken);
        }

        return Report(family, prior, pass, candidates, summary);
    }

    /// <summary>The start that wins: a bound says nothing about a posterior that cannot be trusted, so such a one is only for want of another.</summary>
    internal static int Best(IReadOnlyList<EmResult<VariationalPosterior>> candidates) =>
        Enumerable.Range(0, candidates.Count).MaxBy(i => (candidates[i].Degeneracy is null, candidates[i].LowerBound));

    private EmResult<VariationalPosterior> Run(
        VariationalFamily family, IPass<VariationalPosterior, GaussianStatistics> pass, VariationalPosterior from, double tolerance, (int Restart, int Before) at)
    {
        var relay = told is null ? null : new ProgressRelay(told, at.Restart, options.Restarts, at.Before);
        return ExpectationMaximization.Run(family, from, pass, options.Em with { Tolerance = options.Em.Tolerance == 0 ? 0 : tolerance }, relay, cancellationToken);
    }

    private void CheckStart()
    {
        if (options.Start is not { } start)
        {
            return;
        }

        start.RequireColumns(rows.Columns);
        if (start.Components != components || start.Covariance != options.Covariance)
        {
            throw new InputException(
                $"The start has {Counted.Of(start.Components, "component")} with {start.Covariance} covariances; {components} with {options.Covariance} covariances are asked for. Start from such a mixture.");
        }
    }

    // one E-step under the start as a plain mixture gives the first responsibilities; null if it was cancelled
    private VariationalPosterior? First(VariationalFamily family, StartContext context, ulong restart)
    {
        var start = options.Start?.Parameters ?? GaussianStart.From(options.Initialization.Find(context, restart), context, options.Covariance, 0);
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(GaussianMixture.Estimation, start, rows, options.Em.Threads);
        return pass.TryExpect(start, cancellationToken, out _) ? family.FromStatistics(start, pass.Statistics) : null;
    }

    private VariationalFit Report(
        VariationalFamily family, VariationalPrior prior, BlockPass<VariationalPosterior, GaussianStatistics> pass, List<EmResult<VariationalPosterior>> candidates, DataSummary summary)
    {
        told?.Finish();
        int winner = Best(candidates);
        var best = candidates[winner];
        var final = options.Em.Tolerance is > 0 and < CompareTolerance ? Run(family, pass, best.Model, options.Em.Tolerance, (winner, best.Iterations)) : best;
        var runs = ReferenceEquals(final, best) ? [best] : new[] { best, final };
        bool isWhole = pass.TryExpect(final.Model, cancellationToken, out double bound);
        int[] order = family.OrderByCount(final.Model);
        var ordered = prior.Concentrations is { } given ? new VariationalPrior(options with { WeightConcentrations = [.. order.Select(k => given[k])] }, summary) : prior;
        VariationalGaussianMixture Mixture(VariationalPosterior posterior) => new(family.Reordered(posterior, order), ordered, rows.FeatureNames);
        var model = Mixture(final.Model);
        var terms = isWhole ? family.Terms(final.Model, pass.Statistics, bound) : BoundTerms.Unknown;
        var score = ScoreOf(model, pass.TotalWeight, ref isWhole);
        double[] trace = [.. runs.SelectMany(static (run, i) => run.Trace.Skip(i))];
        var outcomes = candidates.Select((one, i) => new RestartOutcome(i, one.LowerBound, one.Iterations, one.StopReason, one.Degeneracy)).ToArray();
        outcomes[winner] = new RestartOutcome(winner, trace.Length > 0 ? trace[^1] : final.LowerBound, Math.Max(0, trace.Length - 1), final.StopReason, final.Degeneracy);
        var reason = isWhole ? final.StopReason : StopReason.Cancelled;
        return new VariationalFit
        {
            Model = model,
            LowerBound = terms == BoundTerms.Unknown ? final.LowerBound : bound,
            BoundTerms = terms,
            Trace = trace,
            Path = [.. runs.SelectMany(static (run, i) => run.Path.Skip(i)).Select(posterior => Mixture(posterior).ToGaussianMixture())],
            StopReason = reason,
            Degeneracy = final.Degeneracy?.Reordered(order),
            Restarts = outcomes,
            BestRestart = winner,
            Score = score,
            WeightedRows = summary.WeightedRows,
            IsWeighted = summary.IsWeighted,
            DataPasses = pass.Count + (options.Start is null ? options.Restarts : 1) + 1,
            Initialization = options.Start is null ? options.Initialization.Name : "given",
            Seed = options.Seed,
            Warnings = [.. Warnings(model, final.Degeneracy?.Reordered(order), reason, outcomes, winner)],
        };
    }

    private IEnumerable<string> Warnings(VariationalGaussianMixture model, Degeneracy? degeneracy, StopReason reason, RestartOutcome[] outcomes, int winner)
    {
        if (degeneracy is not null)
        {
            yield return FitWarnings.Degenerate(model, degeneracy);
        }

        if (reason == StopReason.IterationLimit)
        {
            yield return FitWarnings.NotConverged(outcomes[winner].Iterations);
        }

        if (reason == StopReason.Cancelled)
        {
            yield return $"Cancelled after {outcomes.Length} of {Counted.Of(options.Restarts, "start")}; the best model so far is returned.";
        }

        int lost = outcomes.Count(static one => !one.IsSound);
        if (lost > 0 && degeneracy is null)
        {
            yield return FitWarnings.SetAside(lost, outcomes.Length);
        }
    }

    // whoever interrupts does not want another sweep
    private MixtureScore ScoreOf(VariationalGaussianMixture mixture, double totalWeight, ref bool isWhole)
    {
        try
        {
            if (isWhole)
            {
                return mixture.Score(rows, options.Em.Threads, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isWhole = false;
        }

        return new MixtureScore(rows.Rows, totalWeight, double.NaN, double.NaN, InformationCriteria.None);
    }

    private void CheckStructure()
    {
        if (!VariationalOptions.Structures.Contains(options.Covariance))
        {
            throw new InputException($"The variational treatment has no {options.Covariance} covariances. It has {string.Join(", ", VariationalOptions.Structures)}.");
        }
    }
}
