namespace Winds;

/// <summary>The parameters of p(x) = Σₖ πₖ x/σₖ² e^(−x²/2σₖ²).</summary>
internal sealed record WindSpeeds(double[] Weights, double[] Scales);
