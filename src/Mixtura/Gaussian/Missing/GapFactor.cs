using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Missing;

/// <summary>One pattern of missing values under the components of a mixture: all that depends on the pattern and not on the row.</summary>
/// <remarks>For each component L_oo⁻¹, a vector of its rows at a time and for each the columns up to the diagonal; then the matrix that takes x_o − μ_o to E[x_h|x_o] − μ_h, a row a missing feature
/// over all D features; then the conditional covariance's lower triangle.</remarks>
internal sealed class GapFactor
{
    private readonly int[] missing;
    private readonly int[] observed;
    private readonly int[] places;
    private readonly int width = Vector<double>.Count;
    private readonly int features;
    private readonly int padded;
    private readonly int triangle;
    private readonly int length;
    private readonly double[] numbers;
    private readonly double[] logRoots;

    /// <summary>Room for a pattern.</summary>
    /// <param name="missing">The missing features, rising.</param>
    /// <param name="components">K.</param>
    /// <param name="features">D.</param>
    public GapFactor(ReadOnlySpan<int> missing, int components, int features)
    {
        int[] lacking = missing.ToArray();
        this.missing = lacking;
        this.features = features;
        observed = [.. Enumerable.Range(0, features).Except(lacking)];
        places = [.. lacking.SelectMany((row, a) => lacking.Take(a + 1).Select(column => ScatterAt.PlaceOf(row, column)))];
        padded = BlockLayout.PadColumns(features);
        for (int first = 0; first < observed.Length; first += width)
        {
            triangle += width * Math.Min(first + width, observed.Length);
        }

        length = triangle + (lacking.Length * padded) + places.Length;
        numbers = new double[components * length];
        logRoots = new double[components];
    }

    /// <summary>The parameters, by their number, that it was made for.</summary>
    public long Generation { get; private set; } = -1;

    /// <summary>½ log|Σ_oo| − ½ log|Σ|.</summary>
    public double LogRoot(int component) => logRoots[component];

    /// <summary>Makes it for parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="covariances">Their covariances, K×D×D.</param>
    /// <param name="solver">A solver of D features.</param>
    public void Make(GaussianParameters parameters, double[] covariances, GapSolver solver)
    {
        for (int k = 0; k < parameters.Components; k++)
        {
            solver.Load(parameters.Structure.FactorOf(parameters, k));
            var own = numbers.AsSpan(k * length, length);
            SetFactor(covariances.AsSpan(k * features * features, features * features), own[..triangle]);
            logRoots[k] = SetExpectation(solver, own.Slice(triangle, missing.Length * padded), own[^places.Length..]);
        }

        Generation = parameters.Generation;
    }

    /// <summary>The squared distances of what is observed under every component.</summary>
    /// <param name="values">A row, 0 where a value is missing, padded.</param>
    /// <param name="means">μ, K rows padded alike.</param>
    /// <param name="offsets">The log joint densities of whole rows at the means.</param>
    /// <param name="prunes">Whether ∞ may stand for a distance that is negligible beside another component's.</param>
    /// <param name="distances">Receives the distances.</param>
    /// <param name="stride">From a component's to the next one's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Measure(ReadOnlySpan<double> values, ReadOnlySpan<double> means, ReadOnlySpan<double> offsets, bool prunes, Span<double> distances, int stride)
    {
        Span<double> deviations = stackalloc double[padded];
        double best = double.NegativeInfinity;
        for (int k = 0; k < logRoots.Length; k++)
        {
            Subtract(values, means.Slice(k * padded, padded), deviations);
            double offset = offsets[k] - logRoots[k];
            double distance = Distance(k, deviations, prunes ? 2 * (offset - best + MixtureExpectation.Negligible) : double.PositiveInfinity);
            distances[k * stride] = distance;
            best = Math.Max(best, offset - (0.5 * distance));
        }
    }

