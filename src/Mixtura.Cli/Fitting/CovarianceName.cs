using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Fitting;

/// <summary>Covariance structures by our names and mclust's.</summary>
internal static class CovarianceName
{
    public static CovarianceStructure Find(string name) => CovarianceStructure.Find(name)
        ?? Alias(name)
        ?? throw new InputException($"--covariance is '{name}'. Known are {Known}.");

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
