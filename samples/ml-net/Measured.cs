namespace Iris;

/// <summary>A flower with its density.</summary>
internal sealed class Measured
{
    public string Species { get; set; } = "";

    public float[] Features { get; set; } = [];

    /// <summary>Whether it is an anomaly.</summary>
    public bool PredictedLabel { get; set; }

    public double LogDensity { get; set; }
}
