using Mixtura.Data;

namespace Mixtura.Mixtures.Online;

/// <summary>How many rows learning waits for before it looks for a start among them.</summary>
internal static class FirstRows
{
    /// <summary>At least so many.</summary>
    public const int Least = 10_000;

    private const int PerParameter = 20;

    // 64 MiB
    private const long MostNumbers = 8L << 20;

    /// <summary>So many for each parameter, within the memory that there is for them.</summary>
    /// <param name="kind">The kind of component.</param>
    /// <param name="rows">The rows so far, to count parameters with.</param>
    /// <param name="components">K.</param>
    /// <param name="options">How the start is found.</param>
    public static int Wanted(ComponentKind kind, IRowSource rows, int components, MixtureOptions options)
    {
        var summary = DataSummary.Of(rows, correlations: true, options.Missing, options.Em.Threads, CancellationToken.None);
        return (int)Math.Clamp((long)PerParameter * kind.ParameterCount(summary, components), Least, Math.Max(Least, MostNumbers / (summary.Columns + 1)));
    }
}
