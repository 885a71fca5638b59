using Mixtura.Data;

namespace Mixtura.Bayesian;

/// <summary>Every number of the priors.</summary>
/// <param name="WeightPrior">The prior on the weights.</param>
/// <param name="WeightConcentration">α₀.</param>
/// <param name="MeanPrecision">β₀.</param>
/// <param name="Mean">m₀.</param>
/// <param name="DegreesOfFreedom">ν₀.</param>
/// <param name="InverseScale">W₀⁻¹.</param>
public sealed record PriorValues(
    WeightPrior WeightPrior, double WeightConcentration, double MeanPrecision, IReadOnlyList<double> Mean, double DegreesOfFreedom, RowMatrix InverseScale);
