using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>How thin a component is in its thinnest direction, in units of the data's deviation there.</summary>
internal static class WhitenedDeviation
{
    /// <summary>A component thinner than this share of the data's deviation, in any direction, has collapsed.</summary>
    public const double SmallestRatio = 1e-5;

    /// <summary>
    /// The smallest singular value of A⁻¹L, with LLᵀ the component's covariance and AAᵀ the data's. With U = L⁻¹A it is 1/‖U‖₂, and
    /// 1/‖U‖_F ≤ 1/‖U‖₂ ≤ √D/‖U‖_F: only where that bracket leaves the question open is the eigenproblem solved. And with A = SC, S the features'
    /// deviations and the rows of C of length 1, ‖U‖_F ≤ ‖L⁻¹S‖_F·√D, which takes D² operations instead of D³ and mostly is enough.
    /// </summary>
    /// <param name="inverseFactor">L⁻¹, D×D.</param>
    /// <param name="dataFactor">A, D×D.</param>
    /// <param name="d">D.</param>
    /// <param name="least">Ratios above it need not be exact.</param>
    public static RelativeDeviation Smallest(ReadOnlySpan<double> inverseFactor, ReadOnlySpan<double> dataFactor, int d, double least)
    {
        double atSight = 1 / (ScaledNorm(inverseFactor, dataFactor, d) * Math.Sqrt(d));
        if (atSight > least)
        {
            return new RelativeDeviation(atSight, 0);
        }

        Span<double> row = d <= 256 ? stackalloc double[d] : new double[d];
        double lower = 1 / Cholesky.ProductNorm(inverseFactor, dataFactor, d, row);
        return lower > least ? new RelativeDeviation(lower, 0) : Exactly(inverseFactor, dataFactor, d);
    }

    // ‖L⁻¹S‖_F, Sⱼⱼ the norm of row j of A
    private static double ScaledNorm(ReadOnlySpan<double> inverseFactor, ReadOnlySpan<double> dataFactor, int d)
    {
        double sum = 0;
        for (int j = 0; j < d; j++)
        {
            var own = dataFactor.Slice(j * d, j + 1);
            double variance = VectorLoops.Dot(own, own);
            for (int i = j; i < d; i++)
            {
                double entry = inverseFactor[(i * d) + j];
                sum += entry * entry * variance;
            }
        }

        return Math.Sqrt(sum);
    }

    // the largest eigenvalue of UᵀU, and its vector taken back to the data's units by A
    private static RelativeDeviation Exactly(ReadOnlySpan<double> inverseFactor, ReadOnlySpan<double> dataFactor, int d)
    {
        var data = Dense(dataFactor, d);
        var product = Dense(inverseFactor, d) * data;
        var eigen = product.TransposeThisAndMultiply(product).Evd(Symmetricity.Symmetric);
        var direction = data * eigen.EigenVectors.Column(d - 1);
        int feature = LargestRelativeToData(direction, data);
        return new RelativeDeviation(1 / Math.Sqrt(eigen.EigenValues[d - 1].Real), feature);
    }

    // A·v in units of each feature's own deviation, the norm of A's row
    private static int LargestRelativeToData(Vector<double> direction, Matrix<double> data)
    {
        for (int j = 0; j < direction.Count; j++)
        {
            direction[j] /= data.Row(j).L2Norm();
        }

        return direction.AbsoluteMaximumIndex();
    }

    private static DenseMatrix Dense(ReadOnlySpan<double> matrix, int d) => new(d, d, Transposed(matrix, d));

    private static double[] Transposed(ReadOnlySpan<double> matrix, int d)
    {
        var result = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                result[(j * d) + i] = matrix[(i * d) + j];
            }
        }

        return result;
    }
}
