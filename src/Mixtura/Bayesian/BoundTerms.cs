namespace Mixtura.Bayesian;

/// <summary>The parts of the lower bound (Bishop, PRML, 10.70–10.77), every constant in them, total, in nats.</summary>
/// <param name="LogData">E[ln p(X | Z, μ, Λ)] (10.71).</param>
/// <param name="LogAssignments">E[ln p(Z | π)] (10.72).</param>
/// <param name="LogWeights">E[ln p(π)] (10.73).</param>
/// <param name="LogParameters">E[ln p(μ, Λ)] (10.74).</param>
/// <param name="LogAssignmentPosterior">E[ln q(Z)] (10.75).</param>
/// <param name="LogWeightPosterior">E[ln q(π)] (10.76).</param>
/// <param name="LogParameterPosterior">E[ln q(μ, Λ)] (10.77).</param>
public sealed record BoundTerms(
    double LogData, double LogAssignments, double LogWeights, double LogParameters,
    double LogAssignmentPosterior, double LogWeightPosterior, double LogParameterPosterior)
{
    /// <summary>Those of a fit that was interrupted before they were computed.</summary>
    internal static BoundTerms Unknown { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>The bound: the first four less the last three (10.70).</summary>
    public double Sum =>
        LogData + LogAssignments + LogWeights + LogParameters - LogAssignmentPosterior - LogWeightPosterior - LogParameterPosterior;
}
