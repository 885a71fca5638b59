namespace Mixtura.Selection;

/// <summary>K components against K + 1: the likelihood ratio, and how often data drawn from the smaller mixture have as large a one.</summary>
/// <param name="Components">K.</param>
/// <param name="Statistic">2 (log L of K + 1 − log L of K), in nats.</param>
/// <param name="Replicates">The statistic of each bootstrap sample; those whose fits degenerated are left out.</param>
public sealed record LikelihoodRatioTest(int Components, double Statistic, IReadOnlyList<double> Replicates)
{
    /// <summary>Equal where all numbers are.</summary>
    public bool Equals(LikelihoodRatioTest? other) =>
        other is not null && Components == other.Components && Statistic.Equals(other.Statistic) && Replicates.SequenceEqual(other.Replicates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Components, Statistic);

    /// <summary>(1 + the replicates at least as large) / (1 + all), never 0.</summary>
    public double PValue => (1.0 + Replicates.Count(value => value >= Statistic)) / (1 + Replicates.Count);
}
