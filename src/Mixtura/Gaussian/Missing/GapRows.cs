using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Gaussian.Kernels;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian.Missing;

/// <summary>The rows of a block that lack values, with what every component makes of them: the workspace of one thread, beside the kernel that has the whole rows.</summary>
/// <remarks>Missing values are integrated out (Ghahramani and Jordan 1994): a row has the density of what is observed; the moments take its conditional expectation in the place of what is missing, and
/// once for each pattern and component Σr times the conditional covariance. The sums are those of whole rows, so M-step, acceleration and rules stay as they are.</remarks>
internal sealed class GapRows(int components, int features)
{
    private readonly GapPatterns patterns = new(features);
    private readonly GapSolver solver = new(features);
    private readonly double[] deviation = new double[features];
    private double[] values = [];
    private double[] distances = [];
    private double[] expected = [];
    private double[] roots = [];
    private double[] logRoots = [];
    private int expectedLength;
    private int rootLength;

    /// <summary>The rows with gaps.</summary>
    public int Count => patterns.Rows;

    /// <summary>The place in the block of a row with gaps.</summary>
    public int RowOf(int gapRow) => patterns.RowOf(gapRow);

    /// <summary>The number of patterns.</summary>
    public int Patterns => patterns.Count;

    /// <summary>The rows of a pattern, among those with gaps.</summary>
    public Range RowsOf(int pattern) => patterns.Start(pattern)..patterns.Start(pattern + 1);

    /// <summary>The number of missing features of a pattern.</summary>
    public int MissingOf(int pattern) => patterns.Missing(pattern).Length;

    /// <summary>The squared Mahalanobis distance of what is observed of a row.</summary>
    public double Distance(int component, int gapRow) => distances[(component * Count) + gapRow];

    /// <summary>½ log|Σ| − ½ log|Σ_oo| with its sign turned: what the determinant of all features has less than that of the observed ones.</summary>
    public double LogRoot(int component, int pattern) => logRoots[(component * Patterns) + pattern];

    /// <summary>Finds the rows with gaps; false if there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Load(RowBlock block)
    {
        if (!patterns.Find(block))
        {
            return false;
        }

        MakeRoom();
        for (int r = 0; r < Count; r++)
        {
            block[RowOf(r)].CopyTo(values.AsSpan(r * features));
        }

        return true;
    }

    /// <summary>Looks at the rows under parameters: distances, determinants, conditional expectations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(GaussianParameters parameters)
    {
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

    /// <summary>Adds the moments.</summary>
    /// <param name="parameters">Those of <see cref="Measure"/>.</param>
    /// <param name="weights">What a row counts in the moments, component-major over the block.</param>
    /// <param name="shares">What it counts as a row: the weight of its conditional covariance.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(GaussianParameters parameters, ComponentBlock weights, ComponentBlock shares, GaussianSums sums)
    {
        for (int k = 0; k < components; k++)
        {
            var scatter = new ScatterAt(sums, k, features);
            int first = 0;
            int root = 0;
            for (int p = 0; p < Patterns; p++)
            {
                var missing = patterns.Missing(p);
                double share = 0;
                for (int r = patterns.Start(p); r < patterns.Start(p + 1); r++, first += missing.Length)
                {
                    double weight = weights.Values[(k * weights.Stride) + RowOf(r)];
                    if (weight > 0)
                    {
                        share += shares.Values[(k * shares.Stride) + RowOf(r)];
                        Fill(parameters, k, r, missing, expected.AsSpan((k * expectedLength) + first, missing.Length));
                        scatter.AddRow(weight, deviation);
                    }
                }

                if (share > 0)
                {
                    AddSpread(parameters, k, missing, share, roots.AsSpan((k * rootLength) + root, RootLength(parameters, missing.Length)), scatter);
                }

                root += RootLength(parameters, missing.Length);
            }
        }
    }

    private static int RootLength(GaussianParameters parameters, int missing) => parameters.Structure.HasCorrelations ? missing * missing : 0;

    private void MeasureCorrelated(GaussianParameters parameters, int component, ReadOnlySpan<double> factor)
    {
        solver.Load(factor);
        int first = 0;
        int root = 0;
        for (int p = 0; p < Patterns; p++)
        {
            var missing = patterns.Missing(p);
            var own = roots.AsSpan((component * rootLength) + root, missing.Length * missing.Length);
            logRoots[(component * Patterns) + p] = solver.Factor(missing, own);
            for (int r = patterns.Start(p); r < patterns.Start(p + 1); r++)
            {
                Fill(parameters, component, r, missing, default);
                distances[(component * Count) + r] = solver.Complete(missing, own, deviation, expected.AsSpan((component * expectedLength) + first, missing.Length));
                first += missing.Length;
            }

            root += own.Length;
        }
    }

    // features are independent: what is missing says nothing, and its expectation is the mean
    private void MeasureIndependent(GaussianParameters parameters, int component, ReadOnlySpan<double> factor)
    {
        expected.AsSpan(component * expectedLength, expectedLength).Clear();
        for (int p = 0; p < Patterns; p++)
        {
            double logRoot = 0;
            foreach (int j in patterns.Missing(p))
            {
                logRoot += Math.Log(factor[factor.Length == 1 ? 0 : j]);
            }

            logRoots[(component * Patterns) + p] = logRoot;
            for (int r = patterns.Start(p); r < patterns.Start(p + 1); r++)
            {
                Fill(parameters, component, r, patterns.Missing(p), default);
                double sum = 0;
                for (int j = 0; j < features; j++)
                {
                    double y = deviation[j] * factor[factor.Length == 1 ? 0 : j];
                    sum += y * y;
                }

                distances[(component * Count) + r] = sum;
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
                scatter.AddAt(j, j, share * width * width);
            }

            return;
        }

        int h = missing.Length;
        for (int a = 0; a < h; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int c = a; c < h; c++)
                {
                    sum += root[(a * h) + c] * root[(b * h) + c];
                }

                scatter.AddAt(missing[a], missing[b], share * sum);
            }
        }
    }

    private void MakeRoom()
    {
        expectedLength = 0;
        rootLength = 0;
        for (int p = 0; p < Patterns; p++)
        {
            int h = patterns.Missing(p).Length;
            expectedLength += h * (patterns.Start(p + 1) - patterns.Start(p));
            rootLength += h * h;
        }

        values = Room(values, Count * features);
        distances = Room(distances, Count * components);
        expected = Room(expected, expectedLength * components);
        roots = Room(roots, rootLength * components);
        logRoots = Room(logRoots, Patterns * components);
    }

    private static double[] Room(double[] buffer, int length) => buffer.Length < length ? new double[length + (length / 2)] : buffer;
}
