using Mixtura.Gaussian;
using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian.Kernels;

/// <summary>Rows and components for a kernel, and what the plain double loop makes of them.</summary>
internal sealed class KernelProblem
{
    private readonly GaussianParameters parameters;

    private KernelProblem(GaussianParameters parameters, double[] rows, double[] weights)
    {
        this.parameters = parameters;
        Rows = rows;
        Weights = weights;
    }

    public double[] Rows { get; }

    public double[] Weights { get; }

    public int Count => Weights.Length;

    public int Components => parameters.Components;

    public int Features => parameters.Features;

    public PackedGaussians Packed => parameters.Packed;

    /// <summary>Components whose means are <paramref name="separation"/> standard deviations apart, and rows drawn from them.</summary>
    public static KernelProblem Create(CovarianceStructure structure, int count, int features, int components, double separation, double offset)
    {
        var random = new Generator((ulong)((features * 1000) + (components * 10) + count));
        var means = Enumerable.Range(0, components * features).Select(_ => offset + (separation * random.Gaussian())).ToArray();
        var covariances = new double[components * features * features];
        for (int k = 0; k < components; k++)
        {
            WriteCovariance(random, features, covariances.AsSpan(k * features * features, features * features));
        }

        var weights = Enumerable.Repeat(1.0 / components, components).ToArray();
        var drawnFrom = GaussianParameters.From(structure, features, weights, means, covariances);
        var rows = Enumerable.Range(0, count * features).Select(i => means[(i / features % components * features) + (i % features)] + random.Gaussian()).ToArray();
        var rowWeights = Enumerable.Range(0, count).Select(i => count % 2 == 0 ? 1 : i % 4 == 1 ? 0 : 0.25 + (i % 3)).ToArray();
        return new KernelProblem(drawnFrom, rows, rowWeights);
    }

    /// <summary>Rows at 0, where component 0 is: bounds from a part of the features are nearly exact then. The last component is far away, all others at such distances a along the first axis, a²/2 = 33 … 43, that their
    /// log joints are so much less than the first's.</summary>
    public static KernelProblem CreateFaint(CovarianceStructure structure, int count, int features, int components)
    {
        var random = new Generator((ulong)((features * 1000) + (components * 10) + count));
        var means = new double[components * features];
        var covariances = new double[components * features * features];
        for (int k = 0; k < components; k++)
        {
            means[k * features] = k == 0 ? 0 : k == components - 1 ? 1000 : Math.Sqrt(2 * (33 + (10.0 * k / components)));
            for (int j = 0; j < features; j++)
            {
                covariances[((k * features) + j) * features + j] = 1;
            }
        }

        var faint = GaussianParameters.From(structure, features, Enumerable.Repeat(1.0 / components, components).ToArray(), means, covariances);
        var rows = Enumerable.Range(0, count * features).Select(_ => 0.01 * random.Gaussian()).ToArray();
        return new KernelProblem(faint, rows, [.. Enumerable.Repeat(1.0, count)]);
    }

    /// <summary>log πₖ + log N(xᵢ|μₖ, Σₖ), and the size of the numbers that it is the difference of.</summary>
    public (double Value, double Scale) LogJoint(int row, int component)
    {
        var factor = parameters.Structure.FactorOf(parameters, component);
        double distance = 0;
        for (int a = 0; a < Features; a++)
        {
            double y = 0;
            for (int b = 0; b <= a; b++)
            {
                y += Entry(factor, a, b) * Deviation(row, component, b);
            }

            distance += y * y;
        }

        double offset = parameters.Offsets[component];
        return (offset - (distance / 2), Math.Abs(offset) + (distance / 2));
    }

    /// <summary>xᵢⱼ − μₖⱼ.</summary>
    public double Deviation(int row, int component, int feature) => Rows[(row * Features) + feature] - parameters.Mean(component)[feature];

    /// <summary>Log joints by a kernel: a fresh one, or one that an earlier block of NaN has passed through.</summary>
    public double[] LogJointBy(GaussianKernel kernel, bool poisoned)
    {
        var joint = new double[Components * kernel.Stride];
        if (poisoned)
        {
            var nan = new double[kernel.BlockRows * Features];
            Array.Fill(nan, double.NaN);
            kernel.Load(nan, kernel.BlockRows);
            kernel.LogJoint(Packed, joint);
            Array.Fill(joint, double.NaN);
        }

        kernel.Load(Rows, Count);
        kernel.LogJoint(Packed, joint);
        return joint;
    }

    /// <summary>Log joints to weighted responsibilities.</summary>
    public double[] Responsibilities(double[] joint, GaussianKernel kernel)
    {
        var result = (double[])joint.Clone();
        new BlockLogSumExp(kernel.BlockRows).Apply(result, kernel.Stride, Components, Count, Weights, keepsLogDensity: true);
        return result;
    }

    private double Entry(ReadOnlySpan<double> factor, int a, int b)
    {
        if (factor.Length == Features * Features)
        {
            return factor[(a * Features) + b];
        }

        return a != b ? 0 : factor[factor.Length == 1 ? 0 : a];
    }

    // A Aᵀ/d + I/2 with A random: well conditioned, fully correlated
    private static void WriteCovariance(Generator random, int d, Span<double> covariance)
    {
        var factor = Enumerable.Range(0, d * d).Select(_ => random.Gaussian()).ToArray();
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b < d; b++)
            {
                double sum = a == b ? 0.5 : 0;
                for (int c = 0; c < d; c++)
                {
                    sum += factor[(a * d) + c] * factor[(b * d) + c] / d;
                }

                covariance[(a * d) + b] = sum;
            }
        }
    }
}
