using Mixtura.Data;

namespace Mixtura.Mixtures.Online;

/// <summary>Rows with their weights that wait to be learnt.</summary>
/// <param name="columns">D.</param>
internal sealed class RowBuffer(int columns)
{
    private double[] values = [];
    private double[] weights = [];

    /// <summary>The rows that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Σᵢ wᵢ of them.</summary>
    public double Weight
    {
        get
        {
            double sum = 0;
            foreach (double weight in weights.AsSpan(0, Count))
            {
                sum += weight;
            }

            return sum;
        }
    }

    /// <summary>Those of positive weight.</summary>
    public int WeightedRows => Count - weights.AsSpan(0, Count).Count(0.0);

    /// <summary>Appends rows, as many as there is room for up to a number.</summary>
    /// <returns>How many.</returns>
    public int Add(RowBlock rows, int most)
    {
        int taken = Math.Min(rows.Count, most - Count);
        if (weights.Length < Count + taken)
        {
            int room = (int)Math.Min(most, Math.Max(Count + taken, 2L * weights.Length));
            Array.Resize(ref values, room * columns);
            Array.Resize(ref weights, room);
        }

        rows.Values[..(taken * columns)].CopyTo(values.AsSpan(Count * columns));
        rows.Weights[..taken].CopyTo(weights.AsSpan(Count));
        Count += taken;
        return taken;
    }

    /// <summary>The rows as they are now; valid until the next change.</summary>
    /// <param name="names">The names of the features.</param>
    public MemoryRows View(IReadOnlyList<string> names) => new(new RowMatrix(values.AsMemory(0, Count * columns), columns), weights.AsMemory(0, Count), names);

    /// <summary>Empties it, and lets go of the memory where it was for more rows than these.</summary>
    public void Clear(int room)
    {
        Count = 0;
        if (weights.Length > room)
        {
            (values, weights) = ([], []);
        }
    }
}
