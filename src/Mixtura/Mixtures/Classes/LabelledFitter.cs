using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures.Classes;

/// <summary>The whole fit of a mixture, the classes of some rows known.</summary>
/// <remarks>Starts: the known rows of each class as they are; the same, a part of every row shared out evenly, where a class has too few; where a class has several components, or there are components without a class, fits to the rows of
/// each by the kind's own search; and the best fit that knows no labels, its components given to the classes that have most of their rows. From each EM goes on, and holds the labels fast.</remarks>
internal sealed class LabelledFitter<TModel, TStatistics>(LabelRequest request)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private const string StartName = "labels";
    private const double CompareTolerance = 1e-6;

    // starts agree when they end within this, in nats per row
    private const double Agreement = 2e-5;

    // where the rows of a class are too few for a component of their own
    private const double Evenly = 0.2;

    private readonly IRowSource rows = request.Rows;
    private readonly MixtureOptions options = request.Options;
    private readonly KnownLabels labels = request.Labels;
    private readonly CancellationToken cancellationToken = request.CancellationToken;
    private readonly List<Candidate<TModel>> candidates = [];
    private ComponentClasses classes = ComponentClasses.Of(request.Labels, request.PerClass, request.Components);
    private double passes;
    private IReadOnlyList<LoneRow> lone = [];
    private IComponentFamily<TModel, TStatistics>? family;
    private Func<TModel, Degeneracy?>? late;

    /// <summary>The components' family for rows, which may tell what is degenerate.</summary>
    public required Func<IRowSource, IComponentFamily<TModel, TStatistics>> FamilyFor { get; init; }

    /// <summary>The mixture of parameters.</summary>
    public required Func<TModel, Mixture> Mixture { get; init; }

    /// <summary>All components alike, as the data are; null for the family's own.</summary>
    public Func<DataSummary, TModel>? Pooled { get; init; }

    /// <summary>Looks at fits for what only the rows can tell, with what settles the responsibilities of those whose class is known; null where there is nothing to look for.</summary>
    public Func<Action<long, Span<double>>, Func<TModel, Degeneracy?>?>? LateCheckOf { get; init; }

    /// <summary>Runs it.</summary>
    public MixtureFit<Mixture> Fit()
    {
        request.Kind.CheckRows(rows, options.Em.Threads, cancellationToken);
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, cancellationToken);
        ClassMatching.CheckWeights(rows, labels, cancellationToken);
        passes++;
        family = FamilyFor(rows);
        late = LateCheckOf?.Invoke(Settle);
        var best = options.Start is { } given ? Given(given) : Searched(summary);
        Run(best, options.Em.Tolerance, request.Progress);
        return Report(summary, best);
    }

    private Candidate<TModel> Given(Mixture start)
    {
        start.RequireColumns(rows.Columns);
        if (start.Core is not MixtureCore<TModel, TStatistics> { Model: var model } || start.Components != request.Components)
        {
            throw new InputException(
                $"The start is a {start.Family} mixture of {Counted.Of(start.Components, "component")}, a {request.Kind.Name} mixture of {request.Components} is asked for. Start from one of those.");
        }

        classes = start.Classes is { } own ? own.For(labels) : Matched(start);
        return new Candidate<TModel>(0, model);
    }

    private Candidate<TModel> Searched(DataSummary summary)
    {
        bool isOneEach = classes.OfComponents.Count == labels.Classes.Count;
        bool isKnown = labels.KnownRows == labels.Rows;
        if (isOneEach)
        {
            FromLabels(summary, 0);
            if (!isKnown || !candidates.Exists(static candidate => candidate.IsSound))
            {
                FromLabels(summary, Evenly);
            }
        }
        else
        {
            FromClasses();
        }

        if (candidates.Count == 0 || (!isKnown && !Agree(summary.TotalWeight)))
        {
            FromUnlabelled();
        }

        return candidates.Count > 0 ? Candidate<TModel>.Ranked(candidates).First()
            : throw (cancellationToken.IsCancellationRequested ? new OperationCanceledException("The fit was cancelled before the first bound was known.", cancellationToken)
                : new InputException("No start could be made of the labelled rows. Label more rows of each class, or ask for fewer components."));
    }

    // starts that differ end at one optimum: a search that knows no labels would find no other that they allow
    private bool Agree(double weight)
    {
        double[] sound = [.. candidates.Where(static candidate => candidate.IsSound).Select(static candidate => candidate.LowerBound)];
        return sound.Length > 1 && sound.Max() - sound.Min() < Agreement * weight;
    }

    private void FromLabels(DataSummary summary, double evenly)
    {
        var pooled = Pooled?.Invoke(summary) ?? family!.Pooled(summary, request.Components);
        Climb(Step(pooled, new LabelStep<TModel, TStatistics>(family!, labels, classes, evenly)));
    }

    // each class by itself, and what has no class
    private void FromClasses()
    {
        var parts = new List<(Mixture Model, double Weight)>();
        int free = request.Components - request.PerClass.Sum();
        for (int known = 0; known < labels.Classes.Count; known++)
        {
            parts.Add(FittedTo(known, request.PerClass[known]));
        }

        if (free > 0)
        {
            parts.Add(FittedTo(KnownLabels.Unknown, free));
        }

        if (parts.TrueForAll(static part => part.Model is not null))
        {
            double total = parts.Sum(static part => part.Weight);
            var composed = family!.Compose([.. parts.SelectMany(part => Parts(part.Model, part.Weight / total))]);
            Climb(Step(composed, new LabelledFamily<TModel, TStatistics>(family, labels, classes)));
        }
    }

    private static IEnumerable<ComponentOf<TModel>> Parts(Mixture part, double share)
    {
        var model = ((MixtureCore<TModel, TStatistics>)part.Core).Model;
        return part.Weights.ToArray().Select((weight, k) => new ComponentOf<TModel>(model, k, weight * share));
    }

    // the kind's own search among the rows of a class; no model where there can be none
    private (Mixture Model, double Weight) FittedTo(int known, int components)
    {
        var own = ClassRows.Of(rows, labels, known, cancellationToken);
        try
        {
            var fit = request.Kind.Fit(own, components, Plain, FitHints.None, request.Progress, cancellationToken);
            passes += fit.DataPasses * own.Rows / rows.Rows;
            return (fit.Model, fit.Score.TotalWeight);
        }
        catch (Exception failure) when (failure is InputException || (failure is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return default;
        }
    }

    private MixtureOptions Plain =>
        options with { Start = null, Order = ComponentOrder.ByWeight, Em = options.Em with { KeepPath = false, Tolerance = Math.Max(options.Em.Tolerance, CompareTolerance / 100) } };

    private void FromUnlabelled()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            var fit = request.Kind.Fit(rows, request.Components, Plain, FitHints.None, request.Progress, cancellationToken);
            passes += fit.DataPasses;
            lone = fit.LoneRows;
            var order = Assignment(Matched(fit.Model));
            Climb(CanonicalOrder.Apply(family!, ((MixtureCore<TModel, TStatistics>)fit.Model.Core).Model, order));
        }
        catch (Exception failure) when (candidates.Count > 0 && (failure is InputException || (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)))
        {
            // what is known without it will do
        }
    }

    // the places of components in the order of the classes
    private static int[] Assignment(ComponentClasses matched) => [.. Enumerable.Range(0, matched.OfComponents.Count)
        .OrderBy(k => matched.OfComponents[k] < 0 ? int.MaxValue : matched.OfComponents[k])];

    // each component to the class of which it has most rows, as many a class as it wants
    private ComponentClasses Matched(Mixture mixture)
    {
        passes++;
        return ClassMatching.Of(mixture, rows, labels, request.PerClass, cancellationToken);
    }

    private void Settle(long row, Span<double> responsibilities)
    {
        if (labels[row] >= 0)
        {
            classes.Settle(labels[row], responsibilities);
        }
    }

    private TModel? Step(TModel from, IMixtureFamily<TModel, TStatistics> by)
    {
        using var pass = new BlockPass<TModel, TStatistics>(by, from, rows, options.Em.Threads);
        passes++;
        return pass.TryExpect(from, cancellationToken, out _) ? family!.Maximize(from, pass.Statistics) : null;
    }

    private void Climb(TModel? start)
    {
        if (start is null)
        {
            return;
        }

        var candidate = new Candidate<TModel>(candidates.Count, start);
        Run(candidate, Math.Max(CompareTolerance, options.Em.Tolerance), null);
        candidates.Add(candidate);
    }

    private void Run(Candidate<TModel> candidate, double tolerance, IProgress<FitProgress>? progress)
    {
        var own = new LabelledFamily<TModel, TStatistics>(family!.ForWorker(), labels, classes);
        using var pass = new BlockPass<TModel, TStatistics>(own, candidate.Model, rows, options.Em.Threads);
        new EmRunner<TModel, TStatistics>(own, pass, options.Em, progress, cancellationToken) { Starts = candidates.Count, LateCheck = late }.Run(candidate, tolerance);
        passes += pass.Count;
    }

    private MixtureFit<Mixture> Report(DataSummary summary, Candidate<TModel> best)
    {
        var labelled = new LabelledFamily<TModel, TStatistics>(family!, labels, classes);
        var outcome = new SearchOutcome<TModel, TStatistics>(labelled, [best], passes);
        RestartOutcome[] starts = [.. candidates.Select(candidate => candidate.Restart == best.Restart ? best.Outcome : candidate.Outcome)];
        var fit = new FitReport<TModel, TStatistics, Mixture>(rows, summary, options, starts.Length == 0 ? outcome : outcome with { Starts = starts }, cancellationToken)
        {
            Order = OrderOf,
            Mixture = (model, order) => Mixture(CanonicalOrder.Apply(family!, model, order)).WithClasses(classes.Reordered(order)),
            Score = _ => ScoreOf(best.Model),
        }.Write();
        return fit with
        {
            PriorName = request.Kind.PriorName,
            Initialization = options.Start is null ? StartName : fit.Initialization,
            Warnings = [.. fit.Warnings, .. lone.Where(row => fit.WideningRows.All(one => one.Row != row.Row)).Select(row => $"Row {row.Row + 1} lies far from all others, and widens the class that it falls to: a fit that knows no labels sets it apart. If its value is an error, leave the row out.")],
            Classification = Classification.TryOf(fit.Model, rows, labels, options.Missing, cancellationToken),
        };
    }

    // class by class, within it and after the last in the canonical order
    private int[] OrderOf(TModel model) =>
        [.. CanonicalOrder.Of(family!, model).OrderBy(k => classes.OfComponents[k] < 0 ? int.MaxValue : classes.OfComponents[k])];

    // of what is known too: a row of a known class counts with its density under that class
    private MixtureScore ScoreOf(TModel model)
    {
        var labelled = new LabelledFamily<TModel, TStatistics>(family!.ForWorker(), labels, classes);
        return new ScoringPass<TModel, TStatistics>(labelled, options.Missing).Score(model, rows, options.Em.Threads, cancellationToken);
    }
}
