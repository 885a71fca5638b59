namespace Mixtura.Mixtures;

/// <summary>The feature of a row that is farthest from what the others of the row let expect (<see cref="UnusualFeatures"/>).</summary>
/// <param name="Feature">Which, counted from 0.</param>
/// <param name="Expected">What is expected of it given the others, in its units; where no feature is 3 deviations off that, but one is from the mean of the row's most probable component, that mean: several features that are off together let
/// expect each other. NaN of a feature with levels.</param>
/// <param name="Deviations">How many conditional standard deviations it is off, ≥ 0; of a level with the conditional probability p, √(−2 log p), as far off as a normal value of that density below its highest. NaN where
/// no feature can be judged.</param>
public readonly record struct UnusualFeature(int Feature, double Expected, double Deviations);
