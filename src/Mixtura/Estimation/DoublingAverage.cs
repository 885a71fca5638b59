using System.Numerics.Tensors;

namespace Mixtura.Estimation;

/// <summary>The average of sums over the later part of a stream whose length is not known: from the last doubling but one of its weight on, which is half of it at least, three quarters at most.</summary>
internal sealed class DoublingAverage
{
    private readonly double[] scaled;
    private double[] older;
    private double[] younger;
    private double olderWeight;
    private double youngerWeight;
    private double doubling;

    /// <param name="first">The sums so far, per unit of weight: as if they had been these since half of it.</param>
    /// <param name="weight">The weight so far.</param>
    public DoublingAverage(ReadOnlySpan<double> first, double weight)
    {
        scaled = new double[first.Length];
        younger = new double[first.Length];
        older = new double[first.Length];
        olderWeight = 0.5 * weight;
        doubling = 2 * weight;
        TensorPrimitives.Multiply(first, olderWeight, older);
    }

    private DoublingAverage(DoublingAverage other)
    {
        scaled = new double[other.scaled.Length];
        (older, younger) = ([.. other.older], [.. other.younger]);
        (olderWeight, youngerWeight, doubling) = (other.olderWeight, other.youngerWeight, other.doubling);
    }

    /// <summary>The same, apart from this.</summary>
    public DoublingAverage Copy() => new(this);

    /// <summary>Counts sums in.</summary>
    /// <param name="sums">Per unit of weight.</param>
    /// <param name="weight">How much they count.</param>
    /// <param name="total">The weight of the stream with it.</param>
    public void Add(ReadOnlySpan<double> sums, double weight, double total)
    {
        TensorPrimitives.Multiply(sums, weight, scaled);
        TensorPrimitives.Add(older, scaled, older);
        TensorPrimitives.Add(younger, scaled, younger);
        olderWeight += weight;
        youngerWeight += weight;
        while (total >= doubling)
        {
            (older, younger) = (younger, older);
            (olderWeight, youngerWeight) = (youngerWeight, 0);
            Array.Clear(younger);
            doubling *= 2;
            if (total >= doubling)
            {
                // a batch that more than doubles all there was is the whole later part
                older.AsSpan().CopyTo(younger);
                youngerWeight = olderWeight;
            }
        }
    }

    /// <summary>The average, per unit of weight.</summary>
    public void CopyTo(Span<double> destination) => TensorPrimitives.Divide(older, olderWeight, destination);

    /// <summary>Does something with the sums that it holds, such as moving them.</summary>
    public void Change(Action<double[]> change)
    {
        change(older);
        change(younger);
    }
}
