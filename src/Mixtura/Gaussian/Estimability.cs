using System.Numerics.Tensors;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Whether data can be fitted at all, found before anything is tried.</summary>
internal static class Estimability
{
    // 1 − R² of a feature on those before it, below which it is a linear combination of them as far as doubles can tell
    private const double Dependence = 1e-11;

    // the least double that has all its digits
    private const double LeastVariance = 2.2250738585072014e-308;

    /// <summary>Checks that there are rows enough and that no covariance must come out singular.</summary>
    /// <exception cref="InputException">Rows are too few, a feature is constant or features are collinear, and nothing is added to the variances.</exception>
    public static void Check(
        DataSummary summary, int components, GaussianMixtureOptions options, IReadOnlyList<string> featureNames)
    {
        var structure = (options.Start as GaussianMixture)?.Covariance ?? options.Covariance;
        if (summary.WeightedRows < components)
        {
            throw new InputException($"There {(summary.WeightedRows == 1 ? "is" : "are")} {Counted.Of(summary.WeightedRows, "row")} of positive weight for {components} components. Ask for at most as many components as rows.");
        }

        CheckRange(summary, featureNames);
        if (options.Regularization > 0)
        {
            return;
        }

        CheckConstant(summary, structure, featureNames);
        CheckTogether(summary, structure, featureNames);
        if (structure.NeedsIndependentFeatures && options.Prior != CovariancePrior.Conjugate)
        {
            if (summary.WeightedRows <= summary.Columns)
            {
                throw new InputException(
                    InputFault.TooFewRows,
                    $"{Counted.Of(summary.WeightedRows, "row")} cannot determine {GaussianDegeneracyText.Article(structure.Name)} {structure.Name} {summary.Columns}×{summary.Columns} covariance ({summary.Columns + 1} needed).",
                    "Use fewer features, a diagonal or spherical covariance, or regularization.");
            }

            CheckDependent(summary, featureNames);
        }
    }

    private static void CheckRange(DataSummary summary, IReadOnlyList<string> featureNames)
    {
        for (int j = 0; j < summary.Columns; j++)
        {
            double variance = summary.Variances.Span[j];
            if (!double.IsFinite(variance) || (variance < LeastVariance && !summary.IsConstant[j]))
            {
                throw new InputException(
                    $"The variance of {FeatureNames.Of(featureNames, j)} is {variance} in double precision: its values are too {(variance < LeastVariance ? "small" : "large")} to square. "
                    + "Measure the feature in another unit.");
            }
        }
    }

    // nothing in the data tells the covariance of two features that no row has both of
    private static void CheckTogether(DataSummary summary, CovarianceStructure structure, IReadOnlyList<string> featureNames)
    {
        if (structure.HasCorrelations && summary.Gaps.NeverTogether() is { } pair)
        {
            throw new InputException(
                $"No row has both {FeatureNames.Of(featureNames, pair.First)} and {FeatureNames.Of(featureNames, pair.Second)}: their covariance cannot be told. Use a diagonal or spherical covariance, or leave one of them out.");
        }
    }

    private static void CheckConstant(DataSummary summary, CovarianceStructure structure, IReadOnlyList<string> featureNames)
    {
        var constant = Enumerable.Range(0, summary.Columns).Where(j => summary.IsConstant[j]).ToArray();
        if (constant.Length == 0 || (!structure.NeedsVaryingFeatures && constant.Length < summary.Columns))
        {
            return;
        }

        bool isOne = constant.Length == 1;
        string found = isOne
            ? $"{FeatureNames.Of(featureNames, constant[0])} is {summary.Mean.Span[constant[0]]} in every row. A constant feature has no variance to fit."
            : $"{constant.Length} features are the same in every row: {NameList.Of(constant.Select(j => $"{FeatureNames.Quoted(featureNames, j)} is {summary.Mean.Span[j]}"))}. Constant features have no variance to fit.";
        throw new InputException(InputFault.ConstantFeatures, found, $"Leave {(isOne ? "it" : "them")} out, or add regularization.") { Names = [.. constant.Select(j => FeatureNames.Argument(featureNames, j))] };
    }

    // Cholesky of the correlation matrix: the pivot of feature j is 1 − R² of j on the features before it
    private static void CheckDependent(DataSummary summary, IReadOnlyList<string> featureNames)
    {
        int d = summary.Columns;
        var factor = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            var row = factor.AsSpan(i * d, d);
            for (int j = 0; j < i; j++)
            {
                var other = factor.AsSpan(j * d, d);
                row[j] = (Correlation(summary, i, j) - TensorPrimitives.Dot<double>(row[..j], other[..j])) / other[j];
            }

            double pivot = 1 - TensorPrimitives.SumOfSquares<double>(row[..i]);
            if (!(pivot > Dependence))
            {
                throw new InputException(
                    InputFault.CollinearFeatures,
                    $"{FeatureNames.Of(featureNames, i)} is a linear combination of {NameList.Of(Partners(factor, i, d, featureNames))}. Collinear features have a singular covariance.",
                    "Leave one out, use a diagonal or spherical covariance, or add regularization.")
                {
                    Names = [FeatureNames.Argument(featureNames, i)],
                };
            }

            row[i] = Math.Sqrt(pivot);
        }
    }

    // one after the other: the product of two variances may be no double
    private static double Correlation(DataSummary summary, int i, int j) =>
        summary.Covariance[i, j] / Math.Sqrt(summary.Covariance[i, i]) / Math.Sqrt(summary.Covariance[j, j]);

    // the coefficients of feature i on those before it solve Lᵀb = row i
    private static IEnumerable<string> Partners(double[] factor, int i, int d, IReadOnlyList<string> featureNames)
    {
        var coefficients = new double[i];
        for (int j = i - 1; j >= 0; j--)
        {
            double sum = factor[(i * d) + j];
            for (int m = j + 1; m < i; m++)
            {
                sum -= factor[(m * d) + j] * coefficients[m];
            }

            coefficients[j] = sum / factor[(j * d) + j];
        }

        return Enumerable.Range(0, i).Where(j => Math.Abs(coefficients[j]) > 1e-6).Select(j => FeatureNames.Of(featureNames, j));
    }
}
