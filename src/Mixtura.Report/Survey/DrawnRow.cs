namespace Mixtura.Report.Survey;

/// <summary>A row as it is drawn or listed.</summary>
/// <param name="Index">Its place in the data, counted from 0.</param>
/// <param name="Weight">wᵢ.</param>
/// <param name="Values">D values.</param>
/// <param name="Responsibilities">K probabilities.</param>
/// <param name="LogDensity">log p(x), in nats.</param>
/// <param name="Component">The most probable component; −1 for noise.</param>
internal sealed record DrawnRow(long Index, double Weight, double[] Values, double[] Responsibilities, double LogDensity, int Component);
