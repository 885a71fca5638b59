using System.Globalization;
using Mixtura.Bayesian;
using Mixtura.Families.Columns;
using Mixtura.Families.Contaminated;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Report;

/// <summary>How people read what kind of mixture it is.</summary>
internal static class KindName
{
    private const string Contaminated = "contaminated-gaussian";

    /// <summary>«Gaussian», «Student-t», «Poisson», «Variational Gaussian».</summary>
    public static string Of(Mixture model) => model is VariationalGaussianMixture ? "Variational Gaussian" : Of(model.Family);

    /// <summary>The same of the name in files.</summary>
    public static string Of(string family) => string.Equals(family, Contaminated, StringComparison.Ordinal) ? "Contaminated Gaussian" : char.ToUpperInvariant(family[0]) + family[1..];

    /// <summary>The same of a fit: structures of the classes' own are none of the model's.</summary>
    public static string StructureOf(Mixture model, IReadOnlyList<ClassModel>? ofClasses) =>
        ofClasses is { Count: > 0 } ? ", covariances of each class's own structure" : StructureOf(model);

    /// <summary>Parameters that a fit did not count, after a comma; nothing where there are none.</summary>
    public static string Uncounted(int parameters, bool areOfClasses) => parameters == 0 ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $", and {parameters:N0} {(areOfClasses ? "that the classes' structures save" : "fixed")}");

    /// <summary>What its covariances look like, after a comma; nothing where it has none.</summary>
    public static string StructureOf(Mixture model) => model.WithoutNoise switch
    {
        GaussianMixture gaussian => $", {gaussian.Covariance} covariances ({gaussian.Covariance.MclustName} in mclust)",
        VariationalGaussianMixture variational => $", {variational.Covariance} covariances",
        { Family: "student-t" } => $", {StudentTMixture.StructureOf(model)} scale matrices ({StudentTMixture.StructureOf(model).MclustName} in mclust's words)",
        _ when ColumnsMixture.StructureOf(model) is { } structure && string.Equals(ColumnsMixture.NumericFamily(model), "student-t", StringComparison.Ordinal) =>
            $", Student-t numbers with {structure} scale matrices ({structure.MclustName} in mclust's words)",
        { Family: Contaminated } => $", {ContaminatedMixture.StructureOf(model)} covariances of good rows ({ContaminatedMixture.StructureOf(model).MclustName} in mclust's words)",
        _ when ColumnsMixture.StructureOf(model) is { } structure && string.Equals(ColumnsMixture.NumericFamily(model), Contaminated, StringComparison.Ordinal) =>
            $", contaminated Gaussian numbers with {structure} covariances of good rows ({structure.MclustName} in mclust's words)",
        _ when ColumnsMixture.StructureOf(model) is { } structure => $", {structure} covariances of the numbers ({structure.MclustName} in mclust)",
        _ => string.Empty,
    };
}
