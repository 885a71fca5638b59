using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Covariances;

/// <summary>The orthogonal matrix D that the ellipsoids of EVE and VVE share: turned, two axes at a time, each time by the angle that is best, until nothing is
/// gained (Flury and Gautschi 1986). Every turn is exact, so the objective never rises, which the majorization of Browne and McNicholas (2014) needs many more steps for.
/// From the current axes a few rounds are made only, until the turns are small: the bound does not fall either (generalized EM), and where EM comes to rest, so have they.</summary>
internal sealed class CommonAxes
{
    private const int MostRounds = 500;

    // rounds of an M-step that goes on from the current axes: every turn gains, so the bound rises all the same (generalized EM), and EM's next step goes on
    private const int RoundsFromCurrent = 8;

    // they end sooner when the largest turn has come down to this share of the first round's
    private const double NearEnough = 0.05;

    // the largest turn of a round, in radians: what it leaves of the objective is its square
    private const double Settled = 1e-9;

    private readonly ScatterSet scatters;
    private readonly bool sharesVolume;
    private readonly int d;

    // an axis a row
    private readonly double[] axes;

    // DᵀWₖD
    private readonly double[][] turned;

    // Σₖ⁻¹ along the axes, up to a factor that all components share
    private readonly double[][] precisions;

    private CommonAxes(ScatterSet scatters, bool sharesVolume, double[] start)
    {
        this.scatters = scatters;
        this.sharesVolume = sharesVolume;
        d = scatters.Features;
        axes = start;
        var buffer = new double[d * d];
        turned = Array.ConvertAll(scatters.Matrices, matrix => Turn(matrix, buffer));
        precisions = Array.ConvertAll(turned, _ => new double[d]);
    }

    /// <summary>Writes the covariances along the best axes found from the current ones; from several places where those say nothing.</summary>
    /// <param name="scatters">Wₖ.</param>
    /// <param name="sharesVolume">Whether all components have one volume (EVE), or each its own (VVE).</param>
    /// <param name="current">The current covariances, K×D×D.</param>
    /// <param name="covariances">Receives the new ones.</param>
    public static void Fit(ScatterSet scatters, bool sharesVolume, double[] current, double[] covariances)
    {
        if (CurrentAxes(scatters, current) is { } known)
        {
            var next = new CommonAxes(scatters, sharesVolume, known);
            next.Descend(scatters.IsArbitrary ? MostRounds : RoundsFromCurrent);
            next.Write(covariances);
            return;
        }

        Starts(scatters).Select(start => new CommonAxes(scatters, sharesVolume, start)).MinBy(static from => from.Descend(MostRounds))!.Write(covariances);
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
        return eigen.Values[0] - eigen.Values[size - 1] > 1e-9 * eigen.Values[0] ? Eigen.Transposed(eigen.Vectors, size) : null;
    }

    private static IEnumerable<double[]> Starts(ScatterSet scatters)
    {
        int size = scatters.Features;
        return scatters.Matrices.Prepend(scatters.Sum(static _ => 1)).Select(matrix => Eigen.Transposed(Eigen.Of(matrix, size).Vectors, size));
    }

    // returns what is reached and is to be small: Σₖ |diag(DᵀWₖD)|^(1/D), or Σₖ nₖ log |diag(DᵀWₖD)|^(1/D)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Descend(int rounds)
    {
        double settled = Settled;
        for (int round = 0; round < rounds; round++)
        {
            double largest = Round();
            if (!(largest > settled))
            {
                break;
            }

            settled = round > 0 || rounds == MostRounds ? settled : Math.Max(Settled, NearEnough * largest);
        }

        return Objective();
    }

    // one turn for every pair of axes; the largest of them
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Round()
    {
        SetPrecisions();
        double largest = 0;
        for (int i = 1; i < d; i++)
        {
            for (int j = 0; j < i; j++)
            {
                largest = Math.Max(largest, Math.Abs(Rotate(i, j)));
            }
        }

        return largest;
    }

    private double Objective()
    {
        double sum = 0;
        for (int k = 0; k < turned.Length; k++)
        {
            double volume = Volume(k);
            sum += sharesVolume ? volume : scatters.Rows[k] * Math.Log(volume);
        }

        return sum;
    }

    // Aₖ ∝ diag(DᵀWₖD): divided by its volume where that is shared, by nₖ where not
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetPrecisions()
    {
        for (int k = 0; k < turned.Length; k++)
        {
            double scale = sharesVolume ? Volume(k) : scatters.Rows[k];
            for (int j = 0; j < d; j++)
            {
                precisions[k][j] = scale / turned[k][j * (d + 1)];
            }
        }
    }

    // |diag(DᵀWₖD)|^(1/D)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Volume(int component)
    {
        double logarithms = 0;
        for (int j = 0; j < d; j++)
        {
            logarithms += Math.Log(turned[component][j * (d + 1)]);
        }

        return Math.Exp(logarithms / d);
    }

    // the angle that makes Σₖ tr(DᵀWₖD·Aₖ⁻¹) least in the plane of two axes: it is P cos 2θ + Q sin 2θ + const
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Rotate(int i, int j)
    {
        double p = 0;
        double q = 0;
        for (int k = 0; k < turned.Length; k++)
        {
            double difference = precisions[k][i] - precisions[k][j];
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
        var rotation = new PlaneRotation(cosine, sine);
        rotation.Apply(axes.AsSpan(i * d, d), axes.AsSpan(j * d, d));
        foreach (double[] matrix in turned)
        {
            rotation.ApplyToBothSides(matrix, d, i, j);
        }

        return angle;
    }

    // Σₖ = λₖDAₖDᵀ, where λₖAₖ is diag(DᵀWₖD) by the rows, or by its own volume times the shared one
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(double[] covariances)
    {
        double shared = sharesVolume ? Objective() / scatters.TotalRows : 0;
        double[] columns = Eigen.Transposed(axes, d);
        var variances = new double[d];
        for (int k = 0; k < turned.Length; k++)
        {
            double scale = sharesVolume ? shared / Volume(k) : 1 / scatters.Rows[k];
            for (int j = 0; j < d; j++)
            {
                variances[j] = scale * turned[k][j * (d + 1)];
            }

            Eigen.Compose(columns, variances, covariances.AsSpan(k * d * d, d * d));
        }
    }

    // DᵀWD, as two products
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Turn(double[] matrix, double[] buffer)
    {
        Array.Clear(buffer);
        var result = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            var product = buffer.AsSpan(i * d, d);
            for (int a = 0; a < d; a++)
            {
                VectorLoops.AddScaled(matrix.AsSpan(a * d, d), axes[(i * d) + a], product);
            }

            for (int j = 0; j <= i; j++)
            {
                result[(i * d) + j] = result[(j * d) + i] = VectorLoops.Dot(product, axes.AsSpan(j * d, d));
            }
        }

        return result;
    }
}
