using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;

namespace Mixtura.Selection;

/// <summary>The search over the grid: each kind of component by growing K, then each K by widening the structure.</summary>
internal sealed class SelectionGrid(
    IRowSource rows, int[] counts, ComponentKind[] kinds, Criterion criterion, SelectionOptions options,
    IProgress<SelectionProgress>? progress, CancellationToken cancellationToken)
{
    // numbers in the data below which cells are shared out to the threads, instead of each cell's passes
    private const long FewValues = 200_000;

    // nats per row that a narrower structure must be ahead for the wider one to start from it
    private const double Ahead = 1e-9;

    // null where the kind cannot have so many components
    private readonly SelectionCandidate?[,] cells = new SelectionCandidate?[kinds.Length, counts.Length];
    private readonly Lock gate = new();
    private int finished;

    // files are read once, if their numbers fit
    private const long MostInMemory = 1 << 24;
    private readonly IRowSource rows = rows is not MemoryRows && !rows.IsSweptInOrder && rows.Rows * rows.Columns <= MostInMemory ? MemoryRows.CopyOf(rows) : rows;

    /// <summary>Runs it.</summary>
    public SelectionResult Search()
    {
        CheckData();
        ForEach(kinds.Length, Grow);
        ForEach(counts.Length, Widen);
        ForEach(kinds.Length, Regrow);
        if (criterion == Criterion.CrossValidation)
        {
            ForEach(cells.Length, i => Validate(i / counts.Length, i % counts.Length));
        }

        return new SelectionResult(criterion, [.. cells.Cast<SelectionCandidate?>().OfType<SelectionCandidate>()], !cancellationToken.IsCancellationRequested);
    }

    private int Asked => Enumerable.Range(0, cells.Length).Count(i => IsAsked(i / counts.Length, i % counts.Length));

    // processes that share the rows sweep over them together, one fit at a time
    private bool SharesCells => !rows.IsSweptInOrder && rows.Rows * rows.Columns < FewValues && options.Fit.Em.Threads > 1;

    private MixtureOptions FitOptions => options.Fit with
    {
        Start = null,
        Em = options.Fit.Em with { Threads = SharesCells ? 1 : options.Fit.Em.Threads },
    };

    // what is wrong with the data as such is said once, not in every cell
    private void CheckData()
    {
        DataSummary.Of(rows, correlations: false, options.Fit.Missing, options.Fit.Em.Threads, cancellationToken);
        foreach (var kind in kinds.DistinctBy(static kind => kind.Name, StringComparer.Ordinal))
        {
            kind.CheckRows(rows, options.Fit.Em.Threads, cancellationToken);
        }
    }

    // every piece of work is by itself: on how many threads makes no difference
    private void ForEach(int count, Action<int> piece)
    {
        if (SharesCells)
        {
            ParallelPieces.ForEach(count, options.Fit.Em.Threads, piece);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            piece(i);
        }
    }

    // a kind that can have none of the numbers says why
    private bool IsAsked(int s, int c) => kinds[s].CanHave(counts[c]) || !Array.Exists(counts, kinds[s].CanHave);

    private bool IsSound(int s, int c) => cells[s, c] is { IsSound: true };

    private double BoundOf(int s, int c) => IsSound(s, c) ? cells[s, c]!.Fit!.LowerBound : double.NegativeInfinity;

    private void Grow(int s)
    {
        Mixture? smaller = null;
        for (int c = 0; c < counts.Length; c++)
        {
            var found = IsAsked(s, c) ? Fit(counts[c], kinds[s], smaller is null ? FitHints.None : new FitHints([smaller])) : null;
            cells[s, c] = found;
            smaller = found is { IsSound: true } ? found.Fit!.Model : null;
            Report(found);
        }
    }

    // a wider structure holds every model of a narrower one: it must not end below
    private void Widen(int c)
    {
        for (int s = 0; s < kinds.Length; s++)
        {
            var narrower = Enumerable.Range(0, kinds.Length)
                .Where(other => other != s && cells[s, c] is not null && IsSound(other, c) && kinds[other].IsNarrowerThan(kinds[s]))
                .Select(other => cells[other, c]!.Fit!)
                .MaxBy(static fit => fit.LowerBound);
            if (narrower is null || cancellationToken.IsCancellationRequested)
            {
                continue;
            }

            if (narrower.LowerBound > BoundOf(s, c) + (Ahead * narrower.Score.TotalWeight))
            {
                Improve(s, c, narrower.Model);
            }
        }
    }

    // what widening found with fewer components is split again where more of them end lower
    private void Regrow(int s)
    {
        for (int c = 1; c < counts.Length && !cancellationToken.IsCancellationRequested; c++)
        {
            if (cells[s, c] is not null && IsSound(s, c - 1) && !(BoundOf(s, c) >= BoundOf(s, c - 1)))
            {
                Improve(s, c, cells[s, c - 1]!.Fit!.Model);
            }
        }
    }

    private void Improve(int s, int c, Mixture hint)
    {
        var again = Fit(counts[c], kinds[s], new FitHints([hint], Only: true));
        cells[s, c] = again.IsSound && again.Fit!.LowerBound > BoundOf(s, c) ? again : cells[s, c];
    }

    private void Validate(int s, int c)
    {
        if (cells[s, c] is { IsSound: true } sound && !cancellationToken.IsCancellationRequested)
        {
            double held = CrossValidation.HeldOutLogDensity(rows, counts[c], kinds[s], FitOptions, options.Folds, cancellationToken);
            cells[s, c] = sound with { HeldOutLogDensity = held };
        }
    }

    private SelectionCandidate Fit(int components, ComponentKind kind, FitHints hints)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new SelectionCandidate(components, kind, null, "Cancelled.");
        }

        try
        {
            var fit = kind.Fit(rows, components, FitOptions, hints, null, cancellationToken);
            string? why = fit.StopReason == Estimation.StopReason.Cancelled ? "Cancelled." : fit.Degeneracy is { } degeneracy ? fit.Model.Explain(degeneracy) : null;
            return new SelectionCandidate(components, kind, fit, why);
        }
        catch (InputException failure)
        {
            return new SelectionCandidate(components, kind, null, failure.Message);
        }
        catch (OperationCanceledException)
        {
            return new SelectionCandidate(components, kind, null, "Cancelled.");
        }
    }

    private void Report(SelectionCandidate? candidate)
    {
        if (progress is null || candidate is null)
        {
            return;
        }

        lock (gate)
        {
            progress.Report(new SelectionProgress(++finished, Asked, candidate));
        }
    }
}
