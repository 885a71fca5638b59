using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>Rows with gaps whose patterns have few rows in a block: each solves for what it lacks (<see cref="GapSolver"/>), those of a pattern together.</summary>
internal sealed class SingleRows(int components, int features)
{
    private readonly GapSolver[] solvers = new GapSolver[components];
    private CompletedRows? completed;
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
        Rewind();
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
        expected = Grown(expected, nextExpected + (components * rows * missing.Length));
        roots = Grown(roots, nextRoot + (components * RootLength(parameters, missing.Length)));
        for (int k = 0; k < components; k++)
        {
            var root = roots.AsSpan(nextRoot, RootLength(parameters, missing.Length));
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

    /// <summary>Goes back to the first pattern measured in the block, for <see cref="Add"/>.</summary>
    public void Rewind()
    {
        nextExpected = 0;
        nextRoot = 0;
    }

    /// <summary>Adds the moments of a pattern's rows; patterns come in the order in which they were measured.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="patterns">The rows with gaps.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="weights">What a row counts in the moments.</param>
    /// <param name="shares">What it counts as a row.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(GaussianParameters parameters, GapPatterns patterns, int pattern, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        var missing = patterns.Missing(pattern);
        for (int k = 0; k < components; k++)
        {
            double share = 0;
            for (int r = patterns.Start(pattern); r < patterns.Start(pattern + 1); r++, nextExpected += missing.Length)
            {
                int row = patterns.RowOf(r);
                double weight = weights.Values[(k * weights.Stride) + row];
                if (weight > 0)
                {
                    share += shares.Values[(k * shares.Stride) + row];
                    Deviate(parameters, k, r, missing, expected.AsSpan(nextExpected, missing.Length));
                    AddRow(parameters, k, weight, sums);
                }
            }

            completed?.Flush(sums, k);
            var root = roots.AsSpan(nextRoot, RootLength(parameters, missing.Length));
            AddSpread(parameters, k, missing, share, root, new ScatterAt(sums, k));
            nextRoot += root.Length;
        }
    }

    private void AddRow(GaussianParameters parameters, int component, double weight, GaussianSums sums)
    {
        if (!parameters.Structure.HasCorrelations)
        {
            new ScatterAt(sums, component).AddSquares(weight, deviation);
            return;
        }

        completed ??= new CompletedRows(features);
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

    // without correlations nothing is squared
    private static int RootLength(GaussianParameters parameters, int missing) => parameters.Structure.HasCorrelations ? missing * missing : 0;

    private static double[] Grown(double[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, 2 * length);
        }

        return buffer;
    }
}
