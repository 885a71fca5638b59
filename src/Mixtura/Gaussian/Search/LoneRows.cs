using System.Runtime.InteropServices;

namespace Mixtura.Gaussian.Search;

/// <summary>The rows that a component holds, as long as each of them is far from all others and they are few.</summary>
/// <param name="features">D.</param>
/// <param name="mostWeight">What they may weigh together.</param>
internal sealed class LoneRows(int features, double mostWeight)
{
    // what stands for none
    private static readonly byte[] None = [0];

    private double weight;

    /// <summary>They, in their order; empty where there are none.</summary>
    public List<SetApart> Rows { get; } = [];

    /// <summary>Whether one of them is not far from the others, or they are too many.</summary>
    public bool AreNone { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(SetApart row, bool isLone)
    {
        weight += row.Weight;
        AreNone |= !isLone || weight > mostWeight;
        if (AreNone)
        {
            Rows.Clear();
        }
        else
        {
            Rows.Add(row);
        }
    }

    /// <summary>Adds those of other rows; false where there are none.</summary>
    public bool TryAdd(byte[] others)
    {
        AreNone |= others.Length == None.Length;
        int each = features + 2;
        for (var rest = MemoryMarshal.Cast<byte, double>(others); !AreNone && !rest.IsEmpty; rest = rest[each..])
        {
            Add(new SetApart(BitConverter.DoubleToInt64Bits(rest[0]), rest[1], rest[2..each].ToArray()), isLone: true);
        }

        return !AreNone;
    }

    /// <summary>They, for <see cref="TryAdd"/>.</summary>
    public byte[] ToBytes() => AreNone ? None : MemoryMarshal.AsBytes<double>([.. Rows.SelectMany(static row => (double[])[BitConverter.Int64BitsToDouble(row.Row), row.Weight, .. row.Values])]).ToArray();
}

/// <summary>A row that is set apart.</summary>
/// <param name="Row">Its number, counted from 0.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Values">D numbers.</param>
internal sealed record SetApart(long Row, double Weight, double[] Values);

/// <summary>Rows that are set apart together.</summary>
/// <param name="Nearest">The component nearest to them.</param>
/// <param name="Rows">The rows.</param>
internal sealed record LoneGroup(int Nearest, List<SetApart> Rows);
