using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Mixtures;

namespace Mixtura.Families.Contaminated;

/// <summary>Mixtures of contaminated Gaussian distributions (Punzo and McNicholas 2016): components with good rows, and bad ones that are spread more widely about the same mean, which every row is told to be or not.</summary>
/// <remarks>fₖ(x) = αₖ N(x; μₖ, Σₖ) + (1−αₖ) N(x; μₖ, ηₖΣₖ) with αₖ in [½, 1], the share of good rows, and ηₖ ≥ 1, the inflation. Parameters by name (<see cref="Mixture.ParameterArrays"/>): <c>weights</c> K, <c>means</c> K×D,
/// <c>covariances</c> K×D×D (or <c>variances</c> K×D) of the good rows, <c>goodShares</c> K, <c>inflations</c> K. A component's covariance over all its rows is (α + (1−α)η)·Σ.</remarks>
/// <example>
/// <code>
/// var fit = ContaminatedMixture.Kind().Fit(rows, components: 2);
/// double[] good = fit.Model.GoodProbability(rows);
/// </code>
/// </example>
public static class ContaminatedMixture
{
    /// <summary>The kind of component.</summary>
    /// <param name="structure">What the covariances of good rows have in common; null for <see cref="CovarianceStructure.Full"/>.</param>
    public static ComponentKind Kind(CovarianceStructure? structure = null) => new ContaminatedKind(structure ?? CovarianceStructure.Full);

    /// <summary>What the covariances of a mixture have in common.</summary>
    /// <param name="mixture">A mixture of this kind.</param>
    /// <exception cref="ArgumentException">It is of another kind.</exception>
    public static CovarianceStructure StructureOf(Mixture mixture) => mixture?.WithoutNoise is Mixture<ContaminatedParameters, ContaminatedStatistics> { Model: var model }
        ? model.Gaussians.Structure
        : throw new ArgumentException("The mixture is of another kind. Give one of contaminated Gaussian distributions.", nameof(mixture));

    private sealed class ContaminatedKind(CovarianceStructure structure) : ScaleMixtureKind<ContaminatedParameters, ContaminatedStatistics>("contaminated-gaussian", structure)
    {
        internal override bool IsNarrowerThan(ComponentKind other) => other is ContaminatedKind wide && Structure.IsNarrowerThan(wide.Structure);

        protected override ScaleMixtureFamily<ContaminatedParameters, ContaminatedStatistics> Unguarded() => new ContaminatedFamily(Structure);

        protected override ScaleMixtureFamily<ContaminatedParameters, ContaminatedStatistics> FamilyOf(
            DegeneracyRules? rules, ContaminatedParameters? start, HeldParts? held, double[] mean, bool isPart) => new ContaminatedFamily(Structure, rules, held: held) { Centre = mean };
    }
}
