using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Mixtures;

namespace Mixtura.Families.Contaminated;

/// <summary>The parameters by name, and back to the bit: <c>weights</c> K, <c>means</c> K×D, <c>covariances</c> K×D×D or, without correlations, <c>variances</c> K×D, of good rows; <c>goodShares</c> K, <c>inflations</c> K.</summary>
internal static class ContaminatedDescription
{
    private const string GoodShares = "goodShares";
    private const string Inflations = "inflations";

    private static readonly ScaleMixtureArrays Arrays = new("means", "covariances", ("mean", "covariance"), ("contaminated Gaussian mixture", $", {GoodShares} and {Inflations}"));

    /// <summary>The parameters of a model.</summary>
    public static IReadOnlyList<ParameterArray> Of(ContaminatedParameters model) =>
        [.. Arrays.Of(model.Gaussians), new(GoodShares, model.GoodShares, model.Components), new(Inflations, model.Inflations, model.Components)];

    /// <summary>The model of these parameters.</summary>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public static ContaminatedParameters Read(IReadOnlyDictionary<string, ParameterArray> parameters, CovarianceStructure structure)
    {
        var gaussians = Arrays.Read(parameters, structure);
        var shares = Arrays.Numbers(parameters, GoodShares, gaussians.Components);
        var inflations = Arrays.Numbers(parameters, Inflations, gaussians.Components);
        for (int k = 0; k < shares.Length; k++)
        {
            if (!(shares[k] is >= 0.5 and <= 1))
            {
                throw new InputException($"The share of good rows of component {k} is {shares[k]}. Give a number from 0.5 to 1.");
            }

            if (!(inflations[k] >= 1) || !double.IsFinite(inflations[k]))
            {
                throw new InputException($"The inflation of component {k} is {inflations[k]}. Give a finite number of 1 or more.");
            }
        }

        return ContaminatedParameters.Of(gaussians, shares, inflations);
    }
}
