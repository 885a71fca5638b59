namespace Mixtura.Mixtures;

/// <summary>A family whose M-step can leave parts of the start as they are (<see cref="FixedParts"/>).</summary>
internal interface IHoldsParts;
