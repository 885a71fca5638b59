using Mixtura.Families.Contaminated;
using Mixtura.Families.StudentT;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>The formats of the kinds of component beside the Gaussian: one line a kind.</summary>
internal static class ModelFormats
{
    private static readonly ModelFormat[] All =
    [
        new ScaleMixtureFormat("mixtura.student-t-mixture", static structure => StudentTMixture.Kind(structure), StudentTMixture.StructureOf),
        new ScaleMixtureFormat("mixtura.contaminated-gaussian-mixture", ContaminatedMixture.Kind, ContaminatedMixture.StructureOf),
        new VariationalFormat(),
        new ColumnsFormat(),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names => [ModelFile.Format, .. All.Select(static format => format.Name)];

    /// <summary>The format that a mixture is written in; one of its own for a kind that the library does not know.</summary>
    public static ModelFormat Of(Mixture model) =>
        Array.Find(All, format => format.Has(model.Family)) ?? new ArraysFormat(OwnName(model.Family), model.Family, null);

    /// <summary>The format with this name; null for that of Gaussian mixtures, or none.</summary>
    public static ModelFormat? Find(string? name, ComponentKind? kind) =>
        kind is not null && name is not null && string.Equals(name, OwnName(kind.Name), StringComparison.Ordinal)
            ? new ArraysFormat(name, kind.Name, kind)
            : Array.Find(All, format => string.Equals(format.Name, name, StringComparison.Ordinal));

    private static string OwnName(string family) => $"mixtura.{family}-mixture";
}
