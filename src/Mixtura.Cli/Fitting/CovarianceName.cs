using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Fitting;

/// <summary>Covariance structures by our names and mclust's.</summary>
internal static class CovarianceName
{
    // Scrucca, Fop, Murphy and Raftery (2016), table 3
    private static readonly string[] OnlyInMclust = ["EII", "EEI", "VEI", "EVI", "VEE", "EVE", "VVE", "EEV", "VEV", "EVV", "E", "V"];

    public static CovarianceStructure Find(string name)
    {
        if (CovarianceStructure.Find(name) is { } structure)
        {
            return structure;
        }

        string known = string.Join(", ", CovarianceStructure.All.Select(static one => $"{one.Name} ({one.MclustName})"));
        throw new DataException(OnlyInMclust.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"--covariance '{name}': mclust's {name.ToUpperInvariant()} is not in this version. It has {known}."
            : $"--covariance is '{name}'. Known are {known}.");
    }
}
