using System.Text.Json;
using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Tests.References;

namespace Mixtura.Tests;

/// <summary>Weights, means and full covariances as plain arrays: what is compared, whatever it comes from.</summary>
internal sealed record MixtureParameters(double[] Weights, double[][] Means, double[][][] Covariances)
{
    public int Components => Weights.Length;

    public int Features => Means[0].Length;

    public static MixtureParameters Of(GaussianMixture model) => new(
        model.Weights.ToArray(),
        [.. Enumerable.Range(0, model.Components).Select(k => model.Means.Row(k).ToArray())],
        [.. Enumerable.Range(0, model.Components).Select(k => RowsOf(model.CovarianceOf(k)))]);

    /// <summary>Reads the fields <c>weights</c>, <c>means</c>, <c>covariances</c>.</summary>
    public static MixtureParameters Of(JsonElement json) => new(
        json.GetProperty("weights").Numbers(),
        json.GetProperty("means").Rows(),
        [.. json.GetProperty("covariances").EnumerateArray().Select(static matrix => matrix.Rows())]);

    public GaussianMixture ToModel(CovarianceStructure? structure = null) =>
        GaussianMixture.Create(Weights, RowMatrix.Copy(Means), [.. Covariances.Select(static rows => RowMatrix.Copy(rows))], structure);

    /// <summary>The same with the components in the order that <paramref name="other"/> has them: each goes to the one nearest in mean, weight and variance.</summary>
    public MixtureParameters InOrderOf(MixtureParameters other)
    {
        var order = new int[Components];
        var free = Enumerable.Range(0, Components).ToList();
        for (int k = 0; k < Components; k++)
        {
            order[k] = free.MinBy(candidate => Distance(candidate, other, k));
            free.Remove(order[k]);
        }

        return new(Array.ConvertAll(order, k => Weights[k]), Array.ConvertAll(order, k => Means[k]), Array.ConvertAll(order, k => Covariances[k]));
    }

    private double Distance(int k, MixtureParameters other, int l)
    {
        double sum = Math.Abs(Weights[k] - other.Weights[l]);
        for (int j = 0; j < Features; j++)
        {
            sum += Math.Abs(Means[k][j] - other.Means[l][j]) / Math.Sqrt(other.Covariances[l][j][j]);
            sum += Math.Abs(Math.Log(Covariances[k][j][j] / other.Covariances[l][j][j]));
        }

        return sum;
    }

    private static double[][] RowsOf(RowMatrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray())];
}
