using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Missing;

/// <summary>Rows with gaps whose patterns have few rows in a block: each solves for what it lacks (<see cref="GapSolver"/>), those of a pattern together.</summary>
internal sealed class SingleRows(int components, int features)
{
    private readonly GapSolver[] solvers = new GapSolver[components];
    private readonly CompletedRows completed = new(features);
    private readonly double[] deviation = new double[features];
    private double[] values = [];
    private double[] expected = [];
    private double[] roots = [];
    private long generation = -1;
    private int nextExpected;
    private int nextRoot;

    /// <summary>Begins a block.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="rows">The rows with gaps, in the order of their patterns.</param>
    public void Begin(GaussianParameters parameters, double[] rows)
    {
        values = rows;
        nextExpected = 0;
        nextRoot = 0;
        if (!parameters.Structure.HasCorrelations || generation == parameters.Generation)
        {
            return;
        }

        generation = parameters.Generation;
        for (int k = 0; k < components; k++)
        {
            (solvers[k] ??= new GapSolver(features)).Load(parameters.Structure.FactorOf(parameters, k));
        }
    }

    /// <summary>Writes −δ/2 of the rows of a pattern, and what their determinants lack.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="patterns">Its rows with gaps.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="joint">Receives −δ/2, a run of all rows with gaps a component.</param>
    /// <param name="stride">The length of a run.</param>
    /// <param name="logRoots">Receives ½ log|Σ_oo| − ½ log|Σ| of every component.</param>
    /// <param name="rootStride">From one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(GaussianParameters parameters, GapPatterns patterns, int pattern, Span<double> joint, int stride, Span<double> logRoots, int rootStride)
    {
        var missing = patterns.Missing(pattern);
        int rows = patterns.Start(pattern + 1) - patterns.Start(pattern);
        MakeRoom(rows, missing.Length);
        for (int k = 0; k < components; k++)
        {
            var root = roots.AsSpan(nextRoot, missing.Length * missing.Length);
            logRoots[k * rootStride] = Factor(parameters, k, missing, root);
            for (int r = patterns.Start(pattern); r < patterns.Start(pattern + 1); r++)
            {
                Deviate(parameters, k, r, missing, default);
                var own = expected.AsSpan(nextExpected, missing.Length);
                joint[(k * stride) + r] = -0.5 * (parameters.Structure.HasCorrelations ? solvers[k].Complete(missing, root, deviation, own) : Independent(parameters, k, own));
                nextExpected += missing.Length;
            }

            nextRoot += root.Length;
        }
    }

    /// <summary>Adds the moments of all rows measured in the block.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="patterns">The rows with gaps.</param>
    /// <param name="isLeftOut">Patterns that were not measured here.</param>
    /// <param name="weights">What a row counts in the moments.</param>
    /// <param name="shares">What it counts as a row.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(GaussianParameters parameters, GapPatterns patterns, Func<int, bool> isLeftOut, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        int firstExpected = 0;
        int firstRoot = 0;
        for (int p = 0; p < patterns.Count; p++)
        {
            if (isLeftOut(p))
            {
                continue;
            }

            var missing = patterns.Missing(p);
            int rows = patterns.Start(p + 1) - patterns.Start(p);
            for (int k = 0; k < components; k++)
            {
                double share = 0;
                for (int r = patterns.Start(p); r < patterns.Start(p + 1); r++, firstExpected += missing.Length)
                {
                    int row = patterns.RowOf(r);
                    double weight = weights.Values[(k * weights.Stride) + row];
                    if (weight > 0)
                    {
                        share += shares.Values[(k * shares.Stride) + row];
                        Deviate(parameters, k, r, missing, expected.AsSpan(firstExpected, missing.Length));
                        AddRow(parameters, k, weight, sums);
                    }
                }

                if (parameters.Structure.HasCorrelations)
                {
                    completed.Flush(sums, k);
                }

                AddSpread(parameters, k, missing, share, roots.AsSpan(firstRoot, missing.Length * missing.Length), new ScatterAt(sums, k));
                firstRoot += missing.Length * missing.Length;
            }
        }
    }

    private void AddRow(GaussianParameters parameters, int component, double weight, GaussianSums sums)
    {
        if (!parameters.Structure.HasCorrelations)
        {
            new ScatterAt(sums, component).AddSquares(weight, deviation);
            return;
        }

        deviation.CopyTo(completed.Next);
        completed.Take(weight, sums, component);
    }

    private double Factor(GaussianParameters parameters, int component, ReadOnlySpan<int> missing, Span<double> root)
    {
        if (parameters.Structure.HasCorrelations)
        {
            return solvers[component].Factor(missing, root);
        }

        var factor = parameters.Structure.FactorOf(parameters, component);
        double sum = 0;
        foreach (int j in missing)
        {
            sum += Math.Log(factor[factor.Length == 1 ? 0 : j]);
        }

        return sum;
    }

    // features are independent: what is missing says nothing, and its expectation is the mean
    private double Independent(GaussianParameters parameters, int component, Span<double> own)
    {
        own.Clear();
        var factor = parameters.Structure.FactorOf(parameters, component);
        double sum = 0;
        for (int j = 0; j < features; j++)
        {
            double y = deviation[j] * factor[factor.Length == 1 ? 0 : j];
            sum += y * y;
        }

        return sum;
    }

    // x − μ, what is expected in the place of what is missing; 0 where nothing is given
    private void Deviate(GaussianParameters parameters, int component, int gapRow, ReadOnlySpan<int> missing, ReadOnlySpan<double> filling)
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
        for (int a = 0; share > 0 && a < missing.Length; a++)
        {
            if (!parameters.Structure.HasCorrelations)
            {
                scatter.AddSquare(missing[a], share * VarianceOf(parameters, component, missing[a]));
                continue;
            }

            for (int b = 0; b <= a; b++)
            {
                scatter.AddAt(ScatterAt.PlaceOf(missing[a], missing[b]), share * GapSolver.Spread(root, missing.Length, a, b));
            }
        }
    }

    private static double VarianceOf(GaussianParameters parameters, int component, int feature)
    {
        var factor = parameters.Structure.FactorOf(parameters, component);
        double width = 1 / factor[factor.Length == 1 ? 0 : feature];
        return width * width;
    }

    private void MakeRoom(int rows, int missing)
    {
        expected = Grown(expected, nextExpected + (components * rows * missing));
        roots = Grown(roots, nextRoot + (components * missing * missing));
    }

    private static double[] Grown(double[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, 2 * length);
        }

        return buffer;
    }
}
