using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>What became of one start, as a model file tells.</summary>
/// <param name="LowerBound">The bound it reached, total, in nats.</param>
/// <param name="Iterations">The number of its iterations.</param>
/// <param name="StopReason">As in <see cref="FitRecord"/>.</param>
/// <param name="Degeneracy">What was wrong if it degenerated, in words, else null.</param>
public sealed record StartRecord(double LowerBound, int Iterations, string StopReason, string? Degeneracy)
{
    internal static IReadOnlyList<StartRecord> Of(IReadOnlyList<RestartOutcome> outcomes, Mixture model) =>
    [
        .. outcomes.Select(one => new StartRecord(
            one.LowerBound, one.Iterations, FitRecord.NameOf(one.StopReason), one.Degeneracy is { } degeneracy ? model.Explain(degeneracy) : null)),
    ];
}
