using Mixtura.Numerics;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Numerics;

public class BlockLogSumExpTests
{
    private const double Infinity = double.PositiveInfinity;

    public static TheoryData<double[]> Extremes =>
    [
        new double[] { 0 }, new double[] { 0, 0 }, new double[] { 1, 2, 3 }, new double[] { 1000, 1000 }, new double[] { -1000, -1001 },
        new[] { -1e300, -1e300 }, new[] { 1e300, 0 }, new[] { -1e308, -1e308, -1e308 }, new double[] { 0, -45.9 }, new double[] { 0, -46.1, -45.9 },
        new double[] { 0, -1e5 }, new[] { -1e12, -1e12 - 1 }, new[] { 5, -Infinity, 4 }, new[] { -Infinity, 3 }, new double[] { -750, 0, -708, -709 },
    ];

    [Theory]
    [MemberData(nameof(Extremes))]
    public void Normalize_NeitherUnderflowsNorOverflows(double[] joints)
    {
        double largest = joints.Max();
        double shares = joints.Sum(a => Math.Exp(a - largest));
        double expected = largest + Math.Log(shares);
        var (responsibilities, logDensity, sum) = Apply(Enumerable.Repeat(joints, 3).ToArray(), [1, 2.5, 0]);
        Agree.Relatively(expected, logDensity[1], 1e-15, "log density");
        Agree.Relatively(3.5 * expected, sum, 1e-15, "sum");
        for (int k = 0; k < joints.Length; k++)
        {
            // e⁻⁴⁶ ≈ 1e-20 counts as 0
            Agree.Within(2.5 * Math.Exp(joints[k] - largest) / shares, responsibilities[1][k], 2e-15, $"responsibility {k}");
            Assert.Equal(0, responsibilities[2][k]);
        }
    }

    [Fact]
    public void RowWithoutDensity_ShowsInTheSumAndAddsNothing()
    {
        var (responsibilities, logDensity, sum) = Apply([[-Infinity, -Infinity], [0, 1]], [1, 1]);
        Assert.Equal(-Infinity, logDensity[0]);
        Assert.Equal(-Infinity, sum);
        Assert.Equal([0.0, 0.0], responsibilities[0]);
        Agree.Within(1, responsibilities[1].Sum(), 1e-15, "the other row's responsibilities");
    }

    [Fact]
    public void NaN_IsNeverSwallowed()
    {
        var (_, logDensity, sum) = Apply([[0, double.NaN], [double.NaN, 0], [0, 1]], [1, 1, 1]);
        Assert.True(double.IsNaN(logDensity[0]) && double.IsNaN(logDensity[1]) && double.IsNaN(sum));
        Assert.True(double.IsFinite(logDensity[2]));
    }

    [Fact]
    public void RowOfWeightZero_AddsNothingWhateverItsDensity()
    {
        foreach (double worst in (double[])[-Infinity, double.NaN, 1e308])
        {
            var (_, _, sum) = Apply([[worst, worst], [0, 0]], [0, 1]);
            Agree.Within(Math.Log(2), sum, 1e-15, "sum");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(256)]
    public void EveryRowCount_EqualsThePlainFormula(int rows)
    {
        var random = new Generator(9);
        double[][] joints = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, 5).Select(_ => 20 * random.Gaussian()).ToArray())];
        var (responsibilities, logDensity, _) = Apply(joints, [.. Enumerable.Repeat(1.0, rows)]);
        for (int i = 0; i < rows; i++)
        {
            double largest = joints[i].Max();
            double expected = largest + Math.Log(joints[i].Sum(a => Math.Exp(a - largest)));
            Agree.Within(expected, logDensity[i], 1e-14 * (1 + Math.Abs(expected)), $"log density {i}");
            Agree.Within(1, responsibilities[i].Sum(), 1e-14, $"responsibilities {i}");
        }
    }

    private static (double[][] Responsibilities, double[] LogDensity, double Sum) Apply(double[][] joints, double[] weights)
    {
        int components = joints[0].Length;
        int stride = BlockLayout.Stride(joints.Length);

        // what stands in the padding must not matter
        var values = new double[components * stride];
        Array.Fill(values, double.NaN);
        for (int i = 0; i < joints.Length; i++)
        {
            for (int k = 0; k < components; k++)
            {
                values[(k * stride) + i] = joints[i][k];
            }
        }

        var normalizer = new BlockLogSumExp(joints.Length);
        double sum = normalizer.Apply(values, stride, components, joints.Length, weights);
        return ([.. joints.Select((_, i) => Enumerable.Range(0, components).Select(k => values[(k * stride) + i]).ToArray())], normalizer.LogDensity.ToArray(), sum);
    }
}
