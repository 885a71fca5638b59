namespace Mixtura.Selection;

/// <summary>What candidates are ranked by.</summary>
public enum Criterion
{
    /// <summary>−2 log L + p log n, smaller is better.</summary>
    Bic,

    /// <summary>−2 log L + 2p, smaller is better.</summary>
    Aic,

    /// <summary>BIC plus twice the entropy of the responsibilities, smaller is better.</summary>
    Icl,

    /// <summary>The lower bound itself, larger is better; for maximum likelihood it never falls as components are added.</summary>
    LowerBound,

    /// <summary>The log density of rows that were held out, over all folds, larger is better.</summary>
    CrossValidation,
}
