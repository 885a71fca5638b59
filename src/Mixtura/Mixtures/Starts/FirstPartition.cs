namespace Mixtura.Mixtures.Starts;

/// <summary>Where a restart begins, before a family has made parameters of it: rows of a sample shared out to the components, or the components' centres.</summary>
/// <param name="Sample">The rows.</param>
internal sealed record FirstPartition(RowSample Sample)
{
    /// <summary>The component of every row of the sample; empty where there are centres.</summary>
    public int[] Assignments { get; private init; } = [];

    /// <summary>The centres, K×D, in the data's units; empty where there are assignments.</summary>
    public double[] Means { get; private init; } = [];

    /// <summary>Whether the components about the centres share the data's volume, or have all of it each.</summary>
    public bool SharesVolume { get; private init; }

    /// <summary>Rows shared out.</summary>
    public static FirstPartition Clusters(RowSample sample, int[] assignments) => new(sample) { Assignments = assignments };

    /// <summary>Centres.</summary>
    public static FirstPartition Centres(RowSample sample, double[] means, bool sharesVolume) => new(sample) { Means = means, SharesVolume = sharesVolume };
}
