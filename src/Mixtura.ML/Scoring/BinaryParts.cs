namespace Mixtura.ML.Scoring;

/// <summary>A vector of K numbers in parts of 1, 2, 4, … numbers, those whose sum is K.</summary>
/// <remarks>A custom mapping that is loaded has the sizes of vectors that stand in its types, whatever K a model has. Concatenated, the parts are a vector whose size K is known to the schema, which evaluators and trainers ask for.</remarks>
internal sealed class BinaryParts
{
    /// <summary>Parts of fewer than 2 to this power.</summary>
    public const int Powers = 12;

    /// <summary>The longest vector.</summary>
    public const int Longest = (1 << Powers) - 1;

    private readonly float[]?[] parts = new float[Powers][];

    /// <summary>The part of 2 to this power numbers; null where it is not used.</summary>
    public float[]? this[int power]
    {
        get => parts[power];
        set => parts[power] = value;
    }

    /// <summary>The powers whose parts make a vector of so many numbers, in the order in which they follow one another.</summary>
    public static IEnumerable<int> PowersOf(int length) => Enumerable.Range(0, Powers).Where(power => (length & (1 << power)) != 0);

    /// <summary>Shares a vector out to its parts.</summary>
    public void Take(ReadOnlySpan<float> values)
    {
        int start = 0;
        for (int power = 0; power < Powers; power++)
        {
            int length = values.Length & (1 << power);
            if (length > 0)
            {
                values.Slice(start, length).CopyTo(parts[power] ??= new float[length]);
                start += length;
            }
        }
    }
}
