using Mixtura.Selection;

namespace Mixtura.Report;

/// <summary>One candidate of a selection as the report draws it; NaN where there is no value.</summary>
/// <param name="Structure">The covariance structure, by mclust's name; for a kind of component without one its name.</param>
/// <param name="Components">K.</param>
/// <param name="LowerBound">Total, in nats.</param>
/// <param name="Bic">Smaller is better.</param>
/// <param name="Aic">Smaller is better.</param>
/// <param name="Icl">Smaller is better.</param>
/// <param name="IsBest">Whether it was chosen; among variational candidates, whether its bound is highest.</param>
/// <param name="IsVariational">Whether the bound is the complete one of variational Bayes.</param>
public sealed record ReportCandidate(string Structure, int Components, double LowerBound, double Bic, double Aic, double Icl, bool IsBest, bool IsVariational)
{
    /// <summary>What the selection went by: the value of its criterion.</summary>
    /// <value>NaN by default.</value>
    public double Value { get; init; } = double.NaN;

    /// <summary>Whether it ranks behind the others: not converged, or more parameters than rows.</summary>
    /// <value>False by default.</value>
    public bool RanksBehind { get; init; }

    /// <summary>The candidates of a selection; those without a sound fit have no values.</summary>
    public static IReadOnlyList<ReportCandidate> Of(SelectionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. result.Candidates.Select(one => Of(one, ReferenceEquals(one, result.Best)) with { Value = one.IsSound ? one.Value(result.Criterion) : double.NaN, RanksBehind = one.Reservation is not null })];
    }

    /// <summary>The candidates of a variational selection.</summary>
    public static IReadOnlyList<ReportCandidate> Of(IReadOnlyList<VariationalCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var best = candidates.MaxBy(static one => one.Fit.LowerBound);
        return
        [
            .. candidates.Select(one => new ReportCandidate(
                one.Fit.Model.Covariance.MclustName, one.Components, one.Fit.LowerBound, double.NaN, double.NaN, double.NaN, ReferenceEquals(one, best), IsVariational: true)
            {
                Value = one.Fit.LowerBound,
            }),
        ];
    }

    private static ReportCandidate Of(SelectionCandidate one, bool isBest) => one is { IsSound: true, Fit: { } fit }
        ? new ReportCandidate(one.Kind.Title, one.Components, fit.LowerBound, fit.Criteria.Bic, fit.Criteria.Aic, fit.Criteria.Icl, isBest, IsVariational: false)
        : new ReportCandidate(one.Kind.Title, one.Components, double.NaN, double.NaN, double.NaN, double.NaN, IsBest: false, IsVariational: false);
}
