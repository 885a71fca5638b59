using Mixtura.Data;
using Mixtura.Gaussian.Covariances;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Checks parameters that come from outside before a model is made of them.</summary>
/// <param name="mean">What the centre of a component is called.</param>
/// <param name="covariance">What its D×D matrix is called.</param>
internal sealed class ParameterCheck(string mean, string covariance)
{
    private const double Tolerance = 1e-8;

    /// <summary>In the words of Gaussians.</summary>
    public static ParameterCheck OfGaussians { get; } = new("mean", "covariance");

    /// <summary>The parameters with these covariances, D×D each.</summary>
    /// <exception cref="InputException">They cannot be.</exception>
    public GaussianParameters Build(
        ReadOnlySpan<double> weights, RowMatrix means, IReadOnlyList<RowMatrix> covariances, CovarianceStructure structure, IReadOnlyList<string> featureNames)
    {
        int d = means.Columns;
        CheckShapes(weights, means, covariances.Count, featureNames);
        CheckSizes(covariances, d);
        WeightCheck.Run(weights);
        CheckFinite(means.Values.Span, mean, d);
        int length = structure.FormLength(d);
        var forms = new double[weights.Length * length];
        for (int k = 0; k < weights.Length; k++)
        {
            CheckCovariance(covariances[k], k);
            SetForm(covariances[k], forms.AsSpan(k * length, length));
        }

        var parameters = Factored(structure, d, weights, means, forms);
        CheckStructure(parameters, covariances);
        return parameters;
    }

    /// <summary>The parameters with these variances, K×D, without correlations.</summary>
    /// <exception cref="InputException">They cannot be.</exception>
    public GaussianParameters Build(
        ReadOnlySpan<double> weights, RowMatrix means, RowMatrix variances, CovarianceStructure structure, IReadOnlyList<string> featureNames)
    {
        if (structure.Storage.HasCorrelations)
        {
            throw new InputException($"The {covariance}s are {structure.Name}, which have correlations: variances do not determine them. Give D×D {covariance}s.");
        }

        CheckShapes(weights, means, variances.Rows, featureNames);
        if (variances.Columns != means.Columns)
        {
            throw new InputException($"There {(variances.Columns == 1 ? "is" : "are")} {Counted.Of(variances.Columns, "variance")} a component, its {mean} has {Counted.Of(means.Columns, "feature")}. Give {means.Columns}.");
        }

        WeightCheck.Run(weights);
        CheckFinite(means.Values.Span, mean, means.Columns);
        CheckFinite(variances.Values.Span, "variance", means.Columns);
        var parameters = Factored(structure, means.Columns, weights, means, variances.Values.Span);
        CheckVariances(parameters, variances);
        return parameters;
    }

    private GaussianParameters Factored(CovarianceStructure structure, int d, ReadOnlySpan<double> weights, RowMatrix means, ReadOnlySpan<double> forms)
    {
        var parameters = GaussianParameters.FromForms(structure, d, weights, means.Values.Span, forms);
        if (parameters.Singular >= 0)
        {
            throw new InputException($"The {covariance} of component {parameters.Singular} is not positive definite. Give one with positive variances and no exact linear dependence.");
        }

        return parameters;
    }

    private static void SetForm(RowMatrix matrix, Span<double> form)
    {
        if (form.Length == matrix.Values.Length)
        {
            matrix.Values.Span.CopyTo(form);
        }
        else
        {
            Triangle.Diagonal(matrix.Values.Span, form);
        }
    }

    private void CheckShapes(ReadOnlySpan<double> weights, RowMatrix means, int matrices, IReadOnlyList<string> featureNames)
    {
        int d = means.Columns;
        if (weights.Length == 0 || weights.Length != means.Rows || weights.Length != matrices)
        {
            throw new InputException($"There {(weights.Length == 1 ? "is" : "are")} {Counted.Of(weights.Length, "weight")}, {Counted.Of(means.Rows, mean)} and {Counted.Of(matrices, covariance)}. Give one of each a component, at least one.");
        }

        if (featureNames.Count != 0 && featureNames.Count != d)
        {
            throw new InputException($"There {(featureNames.Count == 1 ? "is" : "are")} {Counted.Of(featureNames.Count, "feature name")} for {Counted.Of(d, "feature")}. Give one a feature, or none.");
        }
    }

    private void CheckSizes(IReadOnlyList<RowMatrix> covariances, int d)
    {
        for (int k = 0; k < covariances.Count; k++)
        {
            if (covariances[k].Rows != d || covariances[k].Columns != d)
            {
                throw new InputException($"The {covariance} of component {k} is {covariances[k].Rows}×{covariances[k].Columns}, its {mean} has {Counted.Of(d, "feature")}. Give a {d}×{d} matrix.");
            }
        }
    }

    private static void CheckFinite(ReadOnlySpan<double> values, string what, int d)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new InputException($"The {what} of component {i / d} is {values[i]} in feature {i % d}. It must be finite.");
            }
        }
    }

    private void CheckCovariance(RowMatrix matrix, int component)
    {
        int d = matrix.Columns;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = matrix[i, j];
                if (!double.IsFinite(value) || !double.IsFinite(matrix[j, i]))
                {
                    throw new InputException($"The {covariance} of component {component} has {value} at ({i}, {j}). It must be finite.");
                }

                double scale = Math.Sqrt(Math.Abs(matrix[i, i])) * Math.Sqrt(Math.Abs(matrix[j, j]));
                if (Math.Abs(value - matrix[j, i]) > Tolerance * scale)
                {
                    throw new InputException($"The {covariance} of component {component} is not symmetric: {value} at ({i}, {j}), {matrix[j, i]} at ({j}, {i}).");
                }
            }
        }
    }

    private void CheckStructure(GaussianParameters parameters, IReadOnlyList<RowMatrix> covariances)
    {
        int d = parameters.Features;
        Span<double> own = new double[d * d];
        for (int k = 0; k < parameters.Components; k++)
        {
            var given = covariances[k].Values.Span;
            parameters.Structure.WriteCovariance(parameters, k, own);
            for (int i = 0; i < own.Length; i++)
            {
                double value = given[i];
                double scale = Math.Sqrt(own[i / d * (d + 1)]) * Math.Sqrt(own[i % d * (d + 1)]);
                if (Math.Abs(value - own[i]) > Tolerance * scale)
                {
                    throw new InputException(
                        $"The {covariance} of component {k} is not {parameters.Structure.Name}: {value} at ({i / d}, {i % d}) where the structure has {own[i]}. Choose the structure that it has, or 'full'.");
                }
            }
        }
    }

    private static void CheckVariances(GaussianParameters parameters, RowMatrix variances)
    {
        var own = new double[parameters.Features];
        for (int k = 0; k < parameters.Components; k++)
        {
            parameters.Structure.Storage.WriteVariances(parameters, k, own);
            for (int j = 0; j < own.Length; j++)
            {
                if (Math.Abs(variances[k, j] - own[j]) > Tolerance * own[j])
                {
                    throw new InputException(
                        $"The variances of component {k} are not {parameters.Structure.Name}: {variances[k, j]} in feature {j} where the structure has {own[j]}. Choose the structure that they have, or 'diagonal'.");
                }
            }
        }
    }
}
