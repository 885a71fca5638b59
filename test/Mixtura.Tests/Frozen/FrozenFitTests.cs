namespace Mixtura.Tests.Frozen;

/// <summary>The bits of fits do not change unnoticed: a redesign that is meant to compute the same must give the same model, trace, score and number of passes.</summary>
/// <remarks>After a change that is meant to change bits, <see cref="WritingCommand"/> freezes the fits anew; it needs a reason in CHANGELOG.md.</remarks>
public class FrozenFitTests
{
    public const string WritingCommand = "MIXTURA_WRITE_FROZEN=1 dotnet test -c Release test/Mixtura.Tests --filter Frozen";

    private const int Shown = 12;

    public static bool IsWriting => string.Equals(Environment.GetEnvironmentVariable("MIXTURA_WRITE_FROZEN"), "1", StringComparison.Ordinal);

    [FrozenFact(128)]
    public Task FitsAt128Bits_AreTheFrozen() => CheckAsync(128);

    [FrozenFact(256)]
    public Task FitsAt256Bits_AreTheFrozen() => CheckAsync(256);

    [FrozenFact(512)]
    public Task FitsAt512Bits_AreTheFrozen() => CheckAsync(512);

    [Fact]
    public void FrozenFits_HaveEveryCase()
    {
        // on a machine of no entries the other tests are skipped: this one still sees a case that was added or taken away
        Assert.NotEmpty(FrozenRecord.Machines);
        Assert.All(FrozenRecord.Machines.Where(static _ => !IsWriting), static machine => Assert.Equal(FrozenCases.All.Keys.Order(StringComparer.Ordinal), FrozenRecord.Of(machine)!.Keys.Order(StringComparer.Ordinal)));
    }

    private static async Task CheckAsync(int width)
    {
        string machine = FrozenMachine.Name(width);
        var made = await FrozenFits.MakeAsync(width);
        if (IsWriting)
        {
            FrozenRecord.Write(machine, made, [.. FrozenMachine.Widths.Select(FrozenMachine.Name)]);
        }

        var frozen = FrozenRecord.Of(machine)!;
        string[] differences =
        [
            .. made.Where(one => !frozen.TryGetValue(one.Key, out var before) || before != one.Value)
                .Select(one => frozen.TryGetValue(one.Key, out var before) ? $"{one.Key}: {one.Value.DifferenceFrom(before)}" : $"{one.Key}: not frozen yet"),
            .. frozen.Keys.Except(made.Keys, StringComparer.Ordinal).Select(static name => $"{name}: frozen, but no longer made"),
        ];
        Assert.True(
            differences.Length == 0,
            $"""
            {differences.Length} of {made.Count} fits differ from {FrozenRecord.Name}, «{machine}»:
              {string.Join("\n  ", differences.Take(Shown))}{(differences.Length > Shown ? "\n  …" : string.Empty)}
            If that is meant, say why in CHANGELOG.md and freeze them anew: {WritingCommand}
            """);
    }
}
