using System.Numerics.Tensors;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

/// <summary>Unconstrained coordinates of θ = {πₖ, μₖ, Σₖ}, for leaps of a mixture that has other columns beside these: log πₖ, K numbers; μₖ about a centre, K×D; then of each Σₖ
/// the logarithm of every feature's deviation given the features before it and, where there are correlations, its regression on them (Pourahmadi 1999).</summary>
/// <remarks>With Σ = LLᵀ and R = L⁻¹ these are −log Rⱼⱼ and −Rⱼᵢ / Rⱼⱼ, i &lt; j. A leap may leave the covariance structure, and is brought back to it.</remarks>
internal static class GaussianCoordinates
{
    /// <summary>K + K·D + K·D, and K·D(D−1)/2 more with correlations.</summary>
    public static int Length(GaussianParameters model) => model.Components * (1 + model.Features + ShapeLength(model));

    /// <summary>Writes the coordinates.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="centre">D numbers that lie among the means, so that differences keep their digits.</param>
    /// <param name="vector">Receives them.</param>
    public static void Write(GaussianParameters model, ReadOnlySpan<double> centre, Span<double> vector)
    {
        int d = model.Features;
        int shape = ShapeLength(model);
        TensorPrimitives.Log(model.Weights, vector[..model.Components]);
        vector = vector[model.Components..];
        for (int k = 0; k < model.Components; k++)
        {
            TensorPrimitives.Subtract(model.Mean(k), centre, vector[..d]);
            WriteShape(model, k, vector.Slice(d, shape));
            vector = vector[(d + shape)..];
        }
    }

    /// <summary>The complete data's information about them per row: of log π it is π, of a mean about π over the conditional variance, of a log deviation 2π, of a regression
    /// coefficient π times the ratio of the variances.</summary>
    public static void WriteInformation(GaussianParameters model, Span<double> information)
    {
        int d = model.Features;
        model.Weights.CopyTo(information);
        information = information[model.Components..];
        for (int k = 0; k < model.Components; k++)
        {
            double weight = model.Weights[k];
            for (int j = 0; j < d; j++)
            {
                information[j] = weight * Root(model, k, j) * Root(model, k, j);
            }

            information = information[d..];
            for (int j = 0; j < d; j++)
            {
                for (int i = 0; i < (model.Structure.HasCorrelations ? j : 0); i++)
                {
                    information[i] = weight * Math.Pow(Root(model, k, j) / Root(model, k, i), 2);
                }

                information = information[(model.Structure.HasCorrelations ? j : 0)..];
                information[0] = 2 * weight;
                information = information[1..];
            }
        }
    }

    /// <summary>The parameters at these coordinates, brought to the structure.</summary>
    public static GaussianParameters Read(GaussianParameters model, ReadOnlySpan<double> centre, ReadOnlySpan<double> vector)
    {
        int d = model.Features;
        int shape = ShapeLength(model);
        int form = model.Structure.FormLength(d);
        var weights = new double[model.Components];
        TensorPrimitives.SoftMax(vector[..weights.Length], weights);
        vector = vector[weights.Length..];
        var means = new double[weights.Length * d];
        var forms = new double[weights.Length * form];
        for (int k = 0; k < weights.Length; k++)
        {
            TensorPrimitives.Add(vector[..d], centre, means.AsSpan(k * d, d));
            ReadShape(vector.Slice(d, shape), d, forms.AsSpan(k * form, form));
            vector = vector[(d + shape)..];
        }

        var read = GaussianParameters.FromForms(model.Structure, d, weights, means, forms);
        for (int k = 0; k < model.Counts.Length; k++)
        {
            read.KeepCounts()[k] = model.Counts.Sum() * weights[k];
        }

        return read;
    }

    private static int ShapeLength(GaussianParameters model) => model.Structure.HasCorrelations ? model.Features * (model.Features + 1) / 2 : model.Features;

    private static double Root(GaussianParameters model, int component, int feature)
    {
        var root = model.Structure.FactorOf(model, component);
        return model.Structure.HasCorrelations ? root[feature * (model.Features + 1)] : root[Math.Min(feature, root.Length - 1)];
    }

    private static void WriteShape(GaussianParameters model, int component, Span<double> shape)
    {
        int d = model.Features;
        var root = model.Structure.FactorOf(model, component);
        for (int j = 0, at = 0; j < d; j++)
        {
            double own = Root(model, component, j);
            for (int i = 0; i < (model.Structure.HasCorrelations ? j : 0); i++)
            {
                shape[at++] = -root[(j * d) + i] / own;
            }

            shape[at++] = -Math.Log(own);
        }
    }

    private static void ReadShape(ReadOnlySpan<double> shape, int d, Span<double> form)
    {
        if (form.Length == d && shape.Length == d)
        {
            for (int j = 0; j < d; j++)
            {
                form[j] = Math.Exp(2 * shape[j]);
            }

            return;
        }

        var root = new double[d * d];
        for (int j = 0, at = 0; j < d; j++)
        {
            double own = Math.Exp(-shape[at + j]);
            for (int i = 0; i < j; i++)
            {
                root[(j * d) + i] = -shape[at++] * own;
            }

            root[(j * d) + j] = own;
            at++;
        }

        Cholesky.Invert(root, d);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                form[(i * d) + j] = form[(j * d) + i] = TensorPrimitives.Dot(root.AsSpan(i * d, j + 1), root.AsSpan(j * d, j + 1));
            }
        }
    }
}
