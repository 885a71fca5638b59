using System.Text.Json;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>Mixtures of Student-t distributions: the arrays, and what the scale matrices have in common.</summary>
internal sealed class StudentTFormat() : ArraysFormat("mixtura.student-t-mixture", StudentTMixture.Kind().Name, null)
{
    private const string Structure = "covarianceStructure";

    /// <inheritdoc/>
    public override void Write(Mixture model, Utf8JsonWriter writer)
    {
        writer.WriteString(Structure, StudentTMixture.StructureOf(model).Name);
        base.Write(model, writer);
    }

    /// <inheritdoc/>
    protected override ComponentKind? KindOf(JsonElement root, string file)
    {
        if (!root.TryGetProperty(Structure, out var name))
        {
            return StudentTMixture.Kind();
        }

        var structure = CovarianceStructure.Find(name.ToString())
            ?? throw DocumentForm.NoModel($"{file}: the covariance structure is '{name}'. Known are {string.Join(", ", CovarianceStructure.All)}.");
        return StudentTMixture.Kind(structure);
    }
}
