using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Families.StudentT;

/// <summary>The parameters by name, and back to the bit: <c>weights</c> K, <c>locations</c> K×D, <c>scales</c> K×D×D or, without correlations, <c>variances</c> K×D (the diagonals of the scale
/// matrices), <c>degreesOfFreedom</c> K.</summary>
internal static class StudentTDescription
{
    private const string Weights = "weights";
    private const string Locations = "locations";
    private const string Scales = "scales";
    private const string Variances = "variances";
    private const string Freedoms = "degreesOfFreedom";

    private static readonly ParameterCheck Check = new("location", "scale");

    /// <summary>The parameters of a model.</summary>
    public static IReadOnlyList<ParameterArray> Of(StudentTParameters model)
    {
        int k = model.Components;
        int d = model.Features;
        var forms = model.Gaussians.Forms(model.Structure);
        return
        [
            new(Weights, model.Gaussians.Weights, k),
            new(Locations, model.Gaussians.Means, k, d),
            model.Structure.HasCorrelations ? new(Scales, forms, k, d, d) : new(Variances, forms, k, d),
            new(Freedoms, model.DegreesOfFreedom, k),
        ];
    }

    /// <summary>The model of these parameters.</summary>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public static StudentTParameters Read(IReadOnlyDictionary<string, ParameterArray> parameters, CovarianceStructure structure, DegreesOfFreedom degrees)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int k = Named(parameters, Weights).Values.Count;
        var location = Named(parameters, Locations);
        int d = location.Shape.Count == 2 ? location.Shape[1] : throw new InputException($"'{Locations}' has {location.Shape.Count} lengths where K×D is needed. Give a row of D numbers for each component.");
        double[] weights = Read(parameters, Weights, k);
        var locations = new RowMatrix(Read(parameters, Locations, k, d), d);
        var gaussians = structure.HasCorrelations
            ? Check.Build(weights, locations, Matrices(Read(parameters, Scales, k, d, d), d), structure, [])
            : Check.Build(weights, locations, new RowMatrix(Read(parameters, Variances, k, d), d), structure, []);
        return StudentTParameters.Of(gaussians, Checked(Read(parameters, Freedoms, k), degrees));
    }

    private static ParameterArray Named(IReadOnlyDictionary<string, ParameterArray> parameters, string name) => parameters.TryGetValue(name, out var array)
        ? array
        : throw new InputException($"'{name}' is missing among {(parameters.Count == 0 ? "no parameters" : string.Join(", ", parameters.Keys))}. A Student-t mixture has {Weights}, {Locations}, {Scales} (or, without correlations, {Variances}) and {Freedoms}.");

    private static double[] Read(IReadOnlyDictionary<string, ParameterArray> parameters, string name, params int[] shape)
    {
        var array = Named(parameters, name);
        return array.Shape.SequenceEqual(shape) && array.Values.Count > 0
            ? [.. array.Values]
            : throw new InputException($"'{name}' is {string.Join('×', array.Shape)} where {string.Join('×', shape)} is needed: K = {shape[0]} as there are weights, D as there are columns of locations. Give {array.Name} of that shape.");
    }

    private static RowMatrix[] Matrices(double[] values, int d) =>
        [.. Enumerable.Range(0, values.Length / (d * d)).Select(k => new RowMatrix(values.AsMemory(k * d * d, d * d), d))];

    private static double[] Checked(double[] freedoms, DegreesOfFreedom degrees)
    {
        for (int k = 0; k < freedoms.Length; k++)
        {
            if (!(freedoms[k] > 0) || !double.IsFinite(freedoms[k]))
            {
                throw new InputException($"The degrees of freedom of component {k} are {freedoms[k]}. Give a finite number above 0.");
            }

            double expected = !degrees.IsEstimated ? degrees.Value : degrees.IsShared ? freedoms[0] : freedoms[k];
            if (freedoms[k] != expected)
            {
                throw new InputException($"The degrees of freedom of component {k} are {freedoms[k]}, where all have {expected}. Give all the same, or estimate one for each component.");
            }
        }

        return freedoms;
    }
}
