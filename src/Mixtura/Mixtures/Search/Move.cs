namespace Mixtura.Mixtures.Search;

/// <summary>Two components are merged into one and a third is split in two: the number stays, the mixture looks elsewhere.</summary>
/// <param name="Split">The component to split.</param>
/// <param name="First">One of those to merge, the lower number.</param>
/// <param name="Second">The other.</param>
internal readonly record struct MoveKey(int Split, int First, int Second);

/// <summary>A move with the parameters that it proposes for the three components: the merged one, then the two halves; weights sum to 1.</summary>
/// <param name="Key">The components.</param>
/// <param name="Three">What is proposed.</param>
/// <param name="Gain">The gain per row that is expected.</param>
internal sealed record Move<TModel>(MoveKey Key, TModel Three, double Gain);
