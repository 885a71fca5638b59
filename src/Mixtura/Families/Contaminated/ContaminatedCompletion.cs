using Mixtura.Gaussian.Missing;
using Mixtura.Numerics;

namespace Mixtura.Families.Contaminated;

/// <summary>Conditional distributions of contaminated components: those of the Gaussians Σ and ηΣ, in the shares v and 1 − v that the observed values leave to them.</summary>
internal sealed class ContaminatedCompletion(ContaminatedParameters parameters) : GaussianCompletion(parameters.Gaussians)
{
    /// <inheritdoc/>
    protected override double VarianceOf(int component, double spread, int observed, double distance)
    {
        var part = PartOf(component, observed);
        return spread * (part.GoodProbability(distance) + (part.Beside(distance) * parameters.Inflations[component]));
    }

    /// <inheritdoc/>
    protected override double DrawStretch(int component, int observed, double distance, RandomSource random) =>
        random.NextUniform() < PartOf(component, observed).GoodProbability(distance) ? 1 : Math.Sqrt(parameters.Inflations[component]);

    private GoodAndBad PartOf(int component, int observed) => new(0, parameters.GoodShares[component], parameters.Inflations[component], observed);
}
