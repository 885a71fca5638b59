using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Turns the winning candidate into the result: canonical order, one more sweep for the entropy, and what should be known.</summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <typeparam name="TStatistics">The expected sufficient statistics.</typeparam>
/// <typeparam name="TMixture">The mixture that is handed out.</typeparam>
internal sealed class FitReport<TModel, TStatistics, TMixture>(
    IRowSource rows, DataSummary summary, MixtureOptions options, IMixtureFamily<TModel, TStatistics> family, IReadOnlyList<Candidate<TModel>> candidates)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
    where TMixture : Mixture
{
    // the start that was interrupted, which need not be the one that wins
    private readonly Candidate<TModel>? cancelled = candidates.FirstOrDefault(static candidate => candidate.StopReason == StopReason.Cancelled);

    private readonly Candidate<TModel> best = Candidate<TModel>.Ranked(candidates).First();

    /// <summary>The canonical order of the components: for each place, the component that goes there.</summary>
    public required Func<TModel, int[]> Order { get; init; }

    /// <summary>The mixture of parameters whose components are put in an order.</summary>
    public required Func<TModel, int[], TMixture> Mixture { get; init; }

    /// <summary>Looks at parameters that may have gone through degenerate states; null where none can have.</summary>
    public Func<TModel, Degeneracy?>? FindLate { get; init; }

    /// <summary>Rows that the best candidate sets apart, components in its order.</summary>
    public IReadOnlyList<LoneRow> LoneRows { get; init; } = [];

    /// <summary>Writes it.</summary>
    /// <param name="passes">The work of the search.</param>
    public MixtureFit<TMixture> Write(double passes)
    {
        int[] order = Order(best.Model);
        var degeneracy = (best.Degeneracy ?? FindLate?.Invoke(best.Model))?.Reordered(order);
        var model = Mixture(best.Model, order);
        LoneRow[] lone = [.. LoneRows.Select(row => row with { Component = Array.IndexOf(order, row.Component), Nearest = Array.IndexOf(order, row.Nearest) })];
        var score = ScoreOf(model);
        return new MixtureFit<TMixture>
        {
            Model = model,
            Trace = best.Trace,
            Path = [.. best.Path.Select(parameters => Mixture(parameters, order))],
            StopReason = cancelled?.StopReason ?? best.StopReason,
            Degeneracy = degeneracy,
            LoneRows = lone,
            Restarts = [.. candidates.Select(static candidate => candidate.Outcome)],
            BestRestart = best.Restart,
            Score = score,
            LowerBound = score.LogLikelihood + family.ObjectiveTerm(best.Model),
            DataPasses = passes + (IsScored ? 1 : 0),
            Initialization = options.Start is null ? options.Initialization.Name : "given",
            Seed = options.Seed,
            Warnings = [.. Warnings(degeneracy, lone, model)],
        };
    }

    // whoever interrupts does not want another sweep: the bound is known, the entropy is not
    private bool IsScored => cancelled is null || best.Trace.Count == 0;

    private double LogLikelihood => best.LowerBound - family.ObjectiveTerm(best.Model);

    private MixtureScore ScoreOf(Mixture model) => IsScored
        ? model.Score(rows, options.Em.Threads)
        : new MixtureScore(
            rows.Rows, summary.TotalWeight, LogLikelihood, double.NaN,
            InformationCriteria.Of(LogLikelihood, model.ParameterCount, summary.TotalWeight, double.NaN));

    private IEnumerable<string> Warnings(Degeneracy? degeneracy, LoneRow[] lone, Mixture model)
    {
        if (degeneracy is not null)
        {
            yield return $"The best model is degenerate: {model.Explain(degeneracy)}";
        }

        foreach (string text in LoneRowText.Of(lone, model))
        {
            yield return text;
        }

        if (best.StopReason == StopReason.IterationLimit && cancelled is null)
        {
            yield return $"Not converged after {best.Iterations} iterations. Allow more iterations or a larger tolerance.";
        }

        if (cancelled is not null)
        {
            yield return $"Cancelled after {cancelled.Iterations} iterations of start {cancelled.Restart}; the best model so far is of start {best.Restart}.";
        }

        int lost = candidates.Count(static candidate => !candidate.IsSound);
        if (lost > 0 && degeneracy is null && lone.Length == 0)
        {
            yield return $"{lost} of {candidates.Count} starts degenerated and {(lost == 1 ? "was" : "were")} set aside.";
        }

        for (int j = 0; j < summary.Columns; j++)
        {
            if (summary.IsConstant[j])
            {
                yield return $"{Capitalized(FeatureNames.Of(rows.FeatureNames, j))} is constant.";
            }
        }
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
