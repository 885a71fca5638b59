using Mixtura.Data;

namespace Mixtura.Bayesian;

/// <summary>Every number of the priors.</summary>
/// <param name="WeightPrior">The prior on the weights.</param>
/// <param name="WeightConcentration">α₀.</param>
/// <param name="MeanPrecision">β₀.</param>
/// <param name="Mean">m₀.</param>
/// <param name="DegreesOfFreedom">ν₀.</param>
/// <param name="InverseScale">W₀⁻¹, D×D.</param>
public sealed record PriorValues(
    WeightPrior WeightPrior, double WeightConcentration, double MeanPrecision, IReadOnlyList<double> Mean, double DegreesOfFreedom, RowMatrix InverseScale)
{
    /// <summary>α₀ of each component, where they differ; else null.</summary>
    public IReadOnlyList<double>? WeightConcentrations { get; init; }

    /// <summary>Shape and rate of the gamma prior on the concentration of a process, whose mean <see cref="WeightConcentration"/> then is; null where that is fixed.</summary>
    public (double Shape, double Rate)? ConcentrationPrior { get; init; }

    /// <summary>Equal where all numbers are.</summary>
    public bool Equals(PriorValues? other) =>
        other is not null && (WeightPrior, WeightConcentration, MeanPrecision, DegreesOfFreedom, ConcentrationPrior)
            == (other.WeightPrior, other.WeightConcentration, other.MeanPrecision, other.DegreesOfFreedom, other.ConcentrationPrior)
        && Mean.SequenceEqual(other.Mean) && InverseScale.Values.Span.SequenceEqual(other.InverseScale.Values.Span)
        && (WeightConcentrations ?? []).SequenceEqual(other.WeightConcentrations ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(WeightPrior, WeightConcentration, MeanPrecision, DegreesOfFreedom);
}
