namespace Mixtura.Tests.Frozen;

/// <summary>A test of the frozen fits at a vector width; skipped with the reason where the processor has no such vectors, or nothing is frozen for its like.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FrozenFactAttribute : FactAttribute
{
    public FrozenFactAttribute(int width)
    {
        Width = width;
        Skip = FrozenMachine.WhyNot(width) ?? (FrozenFitTests.IsWriting || FrozenRecord.Of(FrozenMachine.Name(width)) is not null
            ? null
            : $"Nothing is frozen for «{FrozenMachine.Name(width)}», only for: {string.Join("; ", FrozenRecord.Machines)}. To freeze it here, on sources known to be good: {FrozenFitTests.WritingCommand}");
    }

    public int Width { get; }
}
