using Mixtura.Mixtures;

namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>Locations and scale matrices put together from those of others.</summary>
internal static class ScaleMixtureParts
{
    /// <summary>Those of the components of others; scale matrices as near to the structure as can be.</summary>
    public static GaussianParameters Compose<TModel>(IReadOnlyList<ComponentOf<TModel>> parts, CovarianceStructure structure)
        where TModel : ScaleMixtureParameters
    {
        ArgumentNullException.ThrowIfNull(parts);
        int d = parts[0].Model.Gaussians.Features;
        int length = structure.FormLength(d);
        var weights = new double[parts.Count];
        var locations = new double[parts.Count * d];
        var forms = new double[parts.Count * length];
        for (int k = 0; k < parts.Count; k++)
        {
            var (model, component, weight) = parts[k];
            weights[k] = weight;
            model.Gaussians.Mean(component).CopyTo(locations.AsSpan(k * d));
            WriteForm(model.Gaussians, component, structure, forms.AsSpan(k * length, length));
        }

        var composed = GaussianParameters.FromForms(structure, d, weights, locations, forms);
        SetCounts(parts[0].Model.Gaussians.Counts, composed);
        return composed;
    }

    /// <summary>The distribution of some of the features. The structure is the same where a part of it has that too, else diagonal or full.</summary>
    public static GaussianParameters Marginal(GaussianParameters model, ReadOnlySpan<int> features) => new GaussianMixture(model, []).Marginal(features).Parameters;

    private static void WriteForm(GaussianParameters model, int component, CovarianceStructure structure, Span<double> form)
    {
        if (structure.HasCorrelations)
        {
            model.Structure.WriteCovariance(model, component, form);
        }
        else
        {
            model.Structure.Storage.WriteVariances(model, component, form);
        }
    }

    // rows by weight, so that a component that starves is still seen to
    private static void SetCounts(double[] known, GaussianParameters composed)
    {
        double rows = known.Sum();
        for (int k = 0; known.Length > 0 && k < composed.Components; k++)
        {
            composed.KeepCounts()[k] = rows * composed.Weights[k];
        }
    }
}
