using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures;

/// <summary>The sentence for a degeneracy of a mixture of any kind: what was found, and what helps.</summary>
internal static class DegeneracyText
{
    private const string Remedy = "Use fewer components.";

    /// <summary>The sentence.</summary>
    /// <param name="degeneracy">What is wrong.</param>
    /// <param name="model">The mixture that it is wrong with.</param>
    public static string Of(Degeneracy degeneracy, Mixture model) => degeneracy.Kind switch
    {
        DegeneracyKind.Empty => $"Component {degeneracy.Component} holds no row at all. {Remedy}",
        DegeneracyKind.TooFewRows => FormattableString.Invariant($"Component {degeneracy.Component} holds {degeneracy.Value:0.##} {(Math.Round(degeneracy.Value, 2) == 1 ? "row's" : "rows'")} worth of responsibility, too few for its parameters. {Remedy}"),
        DegeneracyKind.Collapsed or DegeneracyKind.CollapsedOntoTies => $"Component {degeneracy.Component} has collapsed{Along(degeneracy, model)}. {Remedy}",
        DegeneracyKind.Singular => $"Component {degeneracy.Component} is singular{Along(degeneracy, model)}. {Remedy}",
        DegeneracyKind.NoFiniteBound => FormattableString.Invariant($"The lower bound of the next model is {degeneracy.Value}. {Remedy}"),
        _ => degeneracy.Remark ?? degeneracy.ToString(),
    };

    private static string Along(Degeneracy degeneracy, Mixture model) =>
        degeneracy.Features.Count > 0 ? $" mostly along {FeatureNames.Of(model.FeatureNames, degeneracy.Features[0])}" : string.Empty;
}
