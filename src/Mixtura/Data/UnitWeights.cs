namespace Mixtura.Data;

/// <summary>Weights of rows that count once each.</summary>
internal static class UnitWeights
{
    // the rows that are read at a time
    private const int MostKept = 1024;

    private static readonly double[] Kept = Ones(MostKept);

    /// <summary>So many ones; allocates nothing where they are as few as are read at a time.</summary>
    public static ReadOnlySpan<double> Of(int count) => count <= MostKept ? Kept.AsSpan(0, count) : Ones(count);

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1.0);
        return ones;
    }
}