    /// <summary>Writes the deviation of all features: x − μ, and what is expected of the missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Complete(int component, ReadOnlySpan<double> values, ReadOnlySpan<double> mean, Span<double> completed)
    {
        Span<double> expected = stackalloc double[missing.Length];
        Subtract(values, mean, completed);
        ref double slope = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(numbers), (component * length) + triangle);
        ref double deviation = ref MemoryMarshal.GetReference(completed);
        for (int a = 0; a < missing.Length; a++)
        {
            var sum = Vector<double>.Zero;
            for (int i = 0; i < features; i += width)
            {
                sum = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref slope, (nuint)i), Vector.LoadUnsafe(ref deviation, (nuint)i), sum);
            }

            expected[a] = Vector.Sum(sum);
            slope = ref Unsafe.Add(ref slope, padded);
        }

        for (int a = 0; a < missing.Length; a++)
        {
            completed[missing[a]] = expected[a];
        }
    }

    /// <summary>Adds the conditional covariance of so many rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddSpread(int component, double share, ScatterAt scatter)
    {
        int first = ((component + 1) * length) - places.Length;
        for (int i = 0; i < places.Length; i++)
        {
            scatter.AddAt(places[i], share * numbers[first + i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Subtract(ReadOnlySpan<double> values, ReadOnlySpan<double> mean, Span<double> destination)
    {
        ref double x = ref MemoryMarshal.GetReference(values);
        ref double m = ref MemoryMarshal.GetReference(mean);
        ref double to = ref MemoryMarshal.GetReference(destination);
        for (int i = 0; i < padded; i += width)
        {
            (Vector.LoadUnsafe(ref x, (nuint)i) - Vector.LoadUnsafe(ref m, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
    }

    // |L_oo⁻¹(x_o − μ_o)|², as far as it is at most so large
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Distance(int component, ReadOnlySpan<double> deviations, double most)
    {
        ref double factor = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(numbers), component * length);
        ref double d = ref MemoryMarshal.GetReference(deviations);
        ref int place = ref MemoryMarshal.GetArrayDataReference(observed);
        var squares = Vector<double>.Zero;
        for (int first = 0; first < observed.Length; first += width)
        {
            // two sums that do not wait for each other
            var even = Vector<double>.Zero;
            var odd = Vector<double>.Zero;
            int columns = Math.Min(first + width, observed.Length);
            int j = 0;
            for (; j + 1 < columns; j += 2)
            {
                even = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref factor), Vector.Create(Unsafe.Add(ref d, Unsafe.Add(ref place, j))), even);
                odd = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref factor, (nuint)width), Vector.Create(Unsafe.Add(ref d, Unsafe.Add(ref place, j + 1))), odd);
                factor = ref Unsafe.Add(ref factor, 2 * width);
            }

            if (j < columns)
            {
                even = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref factor), Vector.Create(Unsafe.Add(ref d, Unsafe.Add(ref place, j))), even);
                factor = ref Unsafe.Add(ref factor, width);
            }

            even += odd;
            squares = Vector.FusedMultiplyAdd(even, even, squares);
            if (first == 0 && observed.Length > width && Vector.Sum(squares) > most)
            {
                return double.PositiveInfinity;
            }
        }

        return Vector.Sum(squares);
    }

    private void SetFactor(ReadOnlySpan<double> covariance, Span<double> factor)
    {
        int o = observed.Length;
        Span<double> part = stackalloc double[o * o];
        Span<double> whole = stackalloc double[o * o];
        for (int i = 0; i < o * o; i++)
        {
            part[i] = covariance[(observed[i / o] * features) + observed[i % o]];
        }

        if (!Cholesky.TryFactor(part, o, whole))
        {
            whole.Fill(double.NaN);
        }

        Cholesky.Invert(whole, o);
        int next = 0;
        for (int first = 0; first < o; first += width)
        {
            for (int j = 0; j < Math.Min(first + width, o); j++)
            {
                for (int i = first; i < first + width; i++)
                {
                    factor[next++] = i < o && j <= i ? whole[(i * o) + j] : 0;
                }
            }
        }
    }

    private double SetExpectation(GapSolver solver, Span<double> slopes, Span<double> spreads)
    {
        int h = missing.Length;
        Span<double> root = stackalloc double[h * h];
        double logRoot = solver.Factor(missing, root);
        solver.Slopes(missing, observed, root, slopes, padded);
        int next = 0;
        for (int a = 0; a < h; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                spreads[next++] = GapSolver.Spread(root, h, a, b);
            }
        }

        return logRoot;
    }
}
