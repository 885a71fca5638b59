using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Families.StudentT;

/// <summary>Mixtures of Student-t components for the tests: starts, runs and densities.</summary>
internal static class Mixed
{
    public static DegreesOfFreedom Degrees(string name) => name switch
    {
        "estimated" => DegreesOfFreedom.Estimated,
        "shared" => DegreesOfFreedom.Shared,
        _ => DegreesOfFreedom.Fixed(4),
    };

    public static StudentTFamily Family(string structure, string degrees = "estimated") => new(Shapes.Structure(structure), Degrees(degrees));

    /// <inheritdoc cref="FamilyRuns.Start"/>
    public static StudentTParameters Start(StudentTFamily family, DataSet data) => FamilyRuns.Start(family, data);

    public static EmResult<StudentTParameters> Run(StudentTFamily family, StudentTParameters start, IRowSource rows, EmOptions options) => FamilyRuns.Run(family, start, rows, options);

    public static EmResult<StudentTParameters> Plain(StudentTFamily family, StudentTParameters start, IRowSource rows, int iterations, int threads = 2) =>
        FamilyRuns.Plain(family, start, rows, iterations, threads);

    /// <inheritdoc cref="FamilyRuns.Expect"/>
    public static (StudentTStatistics Statistics, double Bound) Expect(StudentTFamily family, StudentTParameters model, IRowSource rows, int from, int to) =>
        FamilyRuns.Expect(family, model, rows, from, to);

    /// <inheritdoc cref="FamilyRuns.LogDensity"/>
    public static double[] LogDensity(StudentTFamily family, StudentTParameters model, RowMatrix rows) => FamilyRuns.LogDensity(family, model, rows);

    /// <summary>Weights, locations and scale matrices.</summary>
    public static MixtureParameters Plain(StudentTParameters model) => MixtureParameters.Of(new GaussianMixture(model.Gaussians, []));

    public static void Agrees(StudentTParameters expected, StudentTParameters actual, double tolerance)
    {
        Agree.Parameters(Plain(expected), Plain(actual), tolerance);
        for (int k = 0; k < expected.Components; k++)
        {
            Agree.Relatively(expected.DegreesOfFreedom[k], actual.DegreesOfFreedom[k], 100 * tolerance, $"degrees of freedom {k}");
        }
    }

    public static void SameBits(StudentTParameters expected, StudentTParameters actual)
    {
        Agree.Exactly(expected.Gaussians.Weights, actual.Gaussians.Weights, "weights");
        Agree.Exactly(expected.Gaussians.Means, actual.Gaussians.Means, "locations");
        Agree.Exactly(expected.Gaussians.Covariances, actual.Gaussians.Covariances, "scales");
        Agree.Exactly(expected.DegreesOfFreedom, actual.DegreesOfFreedom, "degrees of freedom");
    }
}
