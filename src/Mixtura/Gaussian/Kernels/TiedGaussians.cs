using System.Runtime.CompilerServices;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Kernels;

/// <summary>Gaussians that share one covariance, in more than four dimensions.</summary>
/// <remarks>
/// Whitened about a centre c, v = L⁻¹(x − c) √½, the distance to every component is |v − v_k|², D operations in place of D²/2.
/// The subtraction loses as many digits as |v_k| has before the point; so it is done only while all are small, and otherwise every
/// component centres the rows itself.
/// </remarks>
internal sealed class TiedGaussians : FullGaussians
{
    /// <summary>The largest distance of a mean from the centre, in standard deviations, at which rows are whitened.</summary>
    private const double LargestSpread = 24.0;

    private readonly AlignedBuffer whitenedMeans;
    private readonly AlignedBuffer centreOfMeans;
    private readonly double[] factor;

    /// <summary>Room for K means and a factor.</summary>
    public TiedGaussians(int dimension, int components)
        : base(dimension, components, tied: true)
    {
        whitenedMeans = new AlignedBuffer(components * Columns);
        centreOfMeans = new AlignedBuffer(Columns);
        this.factor = new double[dimension * dimension];
    }

    /// <summary>Whether whitened rows keep the accuracy.</summary>
    public bool MayWhiten { get; private set; }

    /// <summary>c, the mean of the means.</summary>
    internal ref double CenterAt => ref centreOfMeans.At(0);

    /// <inheritdoc/>
    public override GaussianKernel CreateKernel() => Lanes.AreWide ? new Wide.TiedKernel(this) : new TiedKernel(this);

    /// <inheritdoc/>
    public override void Complete()
    {
        SetCenter();
        double spread = 0.0;
        for (int k = 0; k < Components; k++)
        {
            spread = Math.Max(spread, Whiten(k));
        }

        MayWhiten = spread <= 0.5 * LargestSpread * LargestSpread;
    }

    /// <summary>v_k.</summary>
    internal ref double WhitenedMeanAt(int component) => ref whitenedMeans.At(component * Columns);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void SetFactor(int k, ReadOnlySpan<double> inverseFactor)
    {
        base.SetFactor(k, inverseFactor);
        if (k == 0)
        {
            inverseFactor[..this.factor.Length].CopyTo(this.factor);
        }
    }

    private void SetCenter()
    {
        Span<double> center = centreOfMeans.Span[..Dimension];
        center.Clear();
        for (int j = 0; j < Dimension; j++)
        {
            // about the first mean, so that a common offset costs no digits
            double first = System.Runtime.CompilerServices.Unsafe.Add(ref MeanAt(0), j);
            for (int k = 1; k < Components; k++)
            {
                center[j] += System.Runtime.CompilerServices.Unsafe.Add(ref MeanAt(k), j) - first;
            }

            center[j] = first + (center[j] / Components);
        }
    }

    /// <summary>Whitens the mean of a component; returns |v_k|².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Whiten(int k)
    {
        Span<double> whitened = whitenedMeans.Span.Slice(k * Columns, Dimension);
        double squares = 0.0;
        for (int i = 0; i < Dimension; i++)
        {
            double sum = 0.0;
            for (int j = 0; j <= i; j++)
            {
                double apart = System.Runtime.CompilerServices.Unsafe.Add(ref MeanAt(k), j) - centreOfMeans.Span[j];
                sum = Math.FusedMultiplyAdd(this.factor[(i * Dimension) + j] * Math.Sqrt(0.5), apart, sum);
            }

            whitened[i] = sum;
            squares += sum * sum;
        }

        return squares;
    }
}
