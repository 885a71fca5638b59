namespace Mixtura.Tests.Frozen;

/// <summary>The committed file: under each machine's name a line a fit, its figures and its name.</summary>
internal static class FrozenRecord
{
    public const string Name = "test/Mixtura.Tests/Frozen/frozen-fits.txt";

    private const string Introduction =
        """
        # Fits whose bits must not change unnoticed. Written by MIXTURA_WRITE_FROZEN=1 dotnet test -c Release test/Mixtura.Tests --filter Frozen;
        # a change here needs its reason in CHANGELOG.md.
        # Under the name of each machine a line a fit: hashes of model, trace and score, passes, bound, name.
        """;

    private static string Place => Path.Combine(RepositoryRoot.Path, Name);

    /// <summary>The fits of a machine; null if it has none yet.</summary>
    public static IReadOnlyDictionary<string, FrozenFigures>? Of(string machine) => Read().GetValueOrDefault(machine);

    /// <summary>The machines that have fits.</summary>
    public static IEnumerable<string> Machines => Read().Keys;

    /// <summary>Freezes a machine's fits.</summary>
    /// <param name="machine">Its name.</param>
    /// <param name="made">The fits as they are now.</param>
    /// <param name="here">The machines that can be frozen here. If bits have changed, those of all others are out of date and taken away.</param>
    public static void Write(string machine, IReadOnlyDictionary<string, FrozenFigures> made, IReadOnlyCollection<string> here)
    {
        var all = Read();
        bool changed = all.TryGetValue(machine, out var before) && made.Any(one => before.TryGetValue(one.Key, out var frozen) && frozen != one.Value);
        all[machine] = made;
        var kept = all.Where(one => !changed || here.Contains(one.Key)).OrderBy(static one => one.Key, StringComparer.Ordinal);
        var sections = kept.Select(static one => $"\n[{one.Key}]\n{string.Concat(one.Value.OrderBy(static fit => fit.Key, StringComparer.Ordinal).Select(static fit => $"{fit.Value} {fit.Key}\n"))}");
        File.WriteAllText(Place, $"{Introduction.ReplaceLineEndings("\n")}\n{string.Concat(sections)}");
    }

    /// <summary>Fits by name, from lines of figures and name.</summary>
    public static SortedDictionary<string, FrozenFigures> ParseFits(IEnumerable<string> lines)
    {
        var fits = new SortedDictionary<string, FrozenFigures>(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string[] parts = line.Trim().Split(' ', 6);
            fits.Add(parts[5], FrozenFigures.Parse(string.Join(' ', parts[..5])));
        }

        return fits;
    }

    private static Dictionary<string, IReadOnlyDictionary<string, FrozenFigures>> Read()
    {
        var sections = new Dictionary<string, IReadOnlyDictionary<string, FrozenFigures>>(StringComparer.Ordinal);
        string[] lines = File.Exists(Place) ? [.. File.ReadLines(Place).Where(static line => line.Length > 0 && line[0] != '#')] : [];
        for (int at = 0; at < lines.Length;)
        {
            string machine = lines[at].Trim('[', ']');
            string[] fits = [.. lines.Skip(at + 1).TakeWhile(static line => line[0] != '[')];
            sections.Add(machine, ParseFits(fits));
            at += 1 + fits.Length;
        }

        return sections;
    }
}
