namespace Mixtura.Data;

/// <summary>What sweeps over rows came to, in their order: a run that was stopped is repeated from its beginning with the answers that are known, and goes on where they end.</summary>
/// <remarks>A fit takes every decision from what its sweeps tell, so the repeated run takes the same ones, search and all, at the cost of its M-steps alone. One thread at a time.</remarks>
public interface ISweepLog
{
    /// <summary>The next answer that is known.</summary>
    /// <param name="answer">The answer; empty where none is known any more.</param>
    /// <returns>Whether there was one: otherwise the sweep has to be made, and its answer added.</returns>
    bool TryTake(out byte[] answer);

    /// <summary>Adds the answer of a sweep that was made.</summary>
    void Add(ReadOnlySpan<byte> answer);
}
