using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>A cluster of rows with its share of the classification likelihood, kept up to date as rows come and go.</summary>
internal abstract class RowCluster(int features)
{
    /// <summary>z = x − mean, of the row last looked at.</summary>
    protected double[] Deviation { get; } = new double[features];

    /// <summary>D.</summary>
    protected int Features => features;

    /// <summary>The mean.</summary>
    protected double[] Mean { get; private set; } = new double[features];

    /// <summary>Σ w.</summary>
    public double Mass { get; private set; }

    /// <summary>n log n − ½ n log|W/n|, up to what the assignment does not change.</summary>
    public double Term { get; private set; }

    /// <summary>One for covariances that are kept so.</summary>
    public static RowCluster Of(CovarianceStorage storage, int features) =>
        storage.HasCorrelations ? new EllipsoidCluster(features) : storage.IsSpherical ? new SphereCluster(features) : new AxisCluster(features);

    /// <summary>Takes a row into the mean; before any is gathered.</summary>
    public void Count(ReadOnlySpan<double> row, double weight)
    {
        Mass += weight;
        for (int j = 0; j < features; j++)
        {
            Mean[j] += weight / Mass * (row[j] - Mean[j]);
        }
    }

    /// <summary>Takes a row into the scatter W.</summary>
    public void Gather(ReadOnlySpan<double> row, double weight)
    {
        Deviate(row);
        AddScatter(weight);
    }

    /// <summary>When all rows are gathered.</summary>
    /// <returns>False where the scatter is singular.</returns>
    public bool TryBegin()
    {
        bool isRegular = TryPrepare();
        Term = TermOf(Mass, LogDeterminant);
        return isRegular && double.IsFinite(Term);
    }

    /// <summary>The term with a row of this weight more, or of −weight less.</summary>
    public double TermAfter(ReadOnlySpan<double> row, double weight)
    {
        Deviate(row);
        double after = LogDeterminantAfter(Mass * weight / (Mass + weight));
        return double.IsFinite(after) ? TermOf(Mass + weight, after) : double.NegativeInfinity;
    }

    /// <summary>Takes the row in, or out.</summary>
    public void Change(ReadOnlySpan<double> row, double weight)
    {
        Deviate(row);
        Update(Mass * weight / (Mass + weight));
        for (int j = 0; j < features; j++)
        {
            Mean[j] += weight / (Mass + weight) * Deviation[j];
        }

        Mass += weight;
        Term = TermOf(Mass, LogDeterminant);
    }

    /// <summary>The same, to return to.</summary>
    public RowCluster Copy()
    {
        var copy = CopyScatter();
        Mean.CopyTo(copy.Mean, 0);
        copy.Mass = Mass;
        copy.Term = Term;
        return copy;
    }

    /// <summary>log|W|, of a sphere D log(tr W/D).</summary>
    protected abstract double LogDeterminant { get; }

    /// <summary>W += weight·zzᵀ.</summary>
    protected abstract void AddScatter(double weight);

    /// <summary>Makes ready for changes; false where W is singular.</summary>
    protected abstract bool TryPrepare();

    /// <summary>log|W + factor·zzᵀ|.</summary>
    protected abstract double LogDeterminantAfter(double factor);

    /// <summary>W += factor·zzᵀ, with what hangs on it.</summary>
    protected abstract void Update(double factor);

    /// <summary>A cluster with the same scatter.</summary>
    protected abstract RowCluster CopyScatter();

    private double TermOf(double mass, double logDeterminant) => (mass * Math.Log(mass)) - (0.5 * mass * (logDeterminant - (features * Math.Log(mass))));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Deviate(ReadOnlySpan<double> row)
    {
        for (int j = 0; j < Deviation.Length; j++)
        {
            Deviation[j] = row[j] - Mean[j];
        }
    }

