using MathNet.Numerics.LinearAlgebra;
using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Tests.Models;

/// <summary>x = W z + μ + ε with scores z ~ N(0, I) that nobody sees and noise ε ~ N(0, σ²I); μ is the data's mean (Bishop, PRML, 12.2).</summary>
public sealed record PrincipalSubspace(Vector<double> Mean, Matrix<double> W, double Variance)
{
    /// <summary>M⁻¹ with M = WᵀW + σ²I: the scores' posterior covariance is σ²M⁻¹ (eqs. 12.41, 12.42).</summary>
    public Matrix<double> Inverse { get; } =
        (W.TransposeThisAndMultiply(W) + (Variance * Matrix<double>.Build.DenseIdentity(W.ColumnCount))).Inverse();
}

/// <summary>Probabilistic PCA by EM (Tipping and Bishop 1999): a latent variable that is continuous.</summary>
public sealed class ProbabilisticPca : ILatentVariableModel<PrincipalSubspace, Sums>
{
    // Σw, Σw|x̃|², Σw x̃·E[z]ᵀ (D×Q) and Σw E[zzᵀ] (Q×Q), x̃ = x − μ
    public Sums CreateStatistics(PrincipalSubspace model) => new(2 + ((model.W.RowCount + model.W.ColumnCount) * model.W.ColumnCount));

    // eqs. 12.54, 12.55; log p(x) = −½(D log 2π + log|C| + x̃ᵀC⁻¹x̃), C = WWᵀ + σ²I, by the Q×Q matrix M
    public double Expect(PrincipalSubspace model, RowBlock rows, Sums statistics)
    {
        (int d, int q) = (model.W.RowCount, model.W.ColumnCount);
        double constant = (d * Math.Log(2 * Math.PI)) + ((d - q) * Math.Log(model.Variance)) - Math.Log(model.Inverse.Determinant());
        double total = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            double weight = rows.Weights[i];
            var x = Vector<double>.Build.DenseOfArray(rows[i].ToArray()) - model.Mean;
            var loaded = model.W.TransposeThisAndMultiply(x);
            var z = model.Inverse * loaded;
            statistics[0] += weight;
            statistics[1] += weight * x.DotProduct(x);
            Add(weight * x.OuterProduct(z), statistics.Values[2..]);
            Add(weight * ((model.Variance * model.Inverse) + z.OuterProduct(z)), statistics.Values[(2 + (d * q))..]);
            total -= weight * 0.5 * (constant + ((x.DotProduct(x) - loaded.DotProduct(z)) / model.Variance));
        }

        return total;
    }

    // eqs. 12.56, 12.57; with the new W the last two terms of 12.57 make up −tr(Wᵀ Σ x̃E[z]ᵀ)
    public PrincipalSubspace Maximize(PrincipalSubspace current, Sums statistics)
    {
        (int d, int q) = (current.W.RowCount, current.W.ColumnCount);
        var cross = Matrix<double>.Build.DenseOfColumnMajor(d, q, statistics.Values.Slice(2, d * q).ToArray());
        var second = Matrix<double>.Build.DenseOfColumnMajor(q, q, statistics.Values[(2 + (d * q))..].ToArray());
        var w = cross * second.Inverse();
        double variance = (statistics[1] - w.PointwiseMultiply(cross).RowSums().Sum()) / (statistics[0] * d);
        return new(current.Mean, w, variance);
    }

    private static void Add(Matrix<double> terms, Span<double> sums)
    {
        var values = terms.ToColumnMajorArray();
        for (int i = 0; i < values.Length; i++)
        {
            sums[i] += values[i];
        }
    }
}
