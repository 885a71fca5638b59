using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>Rows with gaps where features are few: what depends on a pattern is made once for the parameters (<see cref="GapFactor"/>) and kept, 2^D patterns at the most.</summary>
internal sealed class FactoredGaps(int components, int features) : GapRows(components, features)
{
    private readonly int components = components;
    private readonly int features = features;
    private readonly GapFactor?[] factors = new GapFactor?[1 << features];
    private readonly GapSolver solver = new(features);
    private readonly int stride = BlockLayout.PadColumns(features);
    private readonly double[] means = new double[components * BlockLayout.PadColumns(features)];
    private readonly CompletedRows completed = new(features);
    private double[] values = [];
    private readonly double[] covariances = new double[components * features * features];
    private long generation = -1;

    /// <inheritdoc/>
    public override double LogRoot(int component, int pattern) => FactorOf(pattern).LogRoot(component);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Measure(GaussianParameters parameters, RowBlock block, bool prunes)
    {
        Prepare(parameters);
        values = Room(values, Count * stride);
        for (int p = 0; p < Patterns.Count; p++)
        {
            var factor = FactorOf(p);
            for (int r = Patterns.Start(p); r < Patterns.Start(p + 1); r++)
            {
                Copy(block[Patterns.RowOf(r)], r * stride);
                factor.Measure(values.AsSpan(r * stride, stride), means, parameters.Offsets, prunes, Distances.AsSpan(r), Count);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(GaussianParameters parameters, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        for (int k = 0; k < components; k++)
        {
            var mean = means.AsSpan(k * stride, stride);
            for (int p = 0; p < Patterns.Count; p++)
            {
                var factor = FactorOf(p);
                double share = 0;
                for (int r = Patterns.Start(p); r < Patterns.Start(p + 1); r++)
                {
                    int row = Patterns.RowOf(r);
                    double weight = weights.Values[(k * weights.Stride) + row];
                    if (weight > 0)
                    {
                        share += shares.Values[(k * shares.Stride) + row];
                        factor.Complete(k, values.AsSpan(r * stride, stride), mean, completed.Next);
                        completed.Take(weight, sums, k);
                    }
                }

                if (share > 0)
                {
                    factor.AddSpread(k, share, new ScatterAt(sums, k));
                }
            }

            completed.Flush(sums, k);
        }
    }

    // 0 in the place of what is missing
    private void Copy(ReadOnlySpan<double> row, int to)
    {
        for (int j = 0; j < row.Length; j++)
        {
            values[to + j] = double.IsNaN(row[j]) ? 0 : row[j];
        }

        values.AsSpan(to + row.Length, stride - row.Length).Clear();
    }

    private GapFactor FactorOf(int pattern) => factors[(int)Patterns.Mask(pattern)]!;

    private void Prepare(GaussianParameters parameters)
    {
        if (generation != parameters.Generation)
        {
            generation = parameters.Generation;
            for (int k = 0; k < components; k++)
            {
                parameters.Mean(k).CopyTo(means.AsSpan(k * stride));
                parameters.Structure.WriteCovariance(parameters, k, covariances.AsSpan(k * features * features, features * features));
            }
        }

        for (int p = 0; p < Patterns.Count; p++)
        {
            var factor = factors[(int)Patterns.Mask(p)] ??= new GapFactor(Patterns.Missing(p), components, features);
            if (factor.Generation != generation)
            {
                factor.Make(parameters, covariances, solver);
            }
        }
    }
}
