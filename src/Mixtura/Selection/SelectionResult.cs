namespace Mixtura.Selection;

/// <summary>Every candidate of a search, and which is best.</summary>
/// <param name="Criterion">What they were ranked by.</param>
/// <param name="Candidates">One for every (K, structure) asked for: all K of the first structure, then of the next.</param>
/// <param name="IsComplete">False if the search was cancelled: the finished ones are kept.</param>
public sealed record SelectionResult(Criterion Criterion, IReadOnlyList<SelectionCandidate> Candidates, bool IsComplete)
{
    /// <summary>The sound candidates, the best first; ties by fewer parameters, then in the order asked for.</summary>
    public IReadOnlyList<SelectionCandidate> Ranking { get; } =
    [
        .. Candidates.Where(candidate => candidate.IsSound && double.IsFinite(candidate.Loss(Criterion)))
            .OrderBy(candidate => candidate.Loss(Criterion)).ThenBy(static candidate => candidate.Fit!.Model.ParameterCount),
    ];

    /// <summary>The best sound candidate; null if there is none.</summary>
    public SelectionCandidate? Best => Ranking.Count > 0 ? Ranking[0] : null;

    /// <summary>The winner's place in <see cref="Candidates"/>, or −1.</summary>
    public int BestIndex => Best is { } best ? Candidates.ToList().IndexOf(best) : -1;

    /// <summary>What should be known: a winner at the edge of the range, cells without a fit.</summary>
    public IReadOnlyList<string> Warnings => [.. WarningsOf()];

    private IEnumerable<string> WarningsOf()
    {
        if (!IsComplete)
        {
            yield return "The search was cancelled; the best is that of the cells that were finished.";
        }

        int largest = Candidates.Max(static candidate => candidate.Components);
        if (Best is { } best && best.Components == largest && largest > Candidates.Min(static candidate => candidate.Components))
        {
            yield return $"The best number of components, {largest}, is the largest that was tried. Try more.";
        }

        int empty = Candidates.Count(static candidate => !candidate.IsSound);
        if (empty > 0)
        {
            yield return $"{empty} of {Candidates.Count} cells have no sound fit.";
        }
    }
}
