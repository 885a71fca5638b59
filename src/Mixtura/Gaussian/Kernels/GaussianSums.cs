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
    private readonly AlignedBuffer values;
    private readonly SecondMoments kind;
    private readonly int firstStart;
    private readonly int columns;
    private readonly int secondStart;
    private readonly int secondStride;
    private readonly int secondLength;

    /// <summary>Zero sums.</summary>
    public GaussianSums(int components, int dimension, SecondMoments kind)
    {
        this.kind = kind;
        Components = components;
        Dimension = dimension;
        columns = BlockLayout.PadColumns(dimension);
        secondLength = kind is SecondMoments.Squares or SecondMoments.TotalSquares ? columns : TriangleLayout.Length(dimension);
        secondStride = kind == SecondMoments.PooledTriangle ? 0 : secondLength;
        firstStart = BlockLayout.PadColumns(components);
        secondStart = firstStart + (components * columns);
        this.values = new AlignedBuffer(secondStart + (kind == SecondMoments.PooledTriangle ? secondLength : components * secondLength));
    }

    /// <summary>What the second moments are.</summary>
    public SecondMoments Kind => kind;

    /// <summary>Zero sums of the same shape in which every component has second moments of its own.</summary>
    public GaussianSums Apart() => new(Components, Dimension, kind == SecondMoments.PooledTriangle ? SecondMoments.Triangles : kind);

    /// <summary>K.</summary>
    public int Components { get; }

    /// <summary>D.</summary>
    public int Dimension { get; }

    /// <summary>All sums and their padding, to clear, add, send or store.</summary>
    public Span<double> Values => this.values.Span;

    /// <summary>Doubles that <see cref="CopySecond"/> writes for a component (or for the pool).</summary>
    public int SecondLength => this.kind switch
    {
        SecondMoments.Squares => Dimension,
        SecondMoments.TotalSquares => 1,
        _ => Dimension * (Dimension + 1) / 2,
    };

    /// <summary>Σ_i r_ik.</summary>
    public double Count(int component) => Values[component];

    /// <summary>Σ_i r_ik (x_i − μ_k), D values.</summary>
    public ReadOnlySpan<double> First(int component) => Values.Slice(firstStart + (component * columns), Dimension);

    /// <summary>The second moments of a component: packed lower triangle row by row, D squares, or their sum.</summary>
    /// <param name="component">k; ignored for a pooled triangle.</param>
    /// <param name="destination"><see cref="SecondLength"/> values.</param>
    public void CopySecond(int component, Span<double> destination)
    {
        ReadOnlySpan<double> second = Values.Slice(secondStart + (component * secondStride), secondLength);
        switch (this.kind)
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

    /// <summary>The sum of a feature's squares, where there are squares.</summary>
    public double SquareAt(int component, int feature) => Values[secondStart + (component * secondStride) + feature];

    /// <summary>Moves the sums of a component to another centre: z → z − δ.</summary>
    /// <param name="component">k.</param>
    /// <param name="shift">δ, the new centre less the old one, D values.</param>
    public void Move(int component, ReadOnlySpan<double> shift)
    {
        double count = Count(component);
        var first = Values.Slice(firstStart + (component * columns), Dimension);
        for (int a = 0; a < Dimension; a++)
        {
            // Σr(z−δ)(z−δ)ᵀ = Σrzzᵀ − Σrz δᵀ − δ Σrzᵀ + Σr δδᵀ
            for (int b = HasTriangles ? 0 : a; b <= a; b++)
            {
                SecondAt(component, a, b) += (shift[a] * ((count * shift[b]) - first[b])) - (first[a] * shift[b]);
            }
        }

        for (int a = 0; a < Dimension; a++)
        {
            first[a] -= count * shift[a];
        }
    }

    /// <summary>Adds rows of a component whose mean is the centre.</summary>
    /// <param name="component">k.</param>
    /// <param name="count">Their weight.</param>
    /// <param name="scale">Their weight times how much wider they are than the covariance.</param>
    /// <param name="covariance">The covariance: D×D, or D variances where the second moments are squares.</param>
    public void AddAbout(int component, double count, double scale, ReadOnlySpan<double> covariance)
    {
        Values[component] += count;
        for (int a = 0; a < Dimension; a++)
        {
            for (int b = HasTriangles ? 0 : a; b <= a; b++)
            {
                SecondAt(component, a, b) += scale * covariance[HasTriangles ? (a * Dimension) + b : a];
            }
        }
    }

    private bool HasTriangles => kind is SecondMoments.Triangles or SecondMoments.PooledTriangle;

    private ref double SecondAt(int component, int row, int column) =>
        ref Values[secondStart + (component * secondStride) + (HasTriangles ? TriangleLayout.RowStart(row) + column : row)];

    /// <summary>The place of Σr for the kernels.</summary>
    internal ref double CountAt(int component) => ref this.values.At(component);

    /// <summary>The place of Σr(x−μ) for the kernels: D values, padded.</summary>
    internal ref double FirstAt(int component) => ref this.values.At(firstStart + (component * columns));

    /// <summary>The place of the second moments for the kernels, in padded form.</summary>
    internal ref double SecondAt(int component) => ref this.values.At(secondStart + (component * secondStride));

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
