namespace Mixtura.Mixtures;

/// <summary>One component of a mixture, and the weight that it is to have in another.</summary>
/// <typeparam name="TModel">The parameters θ.</typeparam>
/// <param name="Model">The mixture.</param>
/// <param name="Component">The component, counted from 0.</param>
/// <param name="Weight">The weight π that it is to have.</param>
public readonly record struct ComponentOf<TModel>(TModel Model, int Component, double Weight);
