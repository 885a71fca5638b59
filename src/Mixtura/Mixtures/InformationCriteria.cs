namespace Mixtura.Mixtures;

/// <summary>Criteria that weigh the fit against the number of parameters; smaller is better in all (mclust prints the negatives of BIC and ICL).</summary>
/// <param name="Aic">−2 log L + 2p (Akaike 1974).</param>
/// <param name="Bic">−2 log L + p log n (Schwarz 1978).</param>
/// <param name="Icl">BIC − 2 Σᵢ Σₖ rᵢₖ log rᵢₖ, the entropy form (Biernacki, Celeux and Govaert 2000).</param>
public readonly record struct InformationCriteria(double Aic, double Bic, double Icl)
{
    /// <summary>Those of a model whose parameters are not at a maximum of the likelihood: NaN.</summary>
    internal static InformationCriteria None { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>The criteria of a fit.</summary>
    /// <param name="logLikelihood">log L, total, in nats.</param>
    /// <param name="parameters">The number of free parameters p.</param>
    /// <param name="totalWeight">n = Σᵢ wᵢ, the number of rows where they are unweighted.</param>
    /// <param name="entropy">−Σᵢ wᵢ Σₖ rᵢₖ log rᵢₖ, in nats.</param>
    public static InformationCriteria Of(double logLikelihood, int parameters, double totalWeight, double entropy)
    {
        double bic = (-2 * logLikelihood) + (parameters * Math.Log(totalWeight));
        return new InformationCriteria((-2 * logLikelihood) + (2 * parameters), bic, bic + (2 * entropy));
    }

    /// <summary>All three, with a full stop for the decimal sign everywhere.</summary>
    public override string ToString() => FormattableString.Invariant($"AIC {Aic:F3}, BIC {Bic:F3}, ICL {Icl:F3}");
}
