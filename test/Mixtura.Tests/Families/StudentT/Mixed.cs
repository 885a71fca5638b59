using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.StudentT;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;
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

    /// <summary>The M-step of rows assigned to components in order of their first feature, equal shares each, from sums about the pooled mixture.</summary>
    public static StudentTParameters Start(StudentTFamily family, DataSet data)
    {
        var pooled = family.Pooled(DataSummary.Of(data.Source), data.Components);
        var statistics = family.CreateStatistics(pooled);
        int[] order = [.. Enumerable.Range(0, data.Rows.Rows).OrderBy(i => data.Rows[i, 0])];
        var component = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            component[order[i]] = i * data.Components / order.Length;
        }

        int step = family.BlockRows(pooled);
        int stride = BlockLayout.Stride(step);
        using var reader = data.Source.Open();
        while (reader.Read(step, out var block))
        {
            var responsibilities = new ComponentBlock(new double[data.Components * stride], data.Components, block.Count, stride);
            family.LogJoint(pooled, block, statistics, responsibilities);
            responsibilities.Values.Clear();
            for (int i = 0; i < block.Count; i++)
            {
                responsibilities[component[block.FirstRow + i]][i] = block.Weights[i];
            }

            family.Accumulate(pooled, block, responsibilities, statistics);
        }

        return family.Maximize(pooled, statistics);
    }

    public static EmResult<StudentTParameters> Run(StudentTFamily family, StudentTParameters start, IRowSource rows, EmOptions options) =>
        ExpectationMaximization.Run<StudentTParameters, StudentTStatistics>(family, start, rows, options);

    public static EmResult<StudentTParameters> Plain(StudentTFamily family, StudentTParameters start, IRowSource rows, int iterations, int threads = 2) =>
        Run(family, start, rows, new EmOptions { Acceleration = false, Tolerance = 0, MaxIterations = iterations, Threads = threads });

    /// <summary>One E-step: the sums and the bound.</summary>
    public static (StudentTStatistics Statistics, double Bound) Expect(StudentTFamily family, StudentTParameters model, IRowSource rows, int from, int to)
    {
        ILatentVariableModel<StudentTParameters, StudentTStatistics> engine = family;
        var statistics = family.CreateStatistics(model);
        using var reader = rows.Open();
        reader.MoveTo(from);
        Assert.True(reader.Read(to - from, out var block));
        Assert.Equal(to - from, block.Count);
        return (statistics, engine.Expect(model, block, statistics));
    }

    /// <summary>log p(x) of every row.</summary>
    public static double[] LogDensity(StudentTFamily family, StudentTParameters model, RowMatrix rows)
    {
        var result = new List<double>();
        var statistics = family.CreateStatistics(model);
        var buffers = MixtureBuffers.Of(statistics);
        using var reader = new MemoryRows(rows).Open();
        while (reader.Read(family.BlockRows(model), out var block))
        {
            MixtureExpectation.Posterior(family, model, block, statistics, buffers, keepsLogDensity: true, out var logDensity, out _);
            result.AddRange(logDensity);
        }

        return [.. result];
    }

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
