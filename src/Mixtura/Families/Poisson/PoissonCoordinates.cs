namespace Mixtura.Families.Poisson;

/// <summary>Unconstrained coordinates of θ = {πₖ, λₖⱼ}: log πₖ, K numbers, then log λₖⱼ, K×D.</summary>
/// <remarks>A number of 0 has the logarithm of one that is as good as 0, and stays there: EM does not move it, so no leap does.</remarks>
internal static class PoissonCoordinates
{
    private const double Least = 1e-300;

    // what is below was 0 before
    private const double Zero = 1e-290;

    // e^700 is still a number; a rate that large describes nothing, and the leap to it is refused
    private const double Most = 700;

    /// <summary>K + K·D.</summary>
    public static int Length(PoissonParameters model) => model.Components * (1 + model.Features);

    /// <summary>Writes the coordinates, all finite.</summary>
    public static void Write(PoissonParameters model, Span<double> vector)
    {
        WriteLogarithms(model.Weights, vector);
        WriteLogarithms(model.Rates, vector[model.Components..]);
    }

    /// <summary>The complete data's information about them, per row: πₖ and πₖλₖⱼ.</summary>
    public static void WriteInformation(PoissonParameters model, Span<double> information)
    {
        model.Weights.CopyTo(information);
        for (int i = 0; i < model.Rates.Length; i++)
        {
            information[model.Components + i] = model.Weights[i / model.Features] * model.Rates[i];
        }
    }

    /// <summary>The parameters at these coordinates, whatever they are.</summary>
    public static PoissonParameters Read(int components, ReadOnlySpan<double> vector)
    {
        var weights = vector[..components].ToArray();
        double largest = weights.Max();
        double total = 0;
        foreach (ref double weight in weights.AsSpan())
        {
            weight = OrZero(Math.Exp(weight - largest));
            total += weight;
        }

        foreach (ref double weight in weights.AsSpan())
        {
            weight /= total;
        }

        var rates = vector[components..].ToArray();
        return new PoissonParameters(weights, Array.ConvertAll(rates, static rate => OrZero(Math.Exp(Math.Min(rate, Most)))));
    }

    private static void WriteLogarithms(ReadOnlySpan<double> values, Span<double> logarithms)
    {
        for (int i = 0; i < values.Length; i++)
        {
            logarithms[i] = Math.Log(Math.Max(values[i], Least));
        }
    }

    private static double OrZero(double value) => value < Zero ? 0 : value;
}
