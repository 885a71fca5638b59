namespace Iris;

/// <summary>What both trainers say of a flower.</summary>
internal sealed class Cluster
{
    /// <summary>The species, counted from 1.</summary>
    public uint Label { get; set; }

    public uint PredictedLabel { get; set; }

    /// <summary>Of K-means squared distances, of a mixture responsibilities.</summary>
    public float[] Score { get; set; } = [];
}
