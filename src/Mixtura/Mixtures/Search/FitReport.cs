using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Turns the winning candidate into the result: canonical order, one more sweep for the entropy, and what should be known.</summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
/// <typeparam name="TMixture">The mixture that is handed out.</typeparam>
internal sealed class FitReport<TModel, TStatistics, TMixture>(
    IRowSource rows, DataSummary summary, MixtureOptions options, SearchOutcome<TModel, TStatistics> outcome, CancellationToken cancellationToken)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
    where TMixture : Mixture
{
    // of the sentences about single rows
    private const int MostWidening = 5;

    // the start that was interrupted, which need not be the one that wins
    private readonly Candidate<TModel>? cancelled = outcome.Candidates.FirstOrDefault(static candidate => candidate.StopReason == StopReason.Cancelled);

    private readonly Candidate<TModel> best = outcome.Best;

    /// <summary>The canonical order of the components: for each place, the component that goes there.</summary>
    public required Func<TModel, int[]> Order { get; init; }

    /// <summary>The mixture of parameters whose components are put in an order.</summary>
    public required Func<TModel, int[], TMixture> Mixture { get; init; }

    /// <summary>Looks at parameters that may have gone through degenerate states; null where none can have.</summary>
    public Func<TModel, Degeneracy?>? FindLate { get; init; }

    /// <summary>Scores the mixture; null for its own score of the rows.</summary>
    public Func<TMixture, MixtureScore>? Score { get; init; }

    /// <summary>Writes it.</summary>
    public MixtureFit<TMixture> Write()
    {
        if (cancelled is not null && best.Trace.Count == 0)
        {
            throw new OperationCanceledException("The fit was cancelled before the first bound was known.", cancellationToken);
        }

        int[] order = OrderOf(best.Model);
        var degeneracy = (best.Degeneracy ?? (FindLate is null ? null : Found(() => FindLate(best.Model))))?.Reordered(order);
        var model = Named(Mixture(best.Model, order), order);
        LoneRow[] lone = [.. outcome.LoneRows.Select(row => row with { Component = Array.IndexOf(order, row.Component), Nearest = Array.IndexOf(order, row.Nearest) })];

        // what stays as it is in the start is widened by none
        bool canWiden = degeneracy is null && options.Fixed is not ({ Means.Count: > 0 } or { Covariances.Count: > 0 });
        var widening = canWiden ? WideningRow.Of(model, summary) : [];

        // categories and counts are known for what they are
        (int Feature, int Values)[] classes = degeneracy is null ? [] : [.. (Found(() => ClassLikeFeatures.Find(rows, options.Em.Threads, cancellationToken)) ?? []).Where(one => !model.IsDiscrete(one.Feature))];
        int parameters = options.Fixed is null ? model.ParameterCount : outcome.Family.ParameterCount(best.Model);
        var score = OfFree(ScoreOf(model, out bool isScored), parameters);
        return new MixtureFit<TMixture>
        {
            Model = model,
            Trace = best.Trace,
            Path = [.. best.Path.Select(parameters => Mixture(parameters, order))],
            StopReason = isScored ? best.StopReason : StopReason.Cancelled,
            Degeneracy = degeneracy,
            LoneRows = lone,
            WideningRows = widening,
            WeightedRows = summary.WeightedRows,
            IsWeighted = summary.IsWeighted,
            Missing = summary.Missing,
            Table = Found(() => TableFit.Of(model, rows, cancellationToken)),
            ClassLikeFeatures = [.. classes.Select(static one => one.Feature)],
            Restarts = outcome.Starts,
            BestRestart = best.Restart,
            FixedParameters = model.ParameterCount - parameters,
            Score = score,
            LowerBound = score.LogLikelihood + outcome.Family.ObjectiveTerm(best.Model),
            DataPasses = outcome.Passes + (isScored ? 1 : 0),
            Initialization = options.Start is null ? options.Initialization.Name : "given",
            Seed = options.Seed,
            Warnings = [.. Warnings(degeneracy, classes, lone, widening, model, isScored)],
        };
    }

    // what components of a given start are called they are called after it
    private TMixture Named(TMixture model, int[] order) => options.Start is { ComponentNames: { Count: > 0 } names }
        ? (TMixture)model.WithComponentNames([.. order.Select(k => names[k])])
        : model;

    private int[] OrderOf(TModel model)
    {
        int[] byWeight = Order(model);
        return options.Order == ComponentOrder.ByWeight ? byWeight : options.Order.Of(Mixture(model, [.. Enumerable.Range(0, byWeight.Length)]), byWeight);
    }

    // what stays fixed is not counted
    private MixtureScore OfFree(MixtureScore score, int parameters) => options.Fixed is null
        ? score
        : score with { Criteria = InformationCriteria.Of(score.LogLikelihood, parameters, score.TotalWeight, score.Entropy) };

    private double LogLikelihood => best.LowerBound - outcome.Family.ObjectiveTerm(best.Model);

    // whoever interrupts does not want another sweep: the bound is known, the entropy is not
    private MixtureScore ScoreOf(TMixture model, out bool isScored)
    {
        try
        {
            isScored = cancelled is null;
            if (isScored)
            {
                return Score is not null ? Score(model) : model.Score(rows, options.Missing, options.Em.Threads, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isScored = false;
        }

        return new MixtureScore(
            rows.Rows, summary.TotalWeight, LogLikelihood, double.NaN,
            InformationCriteria.Of(LogLikelihood, model.ParameterCount, summary.TotalWeight, double.NaN));
    }

    // what takes another look at the rows, and an interruption leaves no time for
    private T? Found<T>(Func<T?> find)
        where T : class
    {
        try
        {
            return cancelled is null ? find() : null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private IEnumerable<string> Warnings(Degeneracy? degeneracy, (int Feature, int Values)[] classes, LoneRow[] lone, IReadOnlyList<WideningRow> widening, Mixture model, bool isScored)
    {
        if (degeneracy is not null)
        {
            yield return FitWarnings.Degenerate(model, degeneracy);
        }

        if (classes.Length > 0)
        {
            yield return ClassLikeFeatures.Text(classes, rows.FeatureNames);
        }

        foreach (string text in LoneRowText.Of(lone, model))
        {
            yield return text;
        }

        foreach (var row in widening.Take(MostWidening))
        {
            yield return row.Text(model);
        }

        if (best.StopReason == StopReason.IterationLimit && cancelled is null)
        {
            yield return FitWarnings.NotConverged(best.Iterations);
        }

        if (cancelled is not null)
        {
            yield return $"Cancelled after {Counted.Of(cancelled.Iterations, "iteration")} of start {cancelled.Restart}; the best model so far is of start {best.Restart}.";
        }
        else if (!isScored)
        {
            yield return "Cancelled when the fit was done, before it was scored: the entropy of the responsibilities and ICL are not known.";
        }

        foreach (string text in LevelWarnings.Of(model, summary))
        {
            yield return text;
        }

        int lost = outcome.Starts.Count(static start => !start.IsSound);
        if (lost > 0 && degeneracy is null && lone.Length == 0)
        {
            yield return FitWarnings.SetAside(lost, outcome.Starts.Count);
        }

        int[] constant = [.. Enumerable.Range(0, summary.Columns).Where(j => summary.IsConstant[j])];
        if (constant.Length > 0)
        {
            yield return constant.Length == 1
                ? $"{FeatureNames.Capitalized(rows.FeatureNames, constant[0])} is constant."
                : $"{constant.Length} features are constant: {NameList.Of(constant.Select(j => FeatureNames.Quoted(rows.FeatureNames, j)))}.";
        }
    }
}
