using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>How well a mixture describes data.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="TotalWeight">Σᵢ wᵢ.</param>
/// <param name="LogLikelihood">Σᵢ wᵢ log p(xᵢ) (eqs. 5, 9), total, in nats.</param>
/// <param name="Entropy">−Σᵢ wᵢ Σₖ rᵢₖ log rᵢₖ, total, in nats: 0 where every row belongs to one component for certain, NaN where an interrupted fit did not come to it.</param>
/// <param name="Criteria">AIC, BIC and ICL.</param>
public sealed record MixtureScore(long Rows, double TotalWeight, double LogLikelihood, double Entropy, InformationCriteria Criteria)
{
    /// <summary>−Σᵢ wᵢ log maxₖ rᵢₖ, total, in nats: what mclust's ICL takes for the entropy.</summary>
    public double Doubt { get; init; } = double.NaN;

    /// <summary>Σᵢ wᵢ over the rows that are more probably bad than good in their most probable component; NaN where components do not tell good rows from bad ones (<see cref="Mixture.TellsGoodRows"/>).</summary>
    public double BadRows { get; init; } = double.NaN;

    /// <summary>The share of those rows in all; NaN where they are not told.</summary>
    public double BadShare => BadRows / TotalWeight;

    /// <summary>ICL as mclust has it, larger is better: −BIC + 2 Σᵢ wᵢ log maxₖ rᵢₖ.</summary>
    public double MclustIcl => -Criteria.Bic - (2 * Doubt);

    /// <summary>The log-likelihood per row (per unit of weight), in nats.</summary>
    public double MeanLogLikelihood => LogLikelihood / TotalWeight;

    /// <summary>The figures in words, with a full stop for the decimal sign everywhere.</summary>
    public override string ToString() => FormattableString.Invariant($"{Counted.Of(Rows, "row")}: log-likelihood {LogLikelihood:F3}, {MeanLogLikelihood:F6} per row, {Criteria}");
}
