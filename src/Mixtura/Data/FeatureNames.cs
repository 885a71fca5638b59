using System.Globalization;

namespace Mixtura.Data;

/// <summary>How messages name a feature.</summary>
internal static class FeatureNames
{
    /// <summary>«feature 'waiting'», or «feature 1» (counted from 0) where features have no names.</summary>
    public static string Of(IReadOnlyList<string> names, int feature) =>
        feature < names.Count ? $"feature '{names[feature]}'" : $"feature {feature}";

    /// <summary>The same at the beginning of a sentence.</summary>
    public static string Capitalized(IReadOnlyList<string> names, int feature) => "F" + Of(names, feature)[1..];

    /// <summary>«'waiting'», or «feature 1».</summary>
    public static string Quoted(IReadOnlyList<string> names, int feature) =>
        feature < names.Count ? $"'{names[feature]}'" : $"feature {feature}";

    /// <summary>What a reader of columns takes for it: its name, or its number counted from 1.</summary>
    public static string Argument(IReadOnlyList<string> names, int feature) =>
        feature < names.Count ? names[feature] : (feature + 1).ToString(CultureInfo.InvariantCulture);
}
