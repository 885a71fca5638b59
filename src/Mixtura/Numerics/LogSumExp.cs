namespace Mixtura.Numerics;

/// <summary>log Σₖ exp aₖ without underflow, and the shares exp aₖ / Σ exp a.</summary>
internal static class LogSumExp
{
    private const double Negligible = 46;

    /// <summary>Turns log joint densities into weighted responsibilities, in place (eqs. 4, 6).</summary>
    /// <param name="joint">aᵢₖ = log p(xᵢ, tᵢₖ = 1), K runs of rows; becomes wᵢ·exp(aᵢₖ − log p(xᵢ)).</param>
    /// <param name="components">K.</param>
    /// <param name="stride">The distance of two runs.</param>
    /// <param name="weights">wᵢ, one a row.</param>
    /// <param name="logDensity">Receives log p(xᵢ) = log Σₖ exp aᵢₖ.</param>
    /// <returns>Σᵢ wᵢ log p(xᵢ); rows of weight 0 add nothing whatever their density.</returns>
    public static double Normalize(Span<double> joint, int components, int stride, ReadOnlySpan<double> weights, Span<double> logDensity)
    {
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double largest = double.NegativeInfinity;
            for (int k = 0; k < components; k++)
            {
                largest = Math.Max(largest, joint[(k * stride) + i]);
            }

            double sum = 0;
            for (int k = 0; k < components; k++)
            {
                double below = joint[(k * stride) + i] - largest;
                double share = below >= -Negligible ? Math.Exp(below) : 0;
                joint[(k * stride) + i] = share;
                sum += share;
            }

            double scale = weights[i] == 0 ? 0 : weights[i] / sum;
            for (int k = 0; k < components; k++)
            {
                joint[(k * stride) + i] *= scale;
            }

            logDensity[i] = largest + Math.Log(sum);
            total += weights[i] == 0 ? 0 : weights[i] * logDensity[i];
        }

        return total;
    }
}
