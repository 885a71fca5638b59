using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Gaussian;

/// <summary>The sentence for a degeneracy of a Gaussian mixture: what was found, and what helps.</summary>
internal static class GaussianDegeneracyText
{
    private const string Remedy = "Use fewer components, a simpler covariance structure or regularization.";

    /// <summary>The sentence.</summary>
    /// <param name="degeneracy">What is wrong.</param>
    /// <param name="model">The mixture that it is wrong with.</param>
    public static string Of(Degeneracy degeneracy, GaussianMixture model) => degeneracy.Kind switch
    {
        DegeneracyKind.Empty => $"Component {degeneracy.Component} holds no row at all. {Remedy}",
        DegeneracyKind.TooFewRows => TooFewRows(degeneracy, model),
        DegeneracyKind.Collapsed => Collapsed(degeneracy, model),
        DegeneracyKind.CollapsedOntoTies => CollapsedOntoTies(degeneracy, model),
        DegeneracyKind.Singular => $"The covariance of component {degeneracy.Component} is singular. {Remedy}",
        DegeneracyKind.NoFiniteBound => FormattableString.Invariant($"The lower bound of the next model is {degeneracy.Value}. {Remedy}"),
        _ => degeneracy.Remark ?? degeneracy.ToString(),
    };

    private static string TooFewRows(Degeneracy degeneracy, GaussianMixture model)
    {
        double needed = DegeneracyRules.RowsNeeded(model.Covariance, model.Features);
        return FormattableString.Invariant($"Component {degeneracy.Component} holds {degeneracy.Value:0.##} {(degeneracy.Value == 1 ? "row's" : "rows'")} worth of responsibility (equal rows counted once), too few for ")
            + FormattableString.Invariant($"{Article(model.Covariance.Name)} {model.Covariance.Name} {model.Features}×{model.Features} covariance ({needed} needed). {Remedy}");
    }

    private static string Collapsed(Degeneracy degeneracy, GaussianMixture model)
    {
        string direction = FeatureNames.Of(model.FeatureNames, degeneracy.Features[0]);
        return FormattableString.Invariant($"Component {degeneracy.Component} has collapsed: its standard deviation mostly along {direction} is {degeneracy.Value:0.#e+0} of the data's ")
            + FormattableString.Invariant($"({Covariances.WhitenedDeviation.SmallestRatio:0.#e+0} allowed). {Remedy}");
    }

    private static string CollapsedOntoTies(Degeneracy degeneracy, GaussianMixture model)
    {
        string direction = FeatureNames.Of(model.FeatureNames, degeneracy.Features[0]);
        return FormattableString.Invariant(
            $"Component {degeneracy.Component} has collapsed onto equal values: its standard deviation mostly along {direction} is {degeneracy.Value:0.#e+0} of what the rounding of the data alone leaves. {Remedy}");
    }

    /// <summary>an EVI, a VVI, an E…: mclust's names are spelled.</summary>
    public static string Article(string structure) => structure[0] is 'E' ? "an" : "a";
}
