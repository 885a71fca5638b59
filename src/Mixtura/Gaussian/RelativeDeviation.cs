namespace Mixtura.Gaussian;

/// <summary>A component's standard deviation in the direction where it is smallest, relative to the data's there.</summary>
/// <param name="Ratio">σ of the component over σ of the data; about 1 for a single component, 0 where it has collapsed.</param>
/// <param name="Feature">The feature that the direction mostly lies along.</param>
internal readonly record struct RelativeDeviation(double Ratio, int Feature);
