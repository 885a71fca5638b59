using System.Text.Json;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>Mixtures of scale mixtures of Gaussians: the arrays, and what the scale matrices have in common.</summary>
/// <param name="name">The format's name in the file.</param>
/// <param name="kindOf">The kind of a structure; of null the usual one.</param>
/// <param name="structureOf">The structure of a mixture.</param>
internal sealed class ScaleMixtureFormat(string name, Func<CovarianceStructure?, ComponentKind> kindOf, Func<Mixture, CovarianceStructure> structureOf) : ArraysFormat(name, kindOf(null).Name, null)
{
    private const string Structure = "covarianceStructure";

    /// <inheritdoc/>
    public override void Write(Mixture model, Utf8JsonWriter writer)
    {
        writer.WriteString(Structure, structureOf(model).Name);
        base.Write(model, writer);
    }

    /// <inheritdoc/>
    protected override ComponentKind? KindOf(JsonElement root, string file)
    {
        if (!root.TryGetProperty(Structure, out var structure))
        {
            return kindOf(null);
        }

        return kindOf(CovarianceStructure.Find(structure.ToString())
            ?? throw DocumentForm.NoModel($"{file}: the covariance structure is '{structure}'. Known are {string.Join(", ", CovarianceStructure.All)}."));
    }
}
