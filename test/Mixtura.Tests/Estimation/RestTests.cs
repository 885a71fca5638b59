using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Estimation;

/// <summary>EM ends where its own step gains nothing: at once on components that do not overlap, but not on the slow way off a saddle.</summary>
public class RestTests
{
    /// <summary>The second step of EM has nothing left to do: what the rows belong to does not change any more.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(32)]
    public void SeparatedComponents_AreThereAfterAFewIterations(int features)
    {
        var result = Run(Rows(features, 60), features, 25);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.InRange(result.Iterations, 1, 3);
    }

    /// <summary>Two components in one place are a saddle: no step of EM leaves it.</summary>
    [Fact]
    public void EqualComponents_StayWhereTheyAre()
    {
        var result = Run(Rows(2, 8), 2, 0);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.Equal(result.Model.Mean(0).ToArray(), result.Model.Mean(1).ToArray());
    }

    /// <summary>Hardly off it the first gains are tiny, and yet the two clusters are what is found.</summary>
    [Fact]
    public void NearASaddle_IsNotMistakenForRest()
    {
        var result = Run(Rows(2, 8), 2, 1e-5);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.InRange(Math.Abs(result.Model.Mean(0)[0] - result.Model.Mean(1)[0]), 7.5, 8.5);
    }

    private static EmResult<GaussianParameters> Run(RowMatrix rows, int features, double apart)
    {
        var covariance = new double[features * features];
        for (int j = 0; j < features; j++)
        {
            covariance[j * (features + 1)] = 20;
        }

        double[] first = new double[features];
        double[] second = new double[features];
        (first[0], second[0]) = (-apart, apart);
        var start = GaussianParameters.From(CovarianceStructure.Full, features, [0.5, 0.5], [.. first, .. second], [.. covariance, .. covariance]);
        return ExpectationMaximization.Run(new GaussianFamily(0, null), start, new MemoryRows(rows), new EmOptions { Tolerance = 1e-10 });
    }

    // two round clouds, so far from each other along the first axis
    private static RowMatrix Rows(int features, double distance)
    {
        var random = new Generator(11);
        int count = 20 * Math.Max(features, 10);
        var values = new double[count * features];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Gaussian() + (i % features == 0 ? (i / features % 2 == 0 ? -0.5 : 0.5) * distance : 0);
        }

        return new RowMatrix(values, features);
    }
}
