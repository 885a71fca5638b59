using System.Numerics.Tensors;
using Mixtura.Data;
using Mixtura.Numerics;

namespace Mixtura.Gaussian;

public sealed partial class GaussianMixture
{
    // not one of the streams that starts draw from: data drawn with a seed must not be correlated with a fit's starts
    private const ulong SamplingStream = ulong.MaxValue - 1;

    /// <summary>Draws rows: a component by its weight, then a row from its Gaussian (eq. 3). Rows are independent, so in no order.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    public new RowMatrix Sample(int count, Seed seed = default) => Sample(count, seed, out _);

    /// <summary>Draws rows and tells the component of each.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The same seed gives the same rows, on any runtime.</param>
    /// <param name="labels">Receives the component that each row came from, counted from 0.</param>
    public new RowMatrix Sample(int count, Seed seed, out int[] labels) => Sample(count, new RandomSource(seed, SamplingStream), out labels);

    /// <summary>The same, going on with random numbers that are given.</summary>
    internal RowMatrix Sample(int count, RandomSource random, out int[] labels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var running = RunningWeights();
        var factors = Factors();
        var values = new double[checked(count * Features)];
        var deviates = new double[Features];
        var correlated = new double[Features];
        labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int component = random.NextWeighted(running);
            for (int j = 0; j < deviates.Length; j++)
            {
                deviates[j] = random.NextGaussian();
            }

            var row = values.AsSpan(i * Features, Features);
            Correlate(factors[component], deviates, correlated);
            TensorPrimitives.Add(Parameters.Mean(component), correlated, row);                  // μ + L·z
            labels[i] = component;
        }

        return new RowMatrix(values, Features);
    }

    // L, or its diagonal
    private double[][] Factors()
    {
        var factors = new double[Components][];
        for (int k = 0; k < Components; k++)
        {
            if (!Covariance.Storage.HasCorrelations)
            {
                factors[k] = Array.ConvertAll(VariancesOf(k), Math.Sqrt);
                continue;
            }

            factors[k] = new double[Features * Features];
            Cholesky.TryFactor(CovarianceOf(k).Values.Span, Features, factors[k]);
        }

        return factors;
    }

    private void Correlate(double[] factor, double[] deviates, double[] correlated)
    {
        if (Covariance.Storage.HasCorrelations)
        {
            Cholesky.Multiply(factor, deviates, correlated);
        }
        else
        {
            TensorPrimitives.Multiply(factor, deviates, correlated);
        }
    }

    private double[] RunningWeights()
    {
        var running = new double[Components];
        double sum = 0;
        for (int k = 0; k < Components; k++)
        {
            running[k] = sum += Parameters.Weights[k];
        }

        return running;
    }
}
