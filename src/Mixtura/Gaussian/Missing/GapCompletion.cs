using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Kernels;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>What one component knows of a pattern of missing values: the factor of what is observed, and how the sums over it are completed.</summary>
internal sealed class GapCompletion
{
    private readonly int[] missing;
    private readonly int[] observed;
    private readonly double[] slopes;
    private readonly double[] spreads;
    private readonly double[] second;
    private readonly bool hasCorrelations;

    /// <param name="parameters">The parameters.</param>
    /// <param name="component">The component.</param>
    /// <param name="missing">The missing features, h of them.</param>
    /// <param name="observed">The others, o of them.</param>
    public GapCompletion(GaussianParameters parameters, int component, int[] missing, int[] observed)
    {
        this.missing = missing;
        this.observed = observed;
        hasCorrelations = parameters.Structure.HasCorrelations;
        int h = missing.Length;
        spreads = new double[hasCorrelations ? h * h : h];
        if (!hasCorrelations)
        {
            second = [];
            slopes = [];
            (Factor, LogRoot) = Independent(parameters, component);
            return;
        }

        second = new double[observed.Length * (observed.Length + 1) / 2];
        slopes = new double[h * parameters.Features];
        Factor = FactorOf(parameters, component);
        var solver = new GapSolver(parameters.Features);
        var root = new double[h * h];
        solver.Load(parameters.Structure.FactorOf(parameters, component));
        LogRoot = solver.Factor(missing, root);
        solver.Slopes(missing, observed, root, slopes, parameters.Features);
        for (int i = 0; i < spreads.Length; i++)
        {
            spreads[i] = GapSolver.Spread(root, h, i / h, i % h);
        }
    }

    /// <summary>L_oo⁻¹ in the structure's form.</summary>
    public double[] Factor { get; }

    /// <summary>½ log|Σ_oo| − ½ log|Σ|.</summary>
    public double LogRoot { get; }

    /// <summary>Adds Σr(x − μ) of all features, from those of the observed.</summary>
    public void AddFirst(GaussianSums from, GaussianSums to, int component)
    {
        var seen = from.First(component);
        var scatter = new ScatterAt(to, component);
        for (int a = 0; a < observed.Length; a++)
        {
            scatter.AddFirst(observed[a], seen[a]);
        }

        for (int m = 0; hasCorrelations && m < missing.Length; m++)
        {
            double sum = 0;
            for (int a = 0; a < observed.Length; a++)
            {
                sum += Slope(m, a) * seen[a];
            }

            scatter.AddFirst(missing[m], sum);
        }
    }

    /// <summary>Adds the second moments of all features, from those of the observed; and the conditional covariance of so many rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddSecond(GaussianSums from, GaussianSums to, int component, double share)
    {
        var scatter = new ScatterAt(to, component);
        if (!hasCorrelations)
        {
            for (int a = 0; a < observed.Length; a++)
            {
                scatter.AddSquare(observed[a], from.SquareAt(component, a));
            }

            for (int m = 0; m < missing.Length; m++)
            {
                scatter.AddSquare(missing[m], share * spreads[m]);
            }

            return;
        }

        from.CopySecond(component, second);
        for (int a = 0; a < observed.Length; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                scatter.AddAt(ScatterAt.PlaceOf(observed[a], observed[b]), Seen(a, b));
            }
        }

        AddMissing(scatter, share);
    }

    // G S and G S Gᵀ + share · C
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddMissing(ScatterAt scatter, double share)
    {
        int o = observed.Length;
        var cross = new double[missing.Length * o];
        for (int m = 0; m < missing.Length; m++)
        {
            for (int a = 0; a < o; a++)
            {
                double sum = 0;
                for (int b = 0; b < o; b++)
                {
                    sum += Slope(m, b) * Seen(Math.Max(a, b), Math.Min(a, b));
                }

                cross[(m * o) + a] = sum;
                scatter.AddAt(ScatterAt.PlaceOf(Math.Max(missing[m], observed[a]), Math.Min(missing[m], observed[a])), sum);
            }

            for (int n = 0; n <= m; n++)
            {
                double sum = share * spreads[(m * missing.Length) + n];
                for (int a = 0; a < o; a++)
                {
                    sum += cross[(m * o) + a] * Slope(n, a);
                }

                scatter.AddAt(ScatterAt.PlaceOf(missing[m], missing[n]), sum);
            }
        }
    }

    private double Slope(int missingFeature, int observedFeature) => slopes[(missingFeature * (slopes.Length / missing.Length)) + observed[observedFeature]];

    private double Seen(int row, int column) => second[(row * (row + 1) / 2) + column];

    private (double[] Factor, double LogRoot) Independent(GaussianParameters parameters, int component)
    {
        var factor = parameters.Structure.FactorOf(parameters, component);
        bool isOne = factor.Length == 1;
        double logRoot = 0;
        for (int m = 0; m < missing.Length; m++)
        {
            double inverse = factor[isOne ? 0 : missing[m]];
            logRoot += Math.Log(inverse);
            spreads[m] = 1 / inverse * (1 / inverse);
        }

        var kept = new double[isOne ? 1 : observed.Length];
        for (int a = 0; a < kept.Length; a++)
        {
            kept[a] = factor[isOne ? 0 : observed[a]];
        }

        return (kept, logRoot);
    }

    private double[] FactorOf(GaussianParameters parameters, int component)
    {
        int d = parameters.Features;
        int o = observed.Length;
        var covariance = new double[d * d];
        parameters.Structure.WriteCovariance(parameters, component, covariance);
        var part = new double[o * o];
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = covariance[(observed[i / o] * d) + observed[i % o]];
        }

        var factor = new double[o * o];
        if (!Cholesky.TryFactor(part, o, factor))
        {
            Array.Fill(factor, double.NaN);
        }

        Cholesky.Invert(factor, o);
        return factor;
    }
}
