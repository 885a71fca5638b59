namespace Mixtura.Data;

/// <summary>How messages name a feature.</summary>
internal static class FeatureNames
{
    /// <summary>«feature 'waiting'», or «feature 1» (counted from 0) where features have no names.</summary>
    public static string Of(IReadOnlyList<string> names, int feature) =>
        feature < names.Count ? $"feature '{names[feature]}'" : $"feature {feature}";
}
