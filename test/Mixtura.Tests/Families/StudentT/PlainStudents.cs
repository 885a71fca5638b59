using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;
using Mixtura.Data;

namespace Mixtura.Tests.Families.StudentT;

/// <summary>The density of a mixture of Student-t components as the formula has it.</summary>
internal static class PlainStudents
{
    public static double[] LogDensities(MixtureParameters parameters, double[] freedoms, RowMatrix rows)
    {
        int d = rows.Columns;
        var factors = Array.ConvertAll(parameters.Covariances, static scale => DenseMatrix.OfRowArrays(scale).Cholesky());
        return [.. Enumerable.Range(0, rows.Rows).Select(i =>
        {
            var joints = Enumerable.Range(0, parameters.Components).Select(k =>
            {
                double nu = freedoms[k];
                var deviation = DenseVector.OfArray(rows.Row(i).ToArray()) - DenseVector.OfArray(parameters.Means[k]);
                double delta = deviation.DotProduct(factors[k].Solve(deviation));
                return Math.Log(parameters.Weights[k]) + SpecialFunctions.GammaLn((nu + d) / 2) - SpecialFunctions.GammaLn(nu / 2) - (d / 2.0 * Math.Log(nu * Math.PI))
                    - (0.5 * factors[k].DeterminantLn) - ((nu + d) / 2 * Math.Log(1 + (delta / nu)));
            }).ToArray();
            double largest = joints.Max();
            return largest + Math.Log(joints.Sum(joint => Math.Exp(joint - largest)));
        })];
    }
}
