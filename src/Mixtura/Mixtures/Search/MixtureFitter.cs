using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Mixtures.Search;

/// <summary>The whole fit of a mixture of any kind: check the data, search for the best optimum (or run what was asked for, step by step), report.</summary>
internal sealed class MixtureFitter<TModel, TStatistics>(
    IComponentFamily<TModel, TStatistics> kind, IRowSource rows, int components, MixtureOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // of this fit alone: fits of one kind may run side by side, and a family may keep buffers between calls
    private readonly IComponentFamily<TModel, TStatistics> family = kind.ForWorker();

    /// <summary>Fits that may lead to the optimum.</summary>
    public FitHints Hints { get; init; } = FitHints.None;

    /// <summary>The family for other rows, where it depends on them: what is degenerate, a prior; null where it does not.</summary>
    public Func<IRowSource, IComponentFamily<TModel, TStatistics>>? FamilyFor { get; init; }

    /// <summary>Whether this is the fit with one component fewer, made to help another.</summary>
    public bool IsAid { get; init; }

    /// <summary>Runs it.</summary>
    public MixtureFit<Mixture<TModel, TStatistics>> Fit()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);
        CheckRows(summary);
        CheckGaps(summary);
        return options.Start is { } start ? FromGiven(start, summary) : BySearch(summary);
    }

    private MixtureFit<Mixture<TModel, TStatistics>> FromGiven(Mixture start, DataSummary summary)
    {
        start.RequireColumns(rows.Columns);
        if (start.Core is not MixtureCore<TModel, TStatistics> { Model: var model } || start.Components != components)
        {
            throw new InputException(
                $"The start is a {start.Family} mixture of {Counted.Of(start.Components, "component")}, a {family.Name} mixture of {components} is asked for. Start from one of those.");
        }

        if (options.Fixed is not null && family is not IHoldsParts)
        {
            throw new InputException($"Parts of {family.Name} components cannot stay fixed: those of Gaussian and Student-t components can. Leave them out.");
        }

        using var pass = new BlockPass<TModel, TStatistics>(family, model, RowsByPattern.Of(rows, summary.Missing is not null), options.Em.Threads);
        var given = new Candidate<TModel>(0, model);
        new EmRunner<TModel, TStatistics>(family, pass, options.Em, progress, cancellationToken).Run(given, options.Em.Tolerance);
        return Report(summary, new SearchOutcome<TModel, TStatistics>(family, [given], pass.Count));
    }

    private MixtureFit<Mixture<TModel, TStatistics>> BySearch(DataSummary summary)
    {
        var shape = family.Pooled(summary, components);
        int[] levels = [.. Enumerable.Range(0, summary.Columns).Select(j => family.LevelsOf(shape, j).Count)];
        var distinct = levels.Contains(0) ? null : DistinctRows.Of(rows, cancellationToken);
        var searchedSummary = distinct is null ? summary : DataSummary.Of(distinct, correlations: true, options.Missing, options.Em.Threads, cancellationToken);
        double rowsEach = (double)summary.WeightedRows / searchedSummary.WeightedRows;
        var searched = RowsByPattern.Of(distinct ?? rows, summary.Missing is not null);
        var search = new SampledSearch<TModel, TStatistics>(searched, searchedSummary, options, progress, cancellationToken)
        {
            Over = (over, moments) => SearchOver(over, moments, ReferenceEquals(over, searched) ? family : FamilyFor?.Invoke(over) ?? family.ForWorker(), levels, rowsEach),
            Mixture = model => new Mixture<TModel, TStatistics>(kind, model, rows.FeatureNames),
            Components = components,
            Parameters = family.ParameterCount(shape),
            Hints = Hints,
        };
        var outcome = search.Run();
        return Report(summary, outcome with { Passes = outcome.Passes / rowsEach });
    }

    // levels: how many each feature has; 0 for numbers
    private OptimumSearch<TModel, TStatistics> SearchOver(IRowSource over, DataSummary moments, IComponentFamily<TModel, TStatistics> own, int[] levels, double rowsEach)
    {
        var sample = RowSample.Draw(over, moments, options.Em.Threads, options.Seed, cancellationToken).Encoded(levels);
        var start = new StartContext(sample, moments, components, true, options.Seed);
        var space = new FamilySpace<TModel, TStatistics>(own, over, start, options, cancellationToken) { RowsEach = rowsEach, FamilyFor = FamilyFor };
        return new OptimumSearch<TModel, TStatistics>(space, over, options, cancellationToken) { IsAid = IsAid };
    }

    private MixtureFit<Mixture<TModel, TStatistics>> Report(DataSummary summary, SearchOutcome<TModel, TStatistics> outcome) =>
        new FitReport<TModel, TStatistics, Mixture<TModel, TStatistics>>(rows, summary, options, outcome, cancellationToken)
        {
            Order = model => CanonicalOrder.Of(family, model),
            Mixture = (model, order) => new Mixture<TModel, TStatistics>(kind, CanonicalOrder.Apply(family, model, order), rows.FeatureNames),
        }.Write() with
        {
            PriorName = kind.PriorName,
        };

    private void CheckGaps(DataSummary summary)
    {
        if (summary.Missing is { } missing && !family.IntegratesMissing)
        {
            throw new InputException($"{Counted.Of(missing.Cells, "cell")} in {Counted.Of(missing.Rows, "row")} {(missing.Cells == 1 ? "is" : "are")} missing, which {family.Name} components cannot integrate out. Fill the values, or leave the rows or columns out.");
        }
    }

    private void CheckRows(DataSummary summary)
    {
        if (summary.WeightedRows < components)
        {
            throw new InputException(
                $"There {(summary.WeightedRows == 1 ? "is" : "are")} {Counted.Of(summary.WeightedRows, "row")} of positive weight for {Counted.Of(components, "component")}. Ask for at most as many components as rows.");
        }

        RowFaults.Check(family, rows, options.Em.Threads, cancellationToken);
    }
}
