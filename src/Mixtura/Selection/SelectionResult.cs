using System.Globalization;
using System.Runtime.CompilerServices;
using Mixtura.Data;

namespace Mixtura.Selection;

/// <summary>Every candidate of a search, and which is best.</summary>
/// <param name="Criterion">What they were ranked by.</param>
/// <param name="Candidates">One for every (K, kind of component) asked for: all K of the first kind, then of the next.</param>
/// <param name="IsComplete">False if the search was cancelled: the finished ones are kept.</param>
public sealed record SelectionResult(Criterion Criterion, IReadOnlyList<SelectionCandidate> Candidates, bool IsComplete)
{
    // a difference in BIC below is no more than weak evidence: half of it is the log of a Bayes factor of 7 (Kass and Raftery 1995)
    private const double Close = 4;

    /// <summary>The sound candidates, the best first: those that converged with no more parameters than rows before the others (see
    /// <see cref="SelectionCandidate.Reservation"/>); ties by fewer parameters, then in the order asked for.</summary>
    public IReadOnlyList<SelectionCandidate> Ranking { get; } =
    [
        .. Candidates.Where(candidate => candidate.IsSound && double.IsFinite(candidate.Loss(Criterion)))
            .OrderBy(static candidate => candidate.Reservation is not null).ThenBy(candidate => candidate.Loss(Criterion)).ThenBy(static candidate => candidate.Fit!.Model.ParameterCount),
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

        foreach (string warning in WarningsOfBest().Concat(WarningsOfRanking()))
        {
            yield return warning;
        }

        if (CellsWithoutFit is { } without)
        {
            yield return $"{without}.";
        }
    }

    private SelectionCandidate? FirstWithoutFit => Candidates.FirstOrDefault(static candidate => !candidate.IsSound);

    private string? CellsWithoutFit => Candidates.Count(static candidate => !candidate.IsSound) is > 0 and var count
        ? $"{count} of {Counted.Of(Candidates.Count, "cell")} {(count == 1 ? "has" : "have")} no sound fit" : null;

    /// <summary>What stands against the best where it is one part of a larger whole: <see cref="Warnings"/> without those of its rivals, and the first reason why a cell has no fit.</summary>
    internal IReadOnlyList<string> Shortcomings =>
        FirstWithoutFit is { } first ? [.. WarningsOfBest(), $"{CellsWithoutFit}: {NameOf(first)}: {first.Why}"] : [.. WarningsOfBest()];

    private IEnumerable<string> WarningsOfBest()
    {
        int largest = Candidates.Max(static candidate => candidate.Components);
        if (Best is { } best && best.Components == largest && largest > Candidates.Min(static candidate => candidate.Components))
        {
            yield return $"The best number of components, {largest}, is the largest that was tried. Try more.";
        }

        if (Best is { Reservation: { } reservation } winner)
        {
            yield return $"{NameOf(winner)} is the best of what there is, but: {reservation}";
        }
    }

    private IEnumerable<string> WarningsOfRanking()
    {
        int behind = Ranking.Count(static candidate => candidate.Reservation is not null);
        if (behind > 0 && Best!.Reservation is null)
        {
            yield return $"{behind} of {Counted.Of(Candidates.Count, "cell")} {(behind == 1 ? "ranks" : "rank")} behind the others: not converged, or more parameters than rows.";
        }

        if (Criterion == Criterion.Bic && RunnerUp is { } second && (second.Reservation is null) == (Best!.Reservation is null) && second.Loss(Criterion) - Best.Loss(Criterion) < Close)
        {
            var byIcl = Ranking.Where(static candidate => candidate.Reservation is null).MinBy(static candidate => candidate.Loss(Criterion.Icl)) ?? Best;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{NameOf(second)} is within {second.Loss(Criterion) - Best.Loss(Criterion):F2} of the best BIC: the data hardly tell the two apart. ICL would choose {NameOf(byIcl)}.");
        }
    }

    // with one component several structures are the same model
    private SelectionCandidate? RunnerUp => Ranking.Skip(1).FirstOrDefault(candidate =>
        candidate.Fit!.Model.ParameterCount != Best!.Fit!.Model.ParameterCount || candidate.Components != Best.Components || candidate.Components > 1);

    private string NameOf(SelectionCandidate candidate)
    {
        bool isOneFamily = Candidates.All(other => string.Equals(other.Kind.Name, candidate.Kind.Name, StringComparison.Ordinal));
        string family = isOneFamily || string.Equals(candidate.Kind.Title, candidate.Kind.Name, StringComparison.Ordinal) ? string.Empty : $"{candidate.Kind.Name} ";
        return $"{family}{candidate.Kind.Title} with {candidate.Components}";
    }

    /// <summary>It equals itself alone: it holds lists, which are not compared.</summary>
    public bool Equals(SelectionResult? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
