using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Fitting;

/// <summary>Covariance structures by our names and mclust's.</summary>
internal static class CovarianceName
{
    public static CovarianceStructure Find(string name) => Find("--covariance", name);

    private static CovarianceStructure Find(string option, string name) => CovarianceStructure.Find(name)
        ?? Alias(name)
        ?? throw new InputException($"{option} is '{name}'. Known are {Known}.");

    /// <summary>Several, separated by commas, or all.</summary>
    /// <param name="option">What asks for them.</param>
    /// <param name="text">The names.</param>
    public static CovarianceStructure[] Among(string option, string text) =>
        text.Equals("all", StringComparison.OrdinalIgnoreCase) ? [.. CovarianceStructure.All]
        : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names ? [.. names.Select(name => Find(option, name)).Distinct()]
        : throw new InputException($"{option} names no structure. Known are {Known}.");

    /// <summary>All names, ours and mclust's.</summary>
    public static string Known => string.Join(", ", CovarianceStructure.All.Select(static one =>
        one.Name.Equals(one.MclustName, StringComparison.Ordinal) ? one.Name : $"{one.Name} ({one.MclustName})"));

    /// <summary>All names, one by one: what a shell may offer.</summary>
    public static string[] All { get; } = [.. CovarianceStructure.All.SelectMany(static one => (string[])[one.Name, one.MclustName]).Distinct(StringComparer.Ordinal)];

    // mclust's names where there is one feature, scikit-learn's short word
    private static CovarianceStructure? Alias(string name) => name.ToUpperInvariant() switch
    {
        "E" => CovarianceStructure.Tied,
        "V" => CovarianceStructure.Full,
        "DIAG" => CovarianceStructure.Diagonal,
        _ => null,
    };
}
