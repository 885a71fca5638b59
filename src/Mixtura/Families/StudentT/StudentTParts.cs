using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Families.StudentT;

/// <summary>Mixtures of Student-t components made without a fit: of the data as a whole, of components of others, of some of the features.</summary>
internal static class StudentTParts
{
    /// <summary>K equal components with the data's mean and covariance and so many degrees of freedom that every row counts in full.</summary>
    public static StudentTParameters Pooled(DataSummary summary, int components, CovarianceStructure structure)
    {
        ArgumentNullException.ThrowIfNull(summary);
        int d = summary.Columns;
        int length = structure.FormLength(d);
        var weights = new double[components];
        var locations = new double[components * d];
        var forms = new double[components * length];
        Array.Fill(weights, 1.0 / components);
        for (int k = 0; k < components; k++)
        {
            summary.Mean.Span.CopyTo(locations.AsSpan(k * d));
            (structure.HasCorrelations ? summary.Covariance.Values : summary.Variances.Values).Span.CopyTo(forms.AsSpan(k * length));
        }

        var pooled = GaussianParameters.FromForms(structure, d, weights, locations, forms);
        if (pooled.Singular >= 0)
        {
            SetIndependent(summary, forms, length, structure);
            pooled = GaussianParameters.FromForms(structure, d, weights, locations, forms);
        }

        return StudentTParameters.Of(pooled, [.. Enumerable.Repeat(DegreesOfFreedom.AsGaussian, components)]);
    }

    /// <summary>A mixture put together from components of others; scale matrices as near to the structure as can be, one ν for all the average.</summary>
    public static StudentTParameters Compose(IReadOnlyList<ComponentOf<StudentTParameters>> parts, CovarianceStructure structure, DegreesOfFreedom degrees)
    {
        ArgumentNullException.ThrowIfNull(parts);
        int d = parts[0].Model.Features;
        int length = structure.FormLength(d);
        var weights = new double[parts.Count];
        var locations = new double[parts.Count * d];
        var forms = new double[parts.Count * length];
        var freedoms = new double[parts.Count];
        for (int k = 0; k < parts.Count; k++)
        {
            var (model, component, weight) = parts[k];
            weights[k] = weight;
            model.Gaussians.Mean(component).CopyTo(locations.AsSpan(k * d));
            WriteForm(model, component, structure, forms.AsSpan(k * length, length));
            freedoms[k] = degrees.IsEstimated ? model.DegreesOfFreedom[component] : degrees.Value;
        }

        if (degrees.IsShared)
        {
            Average(weights, freedoms);
        }

        var composed = StudentTParameters.Of(GaussianParameters.FromForms(structure, d, weights, locations, forms), freedoms);
        SetCounts(parts, composed.Gaussians);
        return composed;
    }

    /// <summary>The distribution of some of the features.</summary>
    public static StudentTParameters Marginal(StudentTParameters model, ReadOnlySpan<int> features)
    {
        int d = features.Length;
        var kept = model.Structure.OfParts;
        int length = kept.FormLength(d);
        int columns = kept.HasCorrelations ? d : 1;
        var locations = new double[model.Components * d];
        var forms = new double[model.Components * length];
        var whole = new double[model.Structure.FormLength(model.Features)];
        for (int k = 0; k < model.Components; k++)
        {
            model.Structure.WriteForm(model.Gaussians, k, whole);
            for (int i = 0; i < length; i++)
            {
                int row = features[i / columns];
                forms[(k * length) + i] = kept.HasCorrelations ? whole[(row * model.Features) + features[i % columns]] : whole[row];
            }

            for (int a = 0; a < d; a++)
            {
                locations[(k * d) + a] = model.Gaussians.Mean(k)[features[a]];
            }
        }

        return StudentTParameters.Of(GaussianParameters.FromForms(kept, d, model.Gaussians.Weights, locations, forms), model.DegreesOfFreedom);
    }

    // where the data's covariance is singular its diagonal stands for it, and 1 for the variance of a constant feature
    private static void SetIndependent(DataSummary summary, double[] forms, int length, CovarianceStructure structure)
    {
        int d = summary.Columns;
        Array.Clear(forms);
        for (int i = 0; i < forms.Length / length * d; i++)
        {
            double variance = summary.Variances.Span[i % d];
            forms[(i / d * length) + (i % d * (structure.HasCorrelations ? d + 1 : 1))] = variance > 0 ? variance : 1;
        }
    }

    private static void WriteForm(StudentTParameters model, int component, CovarianceStructure structure, Span<double> form)
    {
        if (structure.HasCorrelations)
        {
            model.Structure.WriteCovariance(model.Gaussians, component, form);
        }
        else
        {
            model.Structure.Storage.WriteVariances(model.Gaussians, component, form);
        }
    }

    // one ν for all: the average of log ν over the components whose tails are known; equal ones come out as they are
    private static void Average(double[] weights, double[] freedoms)
    {
        double sum = 0;
        double known = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            if (freedoms[k] < DegreesOfFreedom.AsGaussian)
            {
                sum += weights[k] * Math.Log(freedoms[k]);
                known += weights[k];
            }
        }

        if (known > 0 && !Array.TrueForAll(freedoms, value => value == freedoms[0]))
        {
            Array.Fill(freedoms, Math.Exp(sum / known));
        }
    }

    // rows by weight, so that a component that starves is still seen to
    private static void SetCounts(IReadOnlyList<ComponentOf<StudentTParameters>> parts, GaussianParameters composed)
    {
        var known = parts[0].Model.Gaussians.Counts;
        if (known.Length == 0)
        {
            return;
        }

        double rows = known.Sum();
        var counts = composed.KeepCounts();
        for (int k = 0; k < counts.Length; k++)
        {
            counts[k] = rows * composed.Weights[k];
        }
    }
}
