using System.Globalization;

namespace Mixtura.ML.Scoring;

/// <summary>The names of columns that lead to the score and are dropped at the end.</summary>
internal static class HiddenColumn
{
    public const string Features = "mixtura.features";
    public const string One = "mixtura.one";
    public const string Model = "mixtura.model";
    public const string Component = "mixtura.component";
    public const string LogDensity = "mixtura.density";
    public const string Surprise = "mixtura.surprise";
    public const string IsRare = "mixtura.rare";

    // parts of a vector of K numbers, one for each power of two
    public const string ScorePart = "mixtura.score";
    public const string DistancePart = "mixtura.distance";

    public static string PartOf(string name, int power) => name + power.ToString(CultureInfo.InvariantCulture);

    /// <summary>All of them.</summary>
    public static string[] Names { get; } =
    [
        Features, One, Model, Component, LogDensity, Surprise, IsRare,
        .. Enumerable.Range(0, BinaryParts.Powers).SelectMany(static power => new[] { PartOf(ScorePart, power), PartOf(DistancePart, power) }),
    ];
}
