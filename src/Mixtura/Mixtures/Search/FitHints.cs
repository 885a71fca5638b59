namespace Mixtura.Mixtures.Search;

/// <summary>Fits that may lead to the optimum.</summary>
/// <param name="Models">Mixtures of as many components, or of one fewer, which is then split: tried beside the starts.</param>
/// <param name="Only">Whether there are no other starts.</param>
internal sealed record FitHints(IReadOnlyList<Mixture> Models, bool Only = false)
{
    /// <summary>None known.</summary>
    public static FitHints None { get; } = new([]);
}
