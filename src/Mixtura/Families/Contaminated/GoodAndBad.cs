using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.Contaminated;

/// <summary>The density of a component, good rows and bad ones together, from the squared distance δ of the o features that are observed.</summary>
/// <remarks>With N(x; μ, Σ) = h·e^(−δ/2) a row is bad rather than good by the odds (1−α)/α · η^(−o/2) · e^(δ(1−1/η)/2): the log density is log h + log α − δ/2 + log(1 + odds), summed from the larger of the two
/// parts, as that of a row far out has −δ/(2η) where −δ/2 would leave no digits.</remarks>
internal readonly struct GoodAndBad : IPartialRow
{
    /// <param name="height">log π + log h.</param>
    /// <param name="goodShare">α.</param>
    /// <param name="inflation">η.</param>
    /// <param name="observed">o.</param>
    public GoodAndBad(double height, double goodShare, double inflation, int observed)
    {
        Inflation = inflation;
        Height = height + Math.Log(goodShare);
        HasBad = goodShare < 1;
        LogOdds = HasBad ? Math.Log((1 - goodShare) / goodShare) - (0.5 * observed * Math.Log(inflation)) : double.NegativeInfinity;
        Rise = HasBad ? (inflation - 1) / inflation : 0;
    }

    /// <summary>The log joint density of good rows at the location.</summary>
    public double Height { get; }

    /// <summary>That of bad rows.</summary>
    public double BadHeight => Height + LogOdds;

    /// <summary>Whether there are bad rows: α below 1.</summary>
    public bool HasBad { get; }

    /// <summary>The logarithm of the odds at the location.</summary>
    public double LogOdds { get; }

    /// <summary>1 − 1/η, by half of which the logarithm of the odds rises with δ.</summary>
    public double Rise { get; }

    /// <summary>η.</summary>
    public double Inflation { get; }

    /// <inheritdoc/>
    public double LogJoint(double distance)
    {
        double odds = LogOddsAt(distance);
        double larger = odds > 0 ? BadHeight - (0.5 * distance / Inflation) : Height - (0.5 * distance);
        return larger + Log1p.Of(Math.Exp(-Math.Abs(odds)));
    }

    /// <summary>u = v + (1 − v)/η.</summary>
    public double Precision(double distance) => GoodProbability(distance) + (Beside(distance) / Inflation);

    /// <summary>v, the probability that a row of the component is good.</summary>
    public double GoodProbability(double distance) => Logistic(-LogOddsAt(distance));

    /// <summary>1 − v, the probability that a row of the component is bad.</summary>
    public double Beside(double distance) => Logistic(LogOddsAt(distance));

    private double LogOddsAt(double distance) => HasBad ? LogOdds + (0.5 * Rise * distance) : double.NegativeInfinity;

    private static double Logistic(double logOdds) => logOdds > 0 ? 1 / (1 + Math.Exp(-logOdds)) : Math.Exp(logOdds) / (1 + Math.Exp(logOdds));
}
