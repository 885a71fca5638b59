namespace Mixtura.Mixtures;

/// <summary>A row so far from all others that it alone, or with others like it, asks for a component. Such a component cannot tell its spread: it has that of the component nearest to it, and the other
/// components are those of the other rows.</summary>
/// <param name="Row">The row, counted from 0.</param>
/// <param name="Component">The component that it has to itself, or with others like it.</param>
/// <param name="Nearest">The component of other rows that is nearest.</param>
/// <param name="Deviations">How far away that component's mean is, in its standard deviations (the Mahalanobis distance).</param>
/// <param name="Feature">The feature in which it lies farthest out, in standard deviations of that component.</param>
/// <param name="Value">Its value there.</param>
/// <param name="Distance">How far its value there is from that component's mean, in the feature's unit.</param>
public sealed record LoneRow(long Row, int Component, int Nearest, double Deviations, int Feature, double Value, double Distance);
