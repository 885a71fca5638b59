using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

public sealed partial class GaussianMixture
{
    /// <summary>The distribution of some of the features: a mixture with the same weights and the matching parts of means and covariances (Bishop, PRML, eqs. 2.92–2.98).
    /// Its structure is the same where a part of it has that too, else diagonal or full.</summary>
    /// <param name="features">The features to keep, counted from 0, in the order wanted; each at most once.</param>
    /// <exception cref="ArgumentException">No feature, one that there is not, or one twice.</exception>
    public new GaussianMixture Marginal(params ReadOnlySpan<int> features)
    {
        CheckSelection(features);
        return PartOf(Parameters.Weights, features);
    }

    // the same with other weights
    private GaussianMixture PartOf(double[] weights, ReadOnlySpan<int> features)
    {
        int d = features.Length;
        int length = Covariance.FormLength(d);
        var means = new double[Components * d];
        var forms = new double[Components * length];
        var whole = new double[Covariance.FormLength(Features)];
        for (int k = 0; k < Components; k++)
        {
            Covariance.WriteForm(Parameters, k, whole);
            for (int a = 0; a < d; a++)
            {
                means[(k * d) + a] = Parameters.Mean(k)[features[a]];
            }

            SetPart(whole, features, forms.AsSpan(k * length, length));
        }

        return new GaussianMixture(GaussianParameters.FromForms(Covariance.OfParts, d, weights, means, forms), NamesOf(features));
    }

    // without correlations there is one column of variances
    private void SetPart(double[] whole, ReadOnlySpan<int> features, Span<double> part)
    {
        int columns = part.Length / features.Length;
        int stride = whole.Length / Features;
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = whole[(features[i / columns] * stride) + (stride == 1 ? 0 : features[i % columns])];
        }
    }

    /// <summary>The distribution of the other features when some are known: again a mixture, with each component's weight multiplied by how well it
    /// explains what is known (Bishop, PRML, eqs. 2.81, 2.82 for each component).</summary>
    /// <param name="features">The features that are known, counted from 0; at least one, not all.</param>
    /// <param name="values">Their values.</param>
    /// <exception cref="ArgumentException">As in <see cref="Marginal"/>, or all features are known, or the numbers of features and values differ, or a value is
    /// not finite or so far away that its density is 0.</exception>
    public GaussianMixture Conditional(ReadOnlySpan<int> features, ReadOnlySpan<double> values)
    {
        CheckSelection(features);
        if (features.Length != values.Length || features.Length == Features)
        {
            throw new ArgumentException($"{values.Length} values for {features.Length} of {Features} features. Give one value a feature, and leave a feature unknown.", nameof(values));
        }

        var free = Others(features);
        var weights = WeightsGiven(features, values);
        if (!Covariance.Storage.HasCorrelations)
        {
            return PartOf(weights, free);
        }

        var means = new double[Components * free.Length];
        var covariances = new double[Components * free.Length * free.Length];
        for (int k = 0; k < Components; k++)
        {
            Condition(k, features, values, free, means.AsSpan(k * free.Length), covariances.AsSpan(k * free.Length * free.Length));
        }

        return new GaussianMixture(GaussianParameters.From(Covariance.OfParts, free.Length, weights, means, covariances), NamesOf(free));
    }

    /// <summary>The distribution of the features that a row lacks, given those that it has.</summary>
    /// <param name="row">D values, NaN where one is unknown; at least one of each.</param>
    /// <exception cref="ArgumentException">As in <see cref="Conditional(ReadOnlySpan{int}, ReadOnlySpan{double})"/>, or the row has another number of values.</exception>
    public GaussianMixture Conditional(ReadOnlySpan<double> row)
    {
        if (row.Length != Features)
        {
            throw new ArgumentException($"{row.Length} values for {Features} features. Give one value a feature, NaN where it is unknown.", nameof(row));
        }

        double[] values = row.ToArray();
        int[] known = [.. Enumerable.Range(0, Features).Where(j => !double.IsNaN(values[j]))];
        return Conditional(known, [.. known.Select(j => values[j])]);
    }

    private double[] WeightsGiven(ReadOnlySpan<int> features, ReadOnlySpan<double> values)
    {
        var weights = Marginal(features).Responsibilities(new RowMatrix(values.ToArray(), values.Length)).Values.ToArray();
        return weights.Sum() > 0
            ? weights
            : throw new ArgumentException($"The values {string.Join(", ", values.ToArray())} have no density under any component. Give finite values within reach of one.", nameof(values));
    }

    // with L the factor of the known part: B = L⁻¹Σ_kf, mean μ_f + Bᵀ L⁻¹(x − μ_k), covariance Σ_ff − BᵀB
    private void Condition(int component, ReadOnlySpan<int> known, ReadOnlySpan<double> values, ReadOnlySpan<int> free, Span<double> mean, Span<double> covariance)
    {
        var full = CovarianceOf(component);
        int m = known.Length;
        var inverse = new double[m * m];
        Cholesky.TryFactor(Part(full, known, known), m, inverse);
        Cholesky.Invert(inverse, m);
        var deviation = new double[m];
        for (int a = 0; a < m; a++)
        {
            deviation[a] = values[a] - Parameters.Mean(component)[known[a]];
        }

        var whitened = new double[m];
        Cholesky.Multiply(inverse, deviation, whitened);
        var cross = new double[free.Length][];
        for (int b = 0; b < free.Length; b++)
        {
            cross[b] = new double[m];
            Cholesky.Multiply(inverse, Part(full, known, free.Slice(b, 1)), cross[b]);
            mean[b] = Parameters.Mean(component)[free[b]] + Dot(cross[b], whitened);
            for (int c = 0; c <= b; c++)
            {
                covariance[(b * free.Length) + c] = covariance[(c * free.Length) + b] = full[free[b], free[c]] - Dot(cross[b], cross[c]);
            }
        }
    }

    private static double[] Part(RowMatrix matrix, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var part = new double[rows.Length * columns.Length];
        for (int a = 0; a < rows.Length; a++)
        {
            for (int b = 0; b < columns.Length; b++)
            {
                part[(a * columns.Length) + b] = matrix[rows[a], columns[b]];
            }
        }

        return part;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);

    private string[] NamesOf(ReadOnlySpan<int> features)
    {
        if (FeatureNames.Count == 0)
        {
            return [];
        }

        var names = new string[features.Length];
        for (int a = 0; a < names.Length; a++)
        {
            names[a] = FeatureNames[features[a]];
        }

        return names;
    }

    private int[] Others(ReadOnlySpan<int> features)
    {
        var isTaken = new bool[Features];
        foreach (int feature in features)
        {
            isTaken[feature] = true;
        }

        return [.. Enumerable.Range(0, Features).Where(j => !isTaken[j])];
    }
}
