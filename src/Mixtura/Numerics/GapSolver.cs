using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mixtura.Numerics;

/// <summary>What a Gaussian expects of the missing values of a row, given the observed ones: for one covariance, one pattern at a time. An instance is for one thread.</summary>
/// <remarks>With W = L⁻¹ (Σ = LLᵀ) the squared distance of a row whose missing values are filled by z is |W d|², d being the deviation from the mean. Its least value over z is the distance of the observed values
/// under their marginal (x_o − μ_o)ᵀΣ_oo⁻¹(x_o − μ_o), and it is attained at the conditional expectation: a least-squares problem in the columns W_h of the missing features. W_h = QR by modified
/// Gram–Schmidt, twice; then z = −R⁻¹Qᵀ(W d₀), the conditional covariance is (RᵀR)⁻¹ and log|Σ_oo| = log|Σ| + 2 log|R|. No matrix is squared, and the work grows with what is missing.</remarks>
internal sealed class GapSolver
{
    private readonly int d;
    private readonly int length;
    private readonly double[] columns;
    private readonly double[] whitened;
    private double[] q = [];
    private double[] solved = [];

    /// <param name="features">D.</param>
    public GapSolver(int features)
    {
        d = features;
        length = BlockLayout.RoundUp(features, Vector<double>.Count);
        columns = new double[features * length];
        whitened = new double[length];
    }

    /// <summary>Takes a covariance's W = L⁻¹, a lower triangle D×D, turned on its side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(ReadOnlySpan<double> factor)
    {
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                columns[(j * length) + i] = factor[(i * d) + j];
            }
        }
    }

    /// <summary>Takes a pattern.</summary>
    /// <param name="missing">The missing features, h of them.</param>
    /// <param name="root">Receives R⁻¹, an upper triangle h×h: the conditional covariance is R⁻¹R⁻ᵀ.</param>
    /// <returns>log|R|.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Factor(ReadOnlySpan<int> missing, Span<double> root)
    {
        int h = missing.Length;
        if (q.Length < h * length)
        {
            q = new double[h * length];
            solved = new double[h];
        }

        root.Clear();
        double logRoot = 0;
        for (int a = 0; a < h; a++)
        {
            var own = q.AsSpan(a * length, length);
            columns.AsSpan(missing[a] * length, length).CopyTo(own);
            for (int turn = 0; turn < (a > 0 ? 2 : 0); turn++)
            {
                for (int b = 0; b < a; b++)
                {
                    var other = q.AsSpan(b * length, length);
                    double projection = VectorLoops.Dot(other, own);
                    root[(b * h) + a] += projection;
                    VectorLoops.AddScaled(other, -projection, own);
                }
            }

            double norm = Math.Sqrt(VectorLoops.Dot(own, own));
            root[(a * h) + a] = norm;
            logRoot += Math.Log(norm);
            Scale(own, 1 / norm);
        }

        Invert(root, h);
        return logRoot;
    }

    /// <summary>Completes a row under the pattern.</summary>
    /// <param name="missing">The pattern.</param>
    /// <param name="root">R⁻¹.</param>
    /// <param name="deviation">x − μ, D numbers, 0 where a value is missing.</param>
    /// <param name="expected">Receives E[x_h | x_o] − μ_h, h numbers.</param>
    /// <returns>The squared distance of what is observed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Complete(ReadOnlySpan<int> missing, ReadOnlySpan<double> root, ReadOnlySpan<double> deviation, Span<double> expected)
    {
        int h = missing.Length;
        Whiten(deviation);
        Project(h);
        for (int a = 0; a < h; a++)
        {
            expected[a] = Expected(root, h, a);
        }

        return VectorLoops.Dot(whitened, whitened);
    }

    /// <summary>The conditional covariance of two missing features: an entry of R⁻¹R⁻ᵀ.</summary>
    public static double Spread(ReadOnlySpan<double> root, int h, int first, int second)
    {
        double sum = 0;
        for (int c = Math.Max(first, second); c < h; c++)
        {
            sum += root[(first * h) + c] * root[(second * h) + c];
        }

        return sum;
    }

    /// <summary>E[x_h | x_o] − μ_h as a matrix that is applied to x_o − μ_o: −R⁻¹QᵀW_o, h rows.</summary>
    /// <param name="missing">The pattern, taken by <see cref="Factor"/>.</param>
    /// <param name="observed">The other features.</param>
    /// <param name="root">R⁻¹.</param>
    /// <param name="slopes">Receives the rows, <paramref name="stride"/> apart, over all features; what is there for missing ones is not touched (0).</param>
    /// <param name="stride">At least D.</param>
    public void Slopes(ReadOnlySpan<int> missing, ReadOnlySpan<int> observed, ReadOnlySpan<double> root, Span<double> slopes, int stride)
    {
        int h = missing.Length;
        for (int j = 0; j < observed.Length; j++)
        {
            columns.AsSpan(observed[j] * length, length).CopyTo(whitened);
            Project(h);
            for (int a = 0; a < h; a++)
            {
                slopes[(a * stride) + observed[j]] = Expected(root, h, a);
            }
        }
    }

    // Qᵀ of what is whitened, and what Q leaves of it
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Project(int h)
    {
        for (int a = 0; a < h; a++)
        {
            var own = q.AsSpan(a * length, length);
            solved[a] = VectorLoops.Dot(own, whitened);
            VectorLoops.AddScaled(own, -solved[a], whitened);
        }
    }

    // a row of −R⁻¹ times that
    private double Expected(ReadOnlySpan<double> root, int h, int row)
    {
        double sum = 0;
        for (int b = row; b < h; b++)
        {
            sum -= root[(row * h) + b] * solved[b];
        }

        return sum;
    }

    // W d₀, a column at a time, from its first entry that is not 0
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Whiten(ReadOnlySpan<double> deviation)
    {
        Array.Clear(whitened);
        ref double target = ref MemoryMarshal.GetArrayDataReference(whitened);
        ref double source = ref MemoryMarshal.GetArrayDataReference(columns);
        int width = Vector<double>.Count;
        for (int j = 0; j < deviation.Length; j++)
        {
            if (deviation[j] == 0)
            {
                continue;
            }

            var scale = Vector.Create(deviation[j]);
            for (int i = j / width * width; i < length; i += width)
            {
                Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref source, (nuint)((j * length) + i)), scale, Vector.LoadUnsafe(ref target, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
            }
        }
    }

    private static void Scale(Span<double> values, double by)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= by;
        }
    }

    // an upper triangle, in place: the rows from below, each from its end, so that what is still to be read is not yet written
    private static void Invert(Span<double> r, int h)
    {
        for (int a = h - 1; a >= 0; a--)
        {
            double diagonal = 1 / r[(a * h) + a];
            for (int b = h - 1; b > a; b--)
            {
                double sum = 0;
                for (int c = a + 1; c <= b; c++)
                {
                    sum += r[(a * h) + c] * r[(c * h) + b];
                }

                r[(a * h) + b] = -sum * diagonal;
            }

            r[(a * h) + a] = diagonal;
        }
    }
}
