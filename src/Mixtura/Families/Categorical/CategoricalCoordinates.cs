namespace Mixtura.Families.Categorical;

/// <summary>Unconstrained coordinates of θ = {πₖ, pₖⱼₗ}: log πₖ, K numbers, then log pₖⱼₗ, K×ΣⱼLⱼ; whatever they are, what they stand for is divided by its sum.</summary>
/// <remarks>A probability of 0 has the logarithm of one that is as good as 0, and stays there: EM does not move it, so no leap does. One that is not 0 does not become so by a leap: EM could never take it back.</remarks>
internal static class CategoricalCoordinates
{
    private const double Least = 1e-300;

    // what a leap leaves of a probability at least
    private const double LeastLeft = 1e-100;

    /// <summary>K + K·ΣⱼLⱼ.</summary>
    public static int Length(CategoricalParameters model) => model.Components * (1 + model.Levels.Total);

    /// <summary>Writes the coordinates, all finite.</summary>
    public static void Write(CategoricalParameters model, Span<double> vector)
    {
        WriteLogarithms(model.Weights, vector);
        WriteLogarithms(model.Probabilities, vector[model.Components..]);
    }

    /// <summary>The complete data's information about them, per row: πₖ and πₖpₖⱼₗ.</summary>
    public static void WriteInformation(CategoricalParameters model, Span<double> information)
    {
        model.Weights.CopyTo(information);
        int total = model.Levels.Total;
        for (int i = 0; i < model.Probabilities.Length; i++)
        {
            information[model.Components + i] = model.Weights[i / total] * model.Probabilities[i];
        }
    }

    /// <summary>The parameters at these coordinates.</summary>
    public static CategoricalParameters Read(CategoricalParameters model, ReadOnlySpan<double> vector)
    {
        var weights = new double[model.Components];
        Share(model.Weights, vector[..weights.Length], weights);
        var probabilities = new double[model.Probabilities.Length];
        for (int k = 0, first = 0; k < weights.Length; k++)
        {
            for (int j = 0; j < model.Features; j++)
            {
                int count = model.Levels.Count(j);
                Share(model.Probabilities.Slice(first, count), vector.Slice(weights.Length + first, count), probabilities.AsSpan(first, count));
                first += count;
            }
        }

        return new CategoricalParameters(weights, probabilities, model.Levels);
    }

    private static void Share(ReadOnlySpan<double> before, ReadOnlySpan<double> logarithms, Span<double> shares)
    {
        double largest = double.NegativeInfinity;
        for (int i = 0; i < shares.Length; i++)
        {
            largest = before[i] > 0 ? Math.Max(largest, logarithms[i]) : largest;
        }

        double total = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = before[i] > 0 ? Math.Max(Math.Exp(logarithms[i] - largest), LeastLeft) : 0;
            total += shares[i];
        }

        foreach (ref double share in shares)
        {
            share /= total;
        }
    }

    private static void WriteLogarithms(ReadOnlySpan<double> values, Span<double> logarithms)
    {
        for (int i = 0; i < values.Length; i++)
        {
            logarithms[i] = Math.Log(Math.Max(values[i], Least));
        }
    }
}
