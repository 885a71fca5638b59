using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Missing;

/// <summary>Rows with gaps where patterns may be as many as rows: each solves for what it lacks (<see cref="GapSolver"/>), those of a pattern in the block together.</summary>
internal sealed class SolvedGaps(int components, int features) : GapRows(components, features)
{
    private readonly int components = components;
    private readonly int features = features;
    private readonly GapSolver solver = new(features);
    private readonly CompletedRows completed = new(features);
    private readonly double[] deviation = new double[features];
    private double[] values = [];
    private double[] expected = [];
    private double[] roots = [];
    private double[] logRoots = [];
    private int expectedLength;
    private int rootLength;

    /// <inheritdoc/>
    public override double LogRoot(int component, int pattern) => logRoots[(component * Patterns.Count) + pattern];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Measure(GaussianParameters parameters, RowBlock block, bool prunes)
    {
        values = Room(values, Count * features);
        for (int r = 0; r < Count; r++)
        {
            block[Patterns.RowOf(r)].CopyTo(values.AsSpan(r * features));
        }

        MakeRoom(parameters.Structure.HasCorrelations);
        for (int k = 0; k < components; k++)
        {
            var factor = parameters.Structure.FactorOf(parameters, k);
            if (parameters.Structure.HasCorrelations)
            {
                MeasureCorrelated(parameters, k, factor);
            }
            else
            {
                MeasureIndependent(parameters, k, factor);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(GaussianParameters parameters, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        for (int k = 0; k < components; k++)
        {
            Add(parameters, k, weights, shares, sums);
            completed.Flush(sums, k);
        }
    }

    private void Add(GaussianParameters parameters, int component, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        bool hasCorrelations = parameters.Structure.HasCorrelations;
        var scatter = new ScatterAt(sums, component);
        int first = component * expectedLength;
        int root = component * rootLength;
        for (int p = 0; p < Patterns.Count; p++)
        {
            var missing = Patterns.Missing(p);
            int length = hasCorrelations ? missing.Length * missing.Length : 0;
            double share = 0;
            for (int r = Patterns.Start(p); r < Patterns.Start(p + 1); r++, first += missing.Length)
            {
                int row = Patterns.RowOf(r);
                double weight = weights.Values[(component * weights.Stride) + row];
                if (!(weight > 0))
                {
                    continue;
                }

                share += shares.Values[(component * shares.Stride) + row];
                Fill(parameters, component, r, missing, expected.AsSpan(first, missing.Length));
                if (hasCorrelations)
                {
                    deviation.CopyTo(completed.Next);
                    completed.Take(weight, sums, component);
                }
                else
                {
                    scatter.AddSquares(weight, deviation);
                }
            }

            if (share > 0)
            {
                AddSpread(parameters, component, missing, share, roots.AsSpan(root, length), scatter);
            }

            root += length;
        }
    }

    private void MeasureCorrelated(GaussianParameters parameters, int component, ReadOnlySpan<double> factor)
    {
        solver.Load(factor);
        int first = 0;
        int root = 0;
        for (int p = 0; p < Patterns.Count; p++)
        {
            var missing = Patterns.Missing(p);
            var own = roots.AsSpan((component * rootLength) + root, missing.Length * missing.Length);
            logRoots[(component * Patterns.Count) + p] = solver.Factor(missing, own);
            for (int r = Patterns.Start(p); r < Patterns.Start(p + 1); r++)
            {
                Fill(parameters, component, r, missing, default);
                Distances[(component * Count) + r] = solver.Complete(missing, own, deviation, expected.AsSpan((component * expectedLength) + first, missing.Length));
                first += missing.Length;
            }

            root += own.Length;
        }
    }

    // features are independent: what is missing says nothing, and its expectation is the mean
    private void MeasureIndependent(GaussianParameters parameters, int component, ReadOnlySpan<double> factor)
    {
        expected.AsSpan(component * expectedLength, expectedLength).Clear();
        for (int p = 0; p < Patterns.Count; p++)
        {
            double logRoot = 0;
            foreach (int j in Patterns.Missing(p))
            {
                logRoot += Math.Log(factor[factor.Length == 1 ? 0 : j]);
            }

            logRoots[(component * Patterns.Count) + p] = logRoot;
            for (int r = Patterns.Start(p); r < Patterns.Start(p + 1); r++)
            {
                Fill(parameters, component, r, Patterns.Missing(p), default);
                double sum = 0;
                for (int j = 0; j < features; j++)
                {
                    double y = deviation[j] * factor[factor.Length == 1 ? 0 : j];
                    sum += y * y;
                }

                Distances[(component * Count) + r] = sum;
            }
        }
    }

    // x − μ, what is expected in the place of what is missing; 0 where nothing is given
    private void Fill(GaussianParameters parameters, int component, int gapRow, ReadOnlySpan<int> missing, ReadOnlySpan<double> filling)
    {
        var mean = parameters.Mean(component);
        var row = values.AsSpan(gapRow * features, features);
        for (int j = 0; j < features; j++)
        {
            deviation[j] = row[j] - mean[j];
        }

        for (int a = 0; a < missing.Length; a++)
        {
            deviation[missing[a]] = filling.IsEmpty ? 0 : filling[a];
        }
    }

    private static void AddSpread(GaussianParameters parameters, int component, ReadOnlySpan<int> missing, double share, ReadOnlySpan<double> root, ScatterAt scatter)
    {
        if (root.IsEmpty)
        {
            var factor = parameters.Structure.FactorOf(parameters, component);
            foreach (int j in missing)
            {
                double width = 1 / factor[factor.Length == 1 ? 0 : j];
                scatter.AddSquare(j, share * width * width);
            }

            return;
        }

        for (int a = 0; a < missing.Length; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                scatter.AddAt(ScatterAt.PlaceOf(missing[a], missing[b]), share * GapSolver.Spread(root, missing.Length, a, b));
            }
        }
    }

    private void MakeRoom(bool hasCorrelations)
    {
        expectedLength = 0;
        rootLength = 0;
        for (int p = 0; p < Patterns.Count; p++)
        {
            int h = Patterns.Missing(p).Length;
            expectedLength += h * (Patterns.Start(p + 1) - Patterns.Start(p));
            rootLength += hasCorrelations ? h * h : 0;
        }

        expected = Room(expected, expectedLength * components);
        roots = Room(roots, rootLength * components);
        logRoots = Room(logRoots, Patterns.Count * components);
    }
}
