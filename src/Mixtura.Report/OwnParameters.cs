using Mixtura.Mixtures;

namespace Mixtura.Report;

/// <summary>What a component has one of beside its weight: degrees of freedom, the share of its good rows.</summary>
internal static class OwnParameters
{
    /// <summary>The arrays of them, a number a component.</summary>
    public static ParameterArray[] Of(Mixture model) =>
        [.. model.ParameterArrays.Where(array => array.Shape.Count == 1 && array.Values.Count == model.Components && !string.Equals(array.Name, "weights", StringComparison.Ordinal))];

    /// <summary><c>degreesOfFreedom</c> as words; of inflations a component has one.</summary>
    public static string NameOf(ParameterArray array) =>
        string.Concat(array.Name.TrimEnd('s').Select(static letter => char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));
}
