using System.Runtime.CompilerServices;
using Mixtura.Gaussian.Covariances.Storage;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>Wₖ, the scatter of every component about its new mean, and the rows it is of: what the M-steps of Celeux and Govaert (1995) start from.</summary>
internal sealed class ScatterSet
{
    private ScatterSet(int components, int features)
    {
        Features = features;
        Rows = new double[components];
        Matrices = new double[components][];
    }

    /// <summary>D.</summary>
    public int Features { get; }

    /// <summary>nₖ.</summary>
    public double[] Rows { get; }

    /// <summary>Wₖ: D×D, its diagonal where the structure has no correlations, its trace where it has one variance.</summary>
    public double[][] Matrices { get; }

    /// <summary>Whether they stand for covariances from elsewhere, which are to be brought to a structure's optimum; an M-step, or a leap from near by, may end short of it.</summary>
    public bool IsArbitrary { get; private init; }

    /// <summary>K.</summary>
    public int Components => Rows.Length;

    /// <summary>n.</summary>
    public double TotalRows => Rows.Sum();

    /// <summary>From moments about the current means, in the form that the storage keeps: triangles, diagonals or traces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ScatterSet Of(GaussianMoments moments, double regularization, CovarianceStorage storage)
    {
        int d = moments.Current.Features;
        var set = new ScatterSet(moments.Current.Components, d);
        for (int k = 0; k < set.Components; k++)
        {
            double rows = set.Rows[k] = moments.Rows(k);
            double meanRows = moments.MeanRows(k);
            var shift = Array.ConvertAll(moments.Shift(k).ToArray(), value => value / meanRows);
            var scatter = moments.Scatter(k);
            var matrix = set.Matrices[k] = new double[storage.Length(1, d)];
            for (int a = 0; a < d; a++)
            {
                for (int b = storage.HasCorrelations ? 0 : a; b <= a; b++)
                {
                    double moved = (meanRows * shift[a] * shift[b]) - (a == b ? regularization * rows : 0);
                    if (storage.HasCorrelations)
                    {
                        matrix[(a * d) + b] = matrix[(b * d) + a] = scatter[(a * (a + 1) / 2) + b] - moved;
                    }
                    else if (storage.IsSpherical)
                    {
                        matrix[0] += (a == 0 ? scatter[0] : 0) - moved;
                    }
                    else
                    {
                        matrix[a] = scatter[a] - moved;
                    }
                }
            }
        }

        return set;
    }

    /// <summary>From weights and covariances as the storage keeps them: as if each were that of its component's rows.</summary>
    public static ScatterSet Of(ReadOnlySpan<double> weights, double[] covariances, int features, CovarianceStorage storage, bool isArbitrary)
    {
        var set = new ScatterSet(weights.Length, features) { IsArbitrary = isArbitrary };
        int length = storage.Length(1, features);
        for (int k = 0; k < set.Components; k++)
        {
            double rows = set.Rows[k] = weights[k];
            double scale = storage.IsSpherical ? rows * features : rows;
            set.Matrices[k] = Array.ConvertAll(covariances[(k * length)..((k + 1) * length)], value => scale * value);
        }

        return set;
    }

    /// <summary>Σₖ fₖ·Wₖ.</summary>
    public double[] Sum(Func<int, double> factor)
    {
        var sum = new double[Matrices[0].Length];
        for (int k = 0; k < Components; k++)
        {
            VectorLoops.AddScaled(Matrices[k], factor(k), sum);
        }

        return sum;
    }
}
