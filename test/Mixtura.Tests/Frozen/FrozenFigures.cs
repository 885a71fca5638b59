using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mixtura.Bayesian;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Frozen;

/// <summary>What a fit came to: hashes of the bits, and two figures to see how far apart two fits are.</summary>
/// <param name="Model">Of weights, means and covariances.</param>
/// <param name="Trace">Of the bound of every iteration.</param>
/// <param name="Score">Of log-likelihood, entropy and doubt of the final model.</param>
/// <param name="Passes">The work, in passes over the data.</param>
/// <param name="Bound">The last bound, in nats.</param>
internal readonly record struct FrozenFigures(string Model, string Trace, string Score, double Passes, double Bound)
{
    public static FrozenFigures Of(GaussianMixtureFit fit) => Of(fit.Model, fit.Trace, fit.Score, fit.DataPasses, fit.LowerBound);

    /// <summary>Of a variational fit: the score is that of the plain mixture of the expected parameters.</summary>
    public static FrozenFigures Of(VariationalFit fit, IRowSource rows)
    {
        var plain = fit.Model.ToGaussianMixture();
        return Of(plain, fit.Trace, plain.Score(rows), fit.DataPasses, fit.LowerBound);
    }

    private static FrozenFigures Of(GaussianMixture model, IReadOnlyList<double> trace, MixtureScore score, double passes, double bound)
    {
        var covariances = Enumerable.Range(0, model.Components).SelectMany(k => model.CovarianceOf(k).Values.ToArray());
        return new(
            Hash([.. model.Weights.ToArray(), .. model.Means.Values.ToArray(), .. covariances]),
            Hash([.. trace]),
            Hash([score.LogLikelihood, score.Entropy, score.Doubt]),
            passes,
            bound);
    }

    public static FrozenFigures Parse(string text)
    {
        string[] parts = text.Split(' ');
        return new(parts[0], parts[1], parts[2], double.Parse(parts[3], CultureInfo.InvariantCulture), double.Parse(parts[4], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Model} {Trace} {Score} {Passes:R} {Bound:R}");

    /// <summary>What differs from the frozen figures, in words.</summary>
    public string DifferenceFrom(FrozenFigures frozen)
    {
        string[] parts =
        [
            .. Model == frozen.Model ? (string[])[] : ["model"],
            .. Trace == frozen.Trace ? (string[])[] : ["trace"],
            .. Score == frozen.Score ? (string[])[] : ["score"],
            .. Passes.Equals(frozen.Passes) ? (string[])[] : [string.Create(CultureInfo.InvariantCulture, $"passes (frozen {frozen.Passes:R}, now {Passes:R})")],
            string.Create(CultureInfo.InvariantCulture, $"bound frozen {frozen.Bound:R}, now {Bound:R}, higher by {Bound - frozen.Bound:0.##e+0}"),
        ];
        return string.Join(", ", parts);
    }

    private static string Hash(double[] numbers) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(numbers.AsSpan())))[..12];
}
