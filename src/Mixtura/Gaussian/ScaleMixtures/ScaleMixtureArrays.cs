using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>Weights, locations and scale matrices by name, and back to the bit: <c>weights</c> K, locations K×D, scale matrices K×D×D or, without correlations, <c>variances</c> K×D.</summary>
/// <param name="location">What the locations are called.</param>
/// <param name="matrix">What the scale matrices are called.</param>
/// <param name="words">The same in sentences, one of each.</param>
/// <param name="kind">What the mixture is, and the names of its other parameters: the end of the sentence on what is missing.</param>
internal sealed class ScaleMixtureArrays(string location, string matrix, (string Location, string Matrix) words, (string Mixture, string Others) kind)
{
    private const string Weights = "weights";
    private const string Variances = "variances";

    private readonly ParameterCheck check = new(words.Location, words.Matrix);

    /// <summary>Those of a model.</summary>
    public ParameterArray[] Of(GaussianParameters model)
    {
        int k = model.Components;
        int d = model.Features;
        var forms = model.Forms(model.Structure);
        return
        [
            new(Weights, model.Weights, k),
            new(location, model.Means, k, d),
            model.Structure.HasCorrelations ? new(matrix, forms, k, d, d) : new(Variances, forms, k, d),
        ];
    }

    /// <summary>The model of these.</summary>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public GaussianParameters Read(IReadOnlyDictionary<string, ParameterArray> parameters, CovarianceStructure structure)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int k = Named(parameters, Weights).Values.Count;
        var centres = Named(parameters, location);
        int d = centres.Shape.Count == 2 ? centres.Shape[1] : throw new InputException($"'{location}' has {centres.Shape.Count} lengths where K×D is needed. Give a row of D numbers for each component.");
        double[] weights = Numbers(parameters, Weights, k);
        var locations = new RowMatrix(Numbers(parameters, location, k, d), d);
        return structure.HasCorrelations
            ? check.Build(weights, locations, Matrices(Numbers(parameters, matrix, k, d, d), d), structure, [])
            : check.Build(weights, locations, new RowMatrix(Numbers(parameters, Variances, k, d), d), structure, []);
    }

    /// <summary>The numbers of one array.</summary>
    /// <exception cref="InputException">It is missing or of another shape.</exception>
    public double[] Numbers(IReadOnlyDictionary<string, ParameterArray> parameters, string name, params int[] shape)
    {
        var array = Named(parameters, name);
        return array.Shape.SequenceEqual(shape) && array.Values.Count > 0
            ? [.. array.Values]
            : throw new InputException($"'{name}' is {string.Join('×', array.Shape)} where {string.Join('×', shape)} is needed: K = {shape[0]} as there are weights, D as there are columns of {location}. Give {array.Name} of that shape.");
    }

    private ParameterArray Named(IReadOnlyDictionary<string, ParameterArray> parameters, string name) => parameters.TryGetValue(name, out var array)
        ? array
        : throw new InputException($"'{name}' is missing among {(parameters.Count == 0 ? "no parameters" : string.Join(", ", parameters.Keys))}. A {kind.Mixture} has {Weights}, {location}, {matrix} (or, without correlations, {Variances}){kind.Others}.");

    private static RowMatrix[] Matrices(double[] values, int d) =>
        [.. Enumerable.Range(0, values.Length / (d * d)).Select(k => new RowMatrix(values.AsMemory(k * d * d, d * d), d))];
}
