using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Where a search ended, or a run from given parameters.</summary>
/// <param name="Family">The family that the candidates' bounds are by.</param>
/// <param name="Candidates">The starts that were taken to their end on all rows.</param>
/// <param name="Passes">The work done, in sweeps over the data.</param>
internal sealed record SearchOutcome<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> Family, IReadOnlyList<Candidate<TModel>> Candidates, double Passes)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>Every start; those that only a sample of the rows has seen too.</summary>
    public IReadOnlyList<RestartOutcome> Starts { get; init; } = [.. Candidates.Select(static candidate => candidate.Outcome)];

    /// <summary>Whether bounds are those of a sample, as if all rows were like it.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>Rows that the best candidate sets apart from all others; empty where it does not.</summary>
    public IReadOnlyList<LoneRow> LoneRows { get; init; } = [];

    /// <summary>The best candidate.</summary>
    public Candidate<TModel> Best => Candidate<TModel>.Ranked(Candidates).First();
}
