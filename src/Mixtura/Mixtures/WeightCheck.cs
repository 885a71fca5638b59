using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>Whether numbers can be the weights π of a mixture, whatever its kind.</summary>
internal static class WeightCheck
{
    private const double Tolerance = 1e-8;

    /// <summary>Looks at weights that come from a file or a caller.</summary>
    /// <exception cref="InputException">One is negative or not finite, or they do not sum to 1.</exception>
    public static void Run(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            if (!(weights[k] >= 0) || !double.IsFinite(weights[k]))
            {
                throw new InputException($"The weight of component {k} is {weights[k]}. Weights must be finite and at least 0.");
            }

            sum += weights[k];
        }

        if (Math.Abs(sum - 1) > Tolerance)
        {
            throw new InputException($"The weights sum to {sum}. They must sum to 1.");
        }
    }
}