    /// <summary>Any covariance: W⁻¹ by Sherman and Morrison's formula.</summary>
    private sealed class EllipsoidCluster(int d) : RowCluster(d)
    {
        private readonly double[] inverse = new double[d * d];
        private readonly double[] solved = new double[d];
        private double logDeterminant;

        protected override double LogDeterminant => logDeterminant;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void AddScatter(double weight)
        {
            for (int a = 0; a < Features; a++)
            {
                VectorLoops.AddScaled(Deviation, weight * Deviation[a], inverse.AsSpan(a * Features, Features));
            }
        }

        protected override bool TryPrepare()
        {
            var factor = new double[Features * Features];
            if (!Cholesky.TryFactor(inverse, Features, factor))
            {
                return false;
            }

            logDeterminant = 2 * Cholesky.LogDeterminant(factor, Features);
            Cholesky.Invert(factor, Features);
            Array.Clear(inverse);
            for (int m = 0; m < Features; m++)
            {
                for (int a = 0; a <= m; a++)
                {
                    VectorLoops.AddScaled(factor.AsSpan(m * Features, m + 1), factor[(m * Features) + a], inverse.AsSpan(a * Features, m + 1));
                }
            }

            return true;
        }

        // |W + f zzᵀ| = |W| (1 + f zᵀW⁻¹z)
        protected override double LogDeterminantAfter(double factor) => logDeterminant + Math.Log(1 + (factor * Solve()));

        protected override void Update(double factor)
        {
            double change = 1 + (factor * Solve());
            for (int a = 0; a < Features; a++)
            {
                VectorLoops.AddScaled(solved, -factor / change * solved[a], inverse.AsSpan(a * Features, Features));
            }

            logDeterminant += Math.Log(change);
        }

        protected override RowCluster CopyScatter()
        {
            var copy = new EllipsoidCluster(Features) { logDeterminant = logDeterminant };
            inverse.CopyTo(copy.inverse, 0);
            return copy;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double Solve()
        {
            double sum = 0;
            for (int a = 0; a < Features; a++)
            {
                solved[a] = VectorLoops.Dot(inverse.AsSpan(a * Features, Features), Deviation);
                sum += solved[a] * Deviation[a];
            }

            return sum;
        }
    }

    /// <summary>Variances along the axes.</summary>
    private sealed class AxisCluster(int d) : RowCluster(d)
    {
        private readonly double[] squares = new double[d];

        protected override double LogDeterminant => LogDeterminantAfter(0);

        protected override void AddScatter(double weight) => Update(weight);

        protected override bool TryPrepare() => Array.TrueForAll(squares, static square => square > 0);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override double LogDeterminantAfter(double factor)
        {
            double sum = 0;
            double product = 1;
            for (int j = 0; j < squares.Length; j++)
            {
                product *= squares[j] + (factor * Deviation[j] * Deviation[j]);
                if (product is > 1e100 or < 1e-100)
                {
                    sum += Math.Log(product);
                    product = 1;
                }
            }

            return sum + Math.Log(product);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void Update(double factor)
        {
            for (int j = 0; j < squares.Length; j++)
            {
                squares[j] += factor * Deviation[j] * Deviation[j];
            }
        }

        protected override RowCluster CopyScatter()
        {
            var copy = new AxisCluster(Features);
            squares.CopyTo(copy.squares, 0);
            return copy;
        }
    }

    /// <summary>One variance.</summary>
    private sealed class SphereCluster(int d) : RowCluster(d)
    {
        private double trace;

        protected override double LogDeterminant => LogDeterminantAfter(0);

        protected override void AddScatter(double weight) => Update(weight);

        protected override bool TryPrepare() => trace > 0;

        protected override double LogDeterminantAfter(double factor) => Features * Math.Log(trace + (factor * SquaredLength));

        protected override void Update(double factor) => trace += factor * SquaredLength;

        protected override RowCluster CopyScatter() => new SphereCluster(Features) { trace = trace };

        private double SquaredLength => VectorLoops.Dot(Deviation, Deviation);
    }
}
