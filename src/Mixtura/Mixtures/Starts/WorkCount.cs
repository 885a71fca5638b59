namespace Mixtura.Mixtures.Starts;

/// <summary>Work done beside the sweeps over all rows, in units of one: c components' densities (or distances) of m rows count m·c / (N·K).</summary>
internal sealed class WorkCount(long rows, int components)
{
    private long pairs;

    /// <summary>The passes' worth.</summary>
    public double Passes => (double)Interlocked.Read(ref pairs) / ((double)rows * components);

    /// <summary>So many rows were compared with so many components.</summary>
    public void Add(long rowCount, int componentCount) => Interlocked.Add(ref pairs, rowCount * componentCount);
}
