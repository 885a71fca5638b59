using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian.Search;
using Mixtura.Gaussian.Starts;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Turns the winning candidate into the result: canonical order, one more sweep for the entropy, and what should be known.</summary>
internal sealed class FitReport(
    IRowSource rows, DataSummary summary, GaussianMixtureOptions options, GaussianFamily family, IReadOnlyList<Candidate> candidates, Candidate best,
    CancellationToken cancellationToken)
{
    // the start that was interrupted, which need not be the one that wins
    private readonly Candidate? cancelled = candidates.FirstOrDefault(static candidate => candidate.StopReason == StopReason.Cancelled);

    /// <summary>Rows that the best candidate sets apart, components in its order.</summary>
    public IReadOnlyList<LoneRow> LoneRows { get; init; } = [];

    public GaussianMixtureFit Write(double passes)
    {
        if (cancelled is not null && best.Trace.Count == 0)
        {
            throw new OperationCanceledException("The fit was cancelled before the first bound was known.", cancellationToken);
        }

        int[] order = CanonicalOrder(best.Model);
        var degeneracy = (best.Degeneracy ?? FindLate())?.Reordered(order);
        var model = new GaussianMixture(best.Model.Reordered(order), rows.FeatureNames);
        LoneRow[] lone = [.. LoneRows.Select(row => row with { Component = Array.IndexOf(order, row.Component), Nearest = Array.IndexOf(order, row.Nearest) })];
        var classes = degeneracy is null ? [] : Found(() => ClassLikeFeatures.Find(rows, cancellationToken)) ?? [];
        var score = ScoreOf(model, out bool isScored);
        return new GaussianMixtureFit
        {
            Model = model,
            Trace = best.Trace,
            Path = [.. best.Path.Select(parameters => new GaussianMixture(parameters.Reordered(order), rows.FeatureNames))],
            StopReason = isScored ? best.StopReason : StopReason.Cancelled,
            Degeneracy = degeneracy,
            LoneRows = lone,
            IsWeighted = summary.IsWeighted,
            ClassLikeFeatures = [.. classes.Select(static one => one.Feature)],
            Restarts = [.. candidates.Select(static candidate => candidate.Outcome)],
            BestRestart = best.Restart,
            Score = score,
            LowerBound = score.LogLikelihood + family.ObjectiveTerm(best.Model),
            DataPasses = passes + (isScored ? 1 : 0),
            Initialization = options.Start is null ? options.Initialization.Name : "given",
            Prior = options.Prior,
            Seed = options.Seed,
            Warnings = [.. Warnings(degeneracy, classes, lone, model, isScored)],
        };
    }

    private double LogLikelihood => best.LowerBound - family.ObjectiveTerm(best.Model);

    // whoever interrupts does not want another sweep: the bound is known, the entropy is not
    private MixtureScore ScoreOf(GaussianMixture model, out bool isScored)
    {
        try
        {
            isScored = cancelled is null;
            if (isScored)
            {
                return model.Score(rows, options.Em.Threads, cancellationToken);
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

    /// <summary>Falling weight, ties by means: equal fits print equally.</summary>
    private static int[] CanonicalOrder(GaussianParameters parameters)
    {
        var order = Enumerable.Range(0, parameters.Components).ToArray();
        Array.Sort(order, (a, b) =>
        {
            int byWeight = parameters.Weights[b].CompareTo(parameters.Weights[a]);
            return byWeight != 0 ? byWeight : parameters.Mean(a).SequenceCompareTo(parameters.Mean(b));
        });
        return order;
    }

    // parameters that were given may lead through degenerate states; where they ended is looked at here
    private Degeneracy? FindLate() => options.Start is null || best.Model.Counts.Length == 0 ? null : Found(FindAmongRows);

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

    private Degeneracy? FindAmongRows()
    {
        var sample = RowSample.Draw(rows, summary, options.Seed, cancellationToken);
        var rules = DegeneracyRules.For(summary, options, DataResolution.Of(sample, summary, best.Model.Structure));
        return rules.Find(best.Model)
            ?? (sample.MayTie && rules.CountsRows(best.Model.Structure, best.Model.Features) ? new TieCheck(rows, rules.Resolution, cancellationToken).Find(best.Model) : null);
    }

    private IEnumerable<string> Warnings(Degeneracy? degeneracy, (int Feature, int Values)[] classes, LoneRow[] lone, GaussianMixture model, bool isScored)
    {
        if (degeneracy is not null)
        {
            yield return $"The best model is degenerate: {DegeneracyText.Of(degeneracy, model)}";
        }

        if (classes.Length > 0)
        {
            yield return ClassLikeFeatures.Text(classes, rows.FeatureNames);
        }

        foreach (string text in LoneRowText.Of(lone, model))
        {
            yield return text;
        }

        if (best.StopReason == StopReason.IterationLimit && cancelled is null)
        {
            yield return $"Not converged after {Counted.Of(best.Iterations, "iteration")}. Allow more iterations or a larger tolerance.";
        }

        if (cancelled is not null)
        {
            yield return $"Cancelled after {Counted.Of(cancelled.Iterations, "iteration")} of start {cancelled.Restart}; the best model so far is of start {best.Restart}.";
        }
        else if (!isScored)
        {
            yield return "Cancelled when the fit was done, before it was scored: the entropy of the responsibilities and ICL are not known.";
        }

        int lost = candidates.Count(static candidate => !candidate.IsSound);
        if (lost > 0 && degeneracy is null && lone.Length == 0)
        {
            yield return $"{lost} of {Counted.Of(candidates.Count, "start")} degenerated and {(lost == 1 ? "was" : "were")} set aside.";
        }

        int[] constant = [.. Enumerable.Range(0, summary.Columns).Where(j => summary.IsConstant[j])];
        if (constant.Length > 0)
        {
            yield return constant.Length == 1
                ? $"{Capitalized(FeatureNames.Of(rows.FeatureNames, constant[0]))} is constant."
                : $"{constant.Length} features are constant: {NameList.Of(constant.Select(j => FeatureNames.Quoted(rows.FeatureNames, j)))}.";
        }
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
