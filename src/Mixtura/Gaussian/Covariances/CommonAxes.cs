using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>The orthogonal matrix D that the ellipsoids of EVE and VVE share: turned, two axes at a time, each time by the angle that is best, until nothing is
/// gained (Flury and Gautschi 1986). Every turn is exact, so the objective never rises, which the majorization of Browne and McNicholas (2014) needs many more steps for.
/// From the current axes rounds are made only until the turns are small: the bound does not fall either (generalized EM), and where EM comes to rest, so have they.</summary>
internal sealed class CommonAxes
{
    private const int MostRounds = 500;

    // rounds of an M-step that goes on from the current axes: every turn gains, so the bound rises all the same (generalized EM), and EM's next step goes on
    private const int RoundsFromCurrent = 50;

    // and they end when the largest turn is this small: EM's next step goes on from there
    private const double SettledFromCurrent = 1e-4;

    // the largest turn of a round, in radians: what it leaves of the objective is its square
    private const double Settled = 1e-9;

    private readonly ScatterSet scatters;
    private readonly int d;
    private readonly double[][] turned;

    private CommonAxes(ScatterSet scatters, double[] axes)
    {
        this.scatters = scatters;
        d = scatters.Features;
        Axes = (double[])axes.Clone();
        turned = Array.ConvertAll(scatters.Matrices, matrix => Turn(matrix, axes));
    }

    /// <summary>D, an axis a column.</summary>
    public double[] Axes { get; }

    /// <summary>diag(DᵀWₖD).</summary>
    public double[] Along(int component)
    {
        var along = new double[d];
        for (int j = 0; j < d; j++)
        {
            along[j] = turned[component][j * (d + 1)];
        }

        return along;
    }

    /// <summary>The best axes found from the current ones; from several places where those say nothing.</summary>
    /// <param name="scatters">Wₖ.</param>
    /// <param name="current">The current covariances, K×D×D, or null.</param>
    /// <param name="shapes">Aₖ for given diag(DᵀWₖD).</param>
    /// <param name="objective">What is to be made small, from diag(DᵀWₖD) of every component.</param>
    public static CommonAxes Find(ScatterSet scatters, double[]? current, Func<int, double[], double[]> shapes, Func<CommonAxes, double> objective)
    {
        CommonAxes? best = null;
        double least = double.PositiveInfinity;
        if (current is not null && CurrentAxes(scatters, current) is { } known)
        {
            var axes = new CommonAxes(scatters, known);
            axes.Descend(
                shapes, scatters.IsOfCovariances ? MostRounds : RoundsFromCurrent, scatters.IsOfCovariances ? Settled : SettledFromCurrent);
            return axes;
        }

        foreach (double[] start in Starts(scatters))
        {
            var axes = new CommonAxes(scatters, start);
            axes.Descend(shapes, MostRounds, Settled);
            double reached = objective(axes);
            if (best is null || reached < least)
            {
                best = axes;
                least = reached;
            }
        }

        return best!;
    }

    // any mixture of matrices with common axes has these axes; uneven weights keep its eigenvalues apart. Null where they say nothing
    private static double[]? CurrentAxes(ScatterSet scatters, double[] current)
    {
        int size = scatters.Features;
        var mixed = new double[size * size];
        for (int k = 0; k < scatters.Components; k++)
        {
            VectorLoops.AddScaled(current.AsSpan(k * mixed.Length, mixed.Length), (1 + (0.618 * k)) * scatters.Rows[k], mixed);
        }

        var eigen = Eigen.Of(mixed, size);
        return eigen.Values[0] - eigen.Values[size - 1] > 1e-9 * eigen.Values[0] ? eigen.Vectors : null;
    }

    private static IEnumerable<double[]> Starts(ScatterSet scatters)
    {
        int size = scatters.Features;
        yield return Eigen.Of(scatters.Sum(static _ => 1), size).Vectors;
        for (int k = 0; k < scatters.Components; k++)
        {
            yield return Eigen.Of(scatters.Matrices[k], size).Vectors;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Descend(Func<int, double[], double[]> shapes, int rounds, double settled)
    {
        var inverse = new double[scatters.Components][];
        for (int round = 0; round < rounds; round++)
        {
            for (int k = 0; k < inverse.Length; k++)
            {
                inverse[k] = shapes(k, Along(k));
                for (int j = 0; j < d; j++)
                {
                    inverse[k][j] = 1 / inverse[k][j];
                }
            }

            double largest = 0;
            for (int i = 1; i < d; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    largest = Math.Max(largest, Math.Abs(Rotate(i, j, inverse)));
                }
            }

            if (!(largest > settled))
            {
                break;
            }
        }
    }

    // the angle that makes Σₖ tr(DᵀWₖD·Aₖ⁻¹) least in the plane of two axes: it is P cos 2θ + Q sin 2θ + const
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Rotate(int i, int j, double[][] inverse)
    {
        double p = 0;
        double q = 0;
        for (int k = 0; k < turned.Length; k++)
        {
            double difference = inverse[k][i] - inverse[k][j];
            p += difference * 0.5 * (turned[k][i * (d + 1)] - turned[k][j * (d + 1)]);
            q += difference * turned[k][(i * d) + j];
        }

        if ((p == 0 && q == 0) || !double.IsFinite(p + q))
        {
            return 0;
        }

        // of the two angles a quarter turn apart the one of the minimum
        double angle = 0.5 * Math.Atan2(-q, -p);
        (double sine, double cosine) = Math.SinCos(angle);
        RotateColumns(Axes, i, j, cosine, sine);
        foreach (double[] matrix in turned)
        {
            RotateColumns(matrix, i, j, cosine, sine);
            RotateRows(matrix, i, j, cosine, sine);
        }

        return angle;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RotateColumns(double[] matrix, int i, int j, double cosine, double sine)
    {
        for (int row = 0; row < d; row++)
        {
            double a = matrix[(row * d) + i];
            double b = matrix[(row * d) + j];
            matrix[(row * d) + i] = (cosine * a) + (sine * b);
            matrix[(row * d) + j] = (cosine * b) - (sine * a);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RotateRows(double[] matrix, int i, int j, double cosine, double sine)
    {
        for (int column = 0; column < d; column++)
        {
            double a = matrix[(i * d) + column];
            double b = matrix[(j * d) + column];
            matrix[(i * d) + column] = (cosine * a) + (sine * b);
            matrix[(j * d) + column] = (cosine * b) - (sine * a);
        }
    }

    // DᵀWD, as two products
    private double[] Turn(double[] matrix, double[] axes) => Product(Product(axes, matrix, true), axes, false);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Product(double[] left, double[] right, bool transposesLeft)
    {
        var result = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int a = 0; a < d; a++)
            {
                double factor = transposesLeft ? left[(a * d) + i] : left[(i * d) + a];
                for (int j = 0; j < d; j++)
                {
                    result[(i * d) + j] += factor * right[(a * d) + j];
                }
            }
        }

        return result;
    }
}
