using Mixtura.Data;
using Mixtura.Mixtures.Starts;

namespace Mixtura.Mixtures.Search;

/// <summary>Rows to search among where there are many: drawn in proportion to the weights, each then of weight 1, gaps as they are; the same on any number of threads and processes.</summary>
/// <remarks>How high optima lie beside each other is known of a few hundred thousand rows well enough; where exactly the best one lies, all rows tell.</remarks>
internal static class SearchSample
{
    /// <summary>The rows of the first sample, unless parameters ask for more.</summary>
    public const int LeastRows = 1 << 17;

    /// <summary>A sample that misled is made so many times as large.</summary>
    public const int Growth = 4;

    // a search on fewer costs a good part of one on all
    private const int LeastShare = 4;

    // so that optima are those of the data, and not of chance
    private const int RowsPerParameter = 100;

    // 64 MiB
    private const long MostNumbers = 1L << 23;

    // of its own, apart from the sample for starts
    private const ulong Stream = 0x5EED_5A3B_1E00_0001;

    /// <summary>Draws it; null where all rows are to be searched: they are few, or the path from the start is asked for.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="summary">What is known of them.</param>
    /// <param name="size">The rows of the sample, unless the parameters ask for more.</param>
    /// <param name="parameters">The number of parameters.</param>
    /// <param name="options">How the fit is made.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static MemoryRows? Of(IRowSource rows, DataSummary summary, long size, int parameters, MixtureOptions options, CancellationToken cancellationToken)
    {
        long count = Math.Max(size, (long)RowsPerParameter * parameters);
        if (!options.SearchesSample || options.Em is { Tolerance: 0 } or { KeepPath: true } or { Acceleration: false } || summary.WeightedRows < LeastShare * count || count * (rows.Columns + 1) > MostNumbers)
        {
            return null;
        }

        return Draw(rows, summary, (int)count, options, cancellationToken);
    }

    /// <summary>Draws so many, whatever the options.</summary>
    public static MemoryRows Draw(IRowSource rows, DataSummary summary, int count, MixtureOptions options, CancellationToken cancellationToken)
    {
        var (values, weights) = new WeightedDraw(rows, summary, count, options.Seed ^ Stream).Draw(options.Em.Threads, cancellationToken);
        double stretch = summary.TotalWeight / count;
        return new MemoryRows(new RowMatrix(values, rows.Columns), Array.ConvertAll(weights, weight => Math.Round(weight / stretch)), rows.FeatureNames);
    }
}
