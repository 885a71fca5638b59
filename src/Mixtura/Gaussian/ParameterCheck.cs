using Mixtura.Data;

namespace Mixtura.Gaussian;

/// <summary>Checks parameters that come from outside before a model is made of them.</summary>
internal static class ParameterCheck
{
    private const double Tolerance = 1e-8;

    public static GaussianMixture Build(
        ReadOnlySpan<double> weights, RowMatrix means, IReadOnlyList<RowMatrix> covariances, CovarianceStructure structure, IReadOnlyList<string> featureNames)
    {
        int d = means.Columns;
        CheckShapes(weights, means, covariances, featureNames);
        CheckWeights(weights);
        CheckFinite(means.Values.Span, "mean", d);
        var full = new double[weights.Length * d * d];
        for (int k = 0; k < weights.Length; k++)
        {
            CheckCovariance(covariances[k], k);
            covariances[k].Values.Span.CopyTo(full.AsSpan(k * d * d));
        }

        var parameters = GaussianParameters.From(structure, d, weights, means.Values.Span, full);
        if (parameters.Singular >= 0)
        {
            throw new DataException($"The covariance of component {parameters.Singular} is not positive definite. Give one with positive variances and no exact linear dependence.");
        }

        CheckStructure(parameters, full);
        return new GaussianMixture(parameters, Array.AsReadOnly(featureNames.ToArray()));
    }

    private static void CheckShapes(ReadOnlySpan<double> weights, RowMatrix means, IReadOnlyList<RowMatrix> covariances, IReadOnlyList<string> featureNames)
    {
        int d = means.Columns;
        if (weights.Length == 0 || weights.Length != means.Rows || weights.Length != covariances.Count)
        {
            throw new DataException($"There are {weights.Length} weights, {means.Rows} means and {covariances.Count} covariances. Give one of each a component, at least one.");
        }

        for (int k = 0; k < covariances.Count; k++)
        {
            if (covariances[k].Rows != d || covariances[k].Columns != d)
            {
                throw new DataException($"The covariance of component {k} is {covariances[k].Rows}×{covariances[k].Columns}, its mean has {d} features. Give a {d}×{d} matrix.");
            }
        }

        if (featureNames.Count != 0 && featureNames.Count != d)
        {
            throw new DataException($"There are {featureNames.Count} feature names for {d} features. Give one a feature, or none.");
        }
    }

    private static void CheckWeights(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            if (!(weights[k] >= 0) || !double.IsFinite(weights[k]))
            {
                throw new DataException($"The weight of component {k} is {weights[k]}. Weights must be finite and at least 0.");
            }

            sum += weights[k];
        }

        if (Math.Abs(sum - 1) > Tolerance)
        {
            throw new DataException($"The weights sum to {sum}. They must sum to 1.");
        }
    }

    private static void CheckFinite(ReadOnlySpan<double> values, string what, int d)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new DataException($"The {what} of component {i / d} is {values[i]} in feature {i % d}. It must be finite.");
            }
        }
    }

    private static void CheckCovariance(RowMatrix covariance, int component)
    {
        int d = covariance.Columns;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = covariance[i, j];
                if (!double.IsFinite(value) || !double.IsFinite(covariance[j, i]))
                {
                    throw new DataException($"The covariance of component {component} has {value} at ({i}, {j}). It must be finite.");
                }

                double scale = Math.Sqrt(Math.Abs(covariance[i, i])) * Math.Sqrt(Math.Abs(covariance[j, j]));
                if (Math.Abs(value - covariance[j, i]) > Tolerance * scale)
                {
                    throw new DataException($"The covariance of component {component} is not symmetric: {value} at ({i}, {j}), {covariance[j, i]} at ({j}, {i}).");
                }
            }
        }
    }

    private static void CheckStructure(GaussianParameters parameters, ReadOnlySpan<double> given)
    {
        int d = parameters.Features;
        Span<double> own = new double[d * d];
        for (int k = 0; k < parameters.Components; k++)
        {
            parameters.Structure.WriteCovariance(parameters, k, own);
            for (int i = 0; i < own.Length; i++)
            {
                double value = given[(k * d * d) + i];
                double scale = Math.Sqrt(own[i / d * (d + 1)]) * Math.Sqrt(own[i % d * (d + 1)]);
                if (Math.Abs(value - own[i]) > Tolerance * scale)
                {
                    throw new DataException(
                        $"The covariance of component {k} is not {parameters.Structure.Name}: {value} at ({i / d}, {i % d}) where the structure has {own[i]}. Choose the structure that it has, or 'full'.");
                }
            }
        }
    }
}
