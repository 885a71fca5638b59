using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>What the second moments of a covariance structure are.</summary>
internal enum SecondMoments
{
    /// <summary>A lower triangle for each component.</summary>
    Triangles,

    /// <summary>One lower triangle, the sum over the components.</summary>
    PooledTriangle,

    /// <summary>D squares for each component.</summary>
    Squares,

    /// <summary>One number for each component: the sum of the D squares.</summary>
    TotalSquares,
}

/// <summary>
/// The sums of a pass, about the current means: Σr (K), Σr(x−μ) (K × D) and the second moments. A bag of plain sums: adding
/// <see cref="Values"/> of two bags element by element merges them.
/// </summary>
internal sealed class GaussianSums
{
    private readonly AlignedBuffer _values;
    private readonly SecondMoments _kind;
    private readonly int _firstStart;
    private readonly int _columns;
    private readonly int _secondStart;
    private readonly int _secondStride;
    private readonly int _secondLength;

    /// <summary>Zero sums.</summary>
    public GaussianSums(int components, int dimension, SecondMoments kind)
    {
        _kind = kind;
        Components = components;
        Dimension = dimension;
        _columns = BlockLayout.PadColumns(dimension);
        _secondLength = kind is SecondMoments.Squares or SecondMoments.TotalSquares ? _columns : TriangleLayout.Length(dimension);
        _secondStride = kind == SecondMoments.PooledTriangle ? 0 : _secondLength;
        _firstStart = BlockLayout.PadColumns(components);
        _secondStart = _firstStart + (components * _columns);
        _values = new AlignedBuffer(_secondStart + (kind == SecondMoments.PooledTriangle ? _secondLength : components * _secondLength));
    }

    /// <summary>K.</summary>
    public int Components { get; }

    /// <summary>D.</summary>
    public int Dimension { get; }

    /// <summary>All sums and their padding, to clear, add, send or store.</summary>
    public Span<double> Values => _values.Span;

    /// <summary>Doubles that <see cref="CopySecond"/> writes for a component (or for the pool).</summary>
    public int SecondLength => _kind switch
    {
        SecondMoments.Squares => Dimension,
        SecondMoments.TotalSquares => 1,
        _ => Dimension * (Dimension + 1) / 2,
    };

    /// <summary>Σ_i r_ik.</summary>
    public double Count(int component) => Values[component];

    /// <summary>Σ_i r_ik (x_i − μ_k), D values.</summary>
    public ReadOnlySpan<double> First(int component) => Values.Slice(_firstStart + (component * _columns), Dimension);

    /// <summary>The second moments of a component: packed lower triangle row by row, D squares, or their sum.</summary>
    /// <param name="component">k; ignored for a pooled triangle.</param>
    /// <param name="destination"><see cref="SecondLength"/> values.</param>
    public void CopySecond(int component, Span<double> destination)
    {
        ReadOnlySpan<double> second = Values.Slice(_secondStart + (component * _secondStride), _secondLength);
        switch (_kind)
        {
            case SecondMoments.Squares:
                second[..Dimension].CopyTo(destination);
                break;
            case SecondMoments.TotalSquares:
                destination[0] = Sum(second[..Dimension]);
                break;
            default:
                TriangleLayout.Unpack(second, Dimension, destination);
                break;
        }
    }

    /// <summary>The place of Σr for the kernels.</summary>
    internal ref double CountAt(int component) => ref _values.At(component);

    /// <summary>The place of Σr(x−μ) for the kernels: D values, padded.</summary>
    internal ref double FirstAt(int component) => ref _values.At(_firstStart + (component * _columns));

    /// <summary>The place of the second moments for the kernels, in padded form.</summary>
    internal ref double SecondAt(int component) => ref _values.At(_secondStart + (component * _secondStride));

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0.0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
