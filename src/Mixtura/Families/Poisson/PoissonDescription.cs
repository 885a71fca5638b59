using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Families.Poisson;

/// <summary>The parameters by name, and back to the bit: <c>weights</c> K, <c>rates</c> K×D.</summary>
internal static class PoissonDescription
{
    private const string Weights = "weights";
    private const string Rates = "rates";

    /// <summary>The parameters of a model.</summary>
    public static IReadOnlyList<ParameterArray> Of(PoissonParameters model) =>
    [
        new(Weights, model.Weights.ToArray(), model.Components),
        new(Rates, model.Rates.ToArray(), model.Components, model.Features),
    ];

    /// <summary>The model of these parameters.</summary>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public static PoissonParameters Read(IReadOnlyDictionary<string, ParameterArray> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var weights = Named(parameters, Weights);
        var rates = Named(parameters, Rates);
        if (weights.Shape.Count != 1 || weights.Values.Count == 0)
        {
            throw new InputException($"'{Weights}' is {ShapeOf(weights)} where K numbers are needed, one a component. Give at least one.");
        }

        if (rates.Shape.Count != 2 || rates.Shape[0] != weights.Values.Count || rates.Values.Count == 0)
        {
            throw new InputException($"'{Rates}' is {ShapeOf(rates)} where {weights.Values.Count}×D is needed. Give D rates for each of the {weights.Values.Count} components that have a weight.");
        }

        WeightCheck.Run([.. weights.Values]);
        CheckRates(rates);
        return new PoissonParameters([.. weights.Values], [.. rates.Values]);
    }

    private static ParameterArray Named(IReadOnlyDictionary<string, ParameterArray> parameters, string name) => parameters.TryGetValue(name, out var array)
        ? array
        : throw new InputException($"'{name}' is missing among {(parameters.Count == 0 ? "no parameters" : string.Join(", ", parameters.Keys))}. A Poisson mixture has {Weights} and {Rates}.");

    private static string ShapeOf(ParameterArray array) => array.Shape.Count == 0 ? "one number" : string.Join('×', array.Shape);

    private static void CheckRates(ParameterArray rates)
    {
        int features = rates.Shape[1];
        for (int i = 0; i < rates.Values.Count; i++)
        {
            if (!(rates.Values[i] >= 0) || !double.IsFinite(rates.Values[i]))
            {
                throw new InputException($"The rate of component {i / features} is {rates.Values[i]} in feature {i % features}. Rates are mean counts: finite and at least 0.");
            }
        }
    }
}
