using Mixtura.Gaussian;

namespace Mixtura.Selection;

/// <summary>Which structures hold all models of which others, told from mclust's letters: volume, shape, orientation.</summary>
internal static class StructureOrder
{
    /// <summary>Whether every model of the first is one of the second as well.</summary>
    public static bool IsNarrower(CovarianceStructure narrow, CovarianceStructure wide)
    {
        string a = narrow.MclustName;
        string b = wide.MclustName;
        return narrow != wide && Enumerable.Range(0, 3).All(i => Holds(a[i], b[i]));
    }

    // I is equal in all components, and E is a case of V
    private static bool Holds(char narrow, char wide) => narrow == wide || narrow == 'I' || (narrow == 'E' && wide == 'V');
}
