using Mixtura.Mixtures;


namespace Mixtura.Gaussian;

/// <summary>A prior that keeps covariances from collapsing, so that a mixture of any number of components can be fitted: the posterior mode instead of
/// maximum likelihood.</summary>
/// <remarks>Both are data-driven and equivariant: the same fit in any units. The bound then is log p(X|θ) + log p(θ), the latter up to a constant.</remarks>
public abstract class CovariancePrior
{
    private protected CovariancePrior(string name) => Name = name;

    /// <summary>One row's worth of the data's variances shared out, Σₖ = (Wₖ + Λ) / (Nₖ + 1) with Λ = diag(variances) / K^(2/D): the mildest that
    /// makes any K fit.</summary>
    public static CovariancePrior Conjugate { get; } = new ConjugatePrior();

    /// <summary>That of Fraley and Raftery (2007), mclust's <c>priorControl()</c>: means N(data mean, Σ/0.01), covariances inverse Wishart with D + 2 degrees
    /// of freedom and scale var(x) / K^(2/D) (its mean diagonal for diagonal and spherical covariances).</summary>
    public static CovariancePrior FraleyRaftery { get; } = new FraleyRafteryPrior();

    /// <summary>All priors.</summary>
    public static IReadOnlyList<CovariancePrior> All { get; } = [Conjugate, FraleyRaftery];

    /// <summary>The name in files and on the command line: <c>conjugate</c> or <c>fraley-raftery</c>.</summary>
    public string Name { get; }

    /// <summary>The prior with this name, in any case; null if there is none.</summary>
    public static CovariancePrior? Find(string name) =>
        All.FirstOrDefault(prior => string.Equals(prior.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The prior for these data.</summary>
    internal abstract GaussianPrior For(DataSummary summary, CovarianceStructure structure, int components);

    private sealed class ConjugatePrior() : CovariancePrior("conjugate")
    {
        private const double PseudoRows = 1;

        internal override GaussianPrior For(DataSummary summary, CovarianceStructure structure, int components)
        {
            int d = summary.Columns;
            double share = PseudoRows * Math.Pow(components, -2.0 / d);
            return new GaussianPrior(0, summary.Mean.ToArray(), Array.ConvertAll(summary.Variances.ToArray(), variance => variance * share), PseudoRows);
        }
    }

    private sealed class FraleyRafteryPrior() : CovariancePrior("fraley-raftery")
    {
        private const double Shrinkage = 0.01;

        internal override GaussianPrior For(DataSummary summary, CovarianceStructure structure, int components)
        {
            int d = summary.Columns;
            double unbiased = summary.TotalWeight / Math.Max(summary.TotalWeight - 1, 0.5);
            double share = unbiased * Math.Pow(components, -2.0 / d);
            double mean = summary.Variances.ToArray().Average(static variance => variance) * share;
            var scatter = structure.NeedsIndependentFeatures
                ? [.. summary.Covariance.Values.ToArray().Select(value => value * share)]
                : Enumerable.Repeat(structure == CovarianceStructure.Spherical ? mean / d : mean, d).ToArray();
            return new GaussianPrior(Shrinkage, summary.Mean.ToArray(), scatter, Rows(structure, components, d));
        }

        // what the densities' powers of |Σ| add to the divisor: d.o.f. + D + 1 of the covariance's, 1 of each mean's
        private static double Rows(CovarianceStructure structure, int components, int d)
        {
            double freedom = d + 2;
            return structure == CovarianceStructure.Diagonal ? freedom + 3
                : structure == CovarianceStructure.Spherical ? (freedom + d + 2) / d
                : freedom + d + 1 + (structure.IsShared ? components : 1);
        }
    }

}
