using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>What mclust's ten structures between the plain ones share: an M-step from the scatters Wₖ, run to its optimum; the rest follows from it.</summary>
internal abstract class StructuredCovariance(string name, CovarianceStorage storage) : CovarianceStructure(name, name, storage)
{
    // covariances this near to the structure are taken as they are, to the last bit
    private const double Near = 1e-9;

    /// <summary>The covariances of the structure that maximize −½ Σₖ [nₖ log|Σₖ| + tr(WₖΣₖ⁻¹)], from where the current ones are.</summary>
    /// <param name="scatters">Wₖ and nₖ.</param>
    /// <param name="current">The current covariances: an iterative M-step that starts from them cannot end below.</param>
    /// <param name="covariances">Receives the new ones.</param>
    protected abstract void Fit(ScatterSet scatters, double[] current, double[] covariances);

    internal override void Maximize(GaussianMoments moments, ReadOnlySpan<double> shifts, double regularization, GaussianParameters next) =>
        Fit(ScatterSet.Of(moments, regularization, Storage), moments.Current.Covariances, next.Covariances);

    internal override bool HasGradient => false;

    internal override void Gradient(GaussianParameters current, GaussianMoments moments, FactorChart chart, Span<double> gradient) => gradient.Clear();

    internal override void Restore(double[] weights, double[] covariances, int features)
    {
        double[] moved = [.. covariances];
        Fit(ScatterSet.Of(weights, moved, features, Storage, isArbitrary: false), moved, covariances);
    }

    internal override void Project(ReadOnlySpan<double> weights, ReadOnlySpan<double> forms, GaussianParameters destination)
    {
        int d = destination.Features;
        var kept = destination.Covariances;
        int length = Storage.FormLength(d);
        for (int k = 0; k < weights.Length; k++)
        {
            Keep(forms.Slice(k * length, length), kept.AsSpan(k * Storage.Length(1, d)));
        }

        double[] asGiven = [.. kept];
        Fit(ScatterSet.Of(weights, asGiven, d, Storage, isArbitrary: true), asGiven, kept);
        if (IsNear(asGiven, kept))
        {
            asGiven.CopyTo(kept, 0);
        }
    }

    /// <summary>λₖ = |Σₖ|^(1/D) of every current covariance; NaN where it has none.</summary>
    protected double[] CurrentVolumes(double[] covariances, int d)
    {
        int length = Storage.Length(1, d);
        var factor = new double[length];
        var volumes = new double[covariances.Length / length];
        for (int k = 0; k < volumes.Length; k++)
        {
            var one = covariances.AsSpan(k * length, length);
            volumes[k] = !Storage.HasCorrelations ? GeometricMean(one)
                : Cholesky.TryFactor(one, d, factor) ? Math.Exp(2 * Cholesky.LogDeterminant(factor, d) / d)
                : double.NaN;
        }

        return volumes;
    }

    /// <summary>exp of the mean of the logarithms: the D-th root of a diagonal's determinant.</summary>
    protected static double GeometricMean(ReadOnlySpan<double> diagonal)
    {
        double sum = 0;
        foreach (double value in diagonal)
        {
            sum += Math.Log(value);
        }

        return Math.Exp(sum / diagonal.Length);
    }

    private void Keep(ReadOnlySpan<double> form, Span<double> kept)
    {
        if (Storage.IsSpherical)
        {
            kept[0] = SphereStorage.MeanOf(form);
            return;
        }

        form.CopyTo(kept);
    }

    private static bool IsNear(double[] a, double[] b)
    {
        double largest = a.Max(Math.Abs);
        return a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= Near * Math.Max(Math.Abs(pair.First), 1e-6 * largest));
    }
}
