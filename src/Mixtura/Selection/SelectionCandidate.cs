using System.Globalization;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Selection;

/// <summary>One (K, kind of component) that was asked for, and what became of it.</summary>
/// <param name="Components">K.</param>
/// <param name="Kind">The kind of component, with its covariance structure where it has one.</param>
/// <param name="Fit">The fit; null where there is none.</param>
/// <param name="Why">Why there is none, or why it may not win; null if it is sound.</param>
/// <param name="HeldOutLogDensity">The log density of held-out rows, total over the folds, in nats; NaN unless it was asked for.</param>
public sealed record SelectionCandidate(
    int Components, ComponentKind Kind, MixtureFit? Fit, string? Why, double HeldOutLogDensity = double.NaN)
{
    /// <summary>The covariance structure; null where the kind has none.</summary>
    public CovarianceStructure? Covariance => Kind.StructureName is { } name ? CovarianceStructure.Find(name) : null;

    /// <summary>The mixture, where there is one and it is of Gaussians; else null.</summary>
    public GaussianMixture? Gaussian => Fit?.Model as GaussianMixture;

    /// <summary>Whether it may win.</summary>
    public bool IsSound => Fit is not null && Why is null;

    /// <summary>Why it ranks behind those that have converged with fewer parameters than rows; null if it does not, or has no sound fit.</summary>
    public string? Reservation => this switch
    {
        { IsSound: false } => null,
        { Fit.StopReason: StopReason.IterationLimit } when Parameters > Rows => $"{Unconverged}, and {Many}",
        { Fit.StopReason: StopReason.IterationLimit } => $"{Unconverged}.",
        _ when Parameters > Rows => $"{char.ToUpperInvariant(Many[0])}{Many[1..]}",
        _ => null,
    };

    private const string Unconverged = "It had not converged at the iteration limit";

    private int Parameters => Fit!.Model.ParameterCount;

    private long Rows => Fit!.WeightedRows;

    private string Many => string.Create(CultureInfo.InvariantCulture, $"it has more parameters, {Parameters}, than there are rows, {Rows}.");

    /// <summary>The criterion's value; NaN where there is no fit.</summary>
    public double Value(Criterion criterion) => Fit is null ? double.NaN : criterion switch
    {
        Criterion.Bic => Fit.Criteria.Bic,
        Criterion.Aic => Fit.Criteria.Aic,
        Criterion.Icl => Fit.Criteria.Icl,
        Criterion.LowerBound => Fit.LowerBound,
        Criterion.CrossValidation => HeldOutLogDensity,
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion."),
    };

    /// <summary>The criterion's value turned so that smaller is better.</summary>
    internal double Loss(Criterion criterion)
    {
        double value = Value(criterion);
        return criterion is Criterion.LowerBound or Criterion.CrossValidation ? -value : value;
    }
}
