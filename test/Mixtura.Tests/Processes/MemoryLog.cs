using Mixtura.Data;

namespace Mixtura.Tests.Processes;

/// <summary>A log in memory: some answers that are known, and those that were added.</summary>
internal sealed class MemoryLog(IEnumerable<byte[]> known) : ISweepLog
{
    private readonly Queue<byte[]> known = new(known);

    public List<byte[]> Added { get; } = [];

    public int Left => known.Count;

    public bool TryTake(out byte[] answer)
    {
        bool found = known.TryDequeue(out byte[]? next);
        answer = next ?? [];
        return found;
    }

    public void Add(ReadOnlySpan<byte> answer)
    {
        Assert.Empty(known);
        Added.Add(answer.ToArray());
    }
}
