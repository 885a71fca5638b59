namespace Mixtura.Families.Poisson;

/// <summary>θ = {πₖ, λₖⱼ} with what the E-step needs of it. Immutable.</summary>
public sealed class PoissonParameters
{
    // a feature with a rate from here on is computed by deviances, which keep the digits of large counts but take a logarithm each
    private const double LargeRate = 500;

    private readonly double[] weights;
    private readonly double[] rates;
    private readonly double[] logRates;
    private readonly double[] offsets;
    private readonly bool[] isLarge;

    /// <summary>Parameters that own these arrays from now on.</summary>
    /// <param name="weights">πₖ, K numbers that sum to 1.</param>
    /// <param name="rates">λₖⱼ, K×D, finite and at least 0.</param>
    public PoissonParameters(double[] weights, double[] rates)
    {
        this.weights = weights;
        this.rates = rates;
        Features = rates.Length / weights.Length;
        logRates = Array.ConvertAll(rates, Math.Log);
        isLarge = new bool[Features];
        for (int i = 0; i < rates.Length; i++)
        {
            isLarge[i % Features] |= rates[i] >= LargeRate;
        }

        offsets = new double[weights.Length];
        for (int k = 0; k < offsets.Length; k++)
        {
            offsets[k] = Math.Log(weights[k]) - SmallRates(k);
        }
    }

    /// <summary>K.</summary>
    public int Components => weights.Length;

    /// <summary>D.</summary>
    public int Features { get; }

    /// <summary>πₖ.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>λₖⱼ, K×D: the mean count of every feature. 0 is legitimate: the component has no row with a count there.</summary>
    public ReadOnlySpan<double> Rates => rates;

    /// <summary>log πₖ − Σⱼ λₖⱼ over the features that are not large: the log joint density of counts of 0 in them.</summary>
    public ReadOnlySpan<double> Offsets => offsets;

    /// <summary>Whether a feature is computed by deviances: one of its rates is large.</summary>
    public ReadOnlySpan<bool> IsLarge => isLarge;

    /// <summary>The rates of one component.</summary>
    public ReadOnlySpan<double> RatesOf(int component) => rates.AsSpan(component * Features, Features);

    /// <summary>Their logarithms; −∞ for a rate of 0.</summary>
    public ReadOnlySpan<double> LogRatesOf(int component) => logRates.AsSpan(component * Features, Features);

    private double SmallRates(int component)
    {
        double sum = 0;
        for (int j = 0; j < Features; j++)
        {
            sum += isLarge[j] ? 0 : rates[(component * Features) + j];
        }

        return sum;
    }
}
