using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.IO;

/// <summary>Covariances, precisions and their factors in the shapes of scikit-learn's covariance types: K×D×D, D×D, K×D, K.</summary>
/// <param name="type">The type.</param>
/// <param name="components">K.</param>
/// <param name="features">D.</param>
internal sealed class ScikitLearnCovariances(string type, int components, int features)
{
    public const string Full = "full";
    public const string Tied = "tied";
    public const string Diag = "diag";
    public const string Spherical = "spherical";

    /// <summary>The shape of all of them.</summary>
    public int[] Shape { get; } = type switch
    {
        Full => [components, features, features],
        Tied => [features, features],
        Diag => [components, features],
        _ => [components],
    };

    /// <summary>The shape of what is one for all components, such as a prior.</summary>
    public int[] PriorShape { get; } = type switch
    {
        Full or Tied => [features, features],
        Diag => [features],
        _ => [],
    };

    /// <summary>From a D×D matrix a component.</summary>
    public double[] Of(Func<int, RowMatrix> matrixOf) => type switch
    {
        Full => [.. Enumerable.Range(0, components).SelectMany(k => matrixOf(k).Values.ToArray())],
        Tied => matrixOf(0).Values.ToArray(),
        Diag => [.. Enumerable.Range(0, components).SelectMany(k => Diagonal(matrixOf(k)))],
        _ => [.. Enumerable.Range(0, components).Select(k => matrixOf(k)[0, 0])],
    };

    /// <summary>From one D×D matrix for all; of a sphere the mean of the diagonal.</summary>
    public double[] OfPrior(RowMatrix matrix) => type switch
    {
        Full or Tied => matrix.Values.ToArray(),
        Diag => Diagonal(matrix),
        _ => [Diagonal(matrix).Average()],
    };

    /// <summary>The D×D matrix of a component.</summary>
    /// <param name="array">All of them, in <see cref="Shape"/>.</param>
    /// <param name="component">The component.</param>
    public double[][] Matrix(ParameterArray array, int component)
    {
        int offset = type is Tied ? 0 : component * (array.Values.Count / components);
        return Square(type is Full or Tied, (i, j) => array.Values[offset + (type switch
        {
            Full or Tied => (i * features) + j,
            Diag => i,
            _ => 0,
        })]);
    }

    /// <summary>The D×D matrix of a prior in <see cref="PriorShape"/>.</summary>
    public double[][] PriorMatrix(ParameterArray array) => Square(type is Full or Tied, (i, j) => array.Values[type switch
    {
        Full or Tied => (i * features) + j,
        Diag => i,
        _ => 0,
    }]);

    /// <summary>The variances of a component, where that is all there is.</summary>
    public double[] Variances(ParameterArray array, int component) =>
        [.. Enumerable.Range(0, features).Select(j => array.Values[type is Diag ? (component * features) + j : component])];

    private double[][] Square(bool isFull, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, features).Select(i => Enumerable.Range(0, features).Select(j => isFull || i == j ? value(i, j) : 0).ToArray())];

    private double[] Diagonal(RowMatrix matrix) => [.. Enumerable.Range(0, features).Select(j => matrix[j, j])];
}
