using Mixtura.Data;
using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Mixtures;

namespace Mixtura.Families.StudentT;

/// <summary>The parameters by name, and back to the bit: <c>weights</c> K, <c>locations</c> K×D, <c>scales</c> K×D×D or, without correlations, <c>variances</c> K×D (the diagonals of the scale
/// matrices), <c>degreesOfFreedom</c> K.</summary>
internal static class StudentTDescription
{
    private const string Freedoms = "degreesOfFreedom";

    private static readonly ScaleMixtureArrays Arrays = new("locations", "scales", ("location", "scale"), ("Student-t mixture", $" and {Freedoms}"));

    /// <summary>The parameters of a model.</summary>
    public static IReadOnlyList<ParameterArray> Of(StudentTParameters model) => [.. Arrays.Of(model.Gaussians), new(Freedoms, model.DegreesOfFreedom, model.Components)];

    /// <summary>The model of these parameters.</summary>
    /// <exception cref="InputException">One is missing or cannot be.</exception>
    public static StudentTParameters Read(IReadOnlyDictionary<string, ParameterArray> parameters, CovarianceStructure structure, DegreesOfFreedom degrees)
    {
        var gaussians = Arrays.Read(parameters, structure);
        return StudentTParameters.Of(gaussians, Checked(Arrays.Numbers(parameters, Freedoms, gaussians.Components), degrees));
    }

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
