namespace Mixtura.Mixtures;

/// <summary>A family whose components can hold rows far out without following them, once they know of them.</summary>
/// <typeparam name="TModel">The mixture's parameters.</typeparam>
internal interface ITakesFarRows<TModel>
    where TModel : class
{
    /// <summary>A mixture of other rows, with room for these.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="rows">The rows, D observed numbers each.</param>
    TModel TakeIn(TModel model, IReadOnlyList<double[]> rows);
}
