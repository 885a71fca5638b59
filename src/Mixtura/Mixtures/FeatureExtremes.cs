namespace Mixtura.Mixtures;

/// <summary>The smallest and the largest value of a feature, and the rows that have them.</summary>
internal sealed class FeatureExtremes
{
    /// <summary>The smallest; of several the first.</summary>
    public ExtremeValue Least { get; private set; } = new(double.PositiveInfinity, long.MaxValue, 0);

    /// <summary>The largest; of several the first.</summary>
    public ExtremeValue Largest { get; private set; } = new(double.NegativeInfinity, long.MaxValue, 0);

    /// <summary>Takes a value in.</summary>
    public void Add(double value, long row, double weight)
    {
        if (value <= Least.Value || value >= Largest.Value)
        {
            Add(new ExtremeValue(value, row, weight));
        }
    }

    /// <summary>Takes those of other rows in, in whatever order.</summary>
    public void Add(FeatureExtremes other)
    {
        Add(other.Least);
        Add(other.Largest);
    }

    /// <summary>Writes them.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        foreach (var one in (ExtremeValue[])[Least, Largest])
        {
            writer.Write(one.Value);
            writer.Write(one.Row);
            writer.Write(one.Weight);
        }
    }

    /// <summary>Takes those in that were written.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        for (int end = 0; end < 2; end++)
        {
            Add(new ExtremeValue(reader.ReadDouble(), reader.ReadInt64(), reader.ReadDouble()));
        }
    }

    // what no row has had is of a row that there is not
    private void Add(ExtremeValue one)
    {
        if (one.Row < long.MaxValue)
        {
            Least = one.Value < Least.Value || (one.Value == Least.Value && one.Row < Least.Row) ? one : Least;
            Largest = one.Value > Largest.Value || (one.Value == Largest.Value && one.Row < Largest.Row) ? one : Largest;
        }
    }
}

/// <summary>A value at the end of a feature's range.</summary>
/// <param name="Value">The value.</param>
/// <param name="Row">The row that has it, counted from 0.</param>
/// <param name="Weight">The row's weight.</param>
internal readonly record struct ExtremeValue(double Value, long Row, double Weight);
