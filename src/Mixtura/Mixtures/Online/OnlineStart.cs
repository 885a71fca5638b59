using Mixtura.Data;

namespace Mixtura.Mixtures.Online;

/// <summary>What a mixture that on-line EM begins with was fitted to.</summary>
/// <param name="Weight">Σᵢ wᵢ; 0 where nothing is known of it.</param>
/// <param name="Rows">The rows of positive weight.</param>
/// <param name="Seen">The rows themselves; null where they are gone.</param>
/// <param name="KeepsOrder">Whether components stay in their order; they are put in the canonical one otherwise.</param>
internal readonly record struct OnlineStart(double Weight, long Rows, IRowSource? Seen = null, bool KeepsOrder = false)
{
    /// <summary>An M-step of fewer rows than this for each parameter may lead anywhere.</summary>
    public const int RowsPerParameter = 5;
}
