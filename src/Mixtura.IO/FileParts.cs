using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Several files as one table: the rows of the first, then of the second, and so on.</summary>
internal static class FileParts
{
    // a list of names in a message ends where it is not read any more
    private const int NamesShown = 3;

    /// <summary>The files that a path names: itself, or where it is none and has * or ?, those that match, in the order of their names.</summary>
    /// <exception cref="InputException">No file matches.</exception>
    public static string[] Of(string path)
    {
        string name = Path.GetFileName(path);
        string folder = Path.GetDirectoryName(path) ?? string.Empty;
        if (path.AsSpan().IndexOfAny('*', '?') < 0 || File.Exists(path))
        {
            return [path];
        }

        if (folder.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            throw new InputException($"{path}: a pattern may stand in the name of the file only, not in that of its folder. Name the folder.");
        }

        string[] found = Directory.Exists(folder.Length == 0 ? "." : folder)
            ? [.. Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, name).Select(found => folder.Length == 0 ? Path.GetFileName(found) : found).Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0 ? found : throw new InputException($"{path}: no file matches. Check the pattern; the current folder is {Directory.GetCurrentDirectory()}.");
    }

    /// <summary>Opens the files.</summary>
    /// <exception cref="InputException">One cannot be used, or has other columns than the first.</exception>
    public static RowFile Open(IReadOnlyList<string> paths, RowFileOptions options, CancellationToken cancellationToken)
    {
        var parts = new List<RowFile>(paths.Count);
        bool isWhole = false;
        try
        {
            foreach (string path in paths)
            {
                var part = RowFile.Open(path, options, cancellationToken);
                parts.Add(part);
                CheckColumns(parts[0], part);
            }

            var several = TextInSome(parts, options);
            for (int i = 0; i < parts.Count && several is not null; i++)
            {
                parts[i].Dispose();
                parts[i] = RowFile.Open(paths[i], several, cancellationToken);
            }

            var known = options.ModelFeatures.Count > 0 ? options : options with
            {
                ModelFeatures = parts[0].FeatureNames,
                ModelLevels = AllLevels(parts),
                Columns = [],
                Ignore = options.Ignore,
            };
            for (int i = 0; i < parts.Count; i++)
            {
                if (NeedsAgain(parts[0], parts[i], known))
                {
                    parts[i].Dispose();
                    parts[i] = RowFile.Open(paths[i], known, cancellationToken);
                }
            }

            isWhole = true;
            return RowFile.Joined(NameOf(paths), parts);
        }
        finally
        {
            if (!isWhole)
            {
                parts.ForEach(static part => part.Dispose());
            }
        }
    }

    /// <summary>What was found about the parts: once where they agree, else by part.</summary>
    public static TextReading ReadingOf(IReadOnlyList<RowFile> parts) => new(
        [Counted.Of(parts.Count, "file"), .. Merged(parts, static part => part.Reading.Found)],
        [.. Merged(parts, static part => part.Reading.Hints)]);

    private static IEnumerable<string> Merged(IReadOnlyList<RowFile> parts, Func<RowFile, IReadOnlyList<string>> of) => parts.All(part => of(part).SequenceEqual(of(parts[0]), StringComparer.Ordinal))
        ? of(parts[0])
        : parts.SelectMany(part => of(part).Select(text => $"{part.Name}: {text}"));

    private static string NameOf(IReadOnlyList<string> paths) =>
        paths.Count <= NamesShown ? string.Join(", ", paths) : $"{paths[0]}, {paths[1]}, … ({paths.Count} files)";

    // a column that is categorical for its text in one part is so in all
    private static RowFileOptions? TextInSome(List<RowFile> parts, RowFileOptions options)
    {
        var names = parts.Select(static part => part.FeatureNames.Where((_, j) => part.Levels[j].Count > 0).ToHashSet(StringComparer.Ordinal)).ToList();
        return options.ModelFeatures.Count == 0 && options.CategoricalText && !names.TrueForAll(names[0].SetEquals)
            ? options with { Categorical = [.. options.Categorical.Union(names.SelectMany(static one => one), StringComparer.Ordinal)] }
            : null;
    }

    // places of levels are those of all parts, and columns stand where they stand in the first
    private static bool NeedsAgain(RowFile first, RowFile part, RowFileOptions known) =>
        !part.FeatureNames.SequenceEqual(first.FeatureNames, StringComparer.Ordinal)
        || Enumerable.Range(0, part.Columns).Any(j => known.ModelLevels.Count > j && !part.Levels[j].SequenceEqual(known.ModelLevels[j], StringComparer.Ordinal));

    private static IReadOnlyList<string>[] AllLevels(List<RowFile> parts)
    {
        var first = parts[0].FeatureNames;
        return [.. first.Select(name => Together([.. parts.Select(part => part.Levels[IndexOf(part.FeatureNames, name)])]))];
    }

    private static string[] Together(IReadOnlyList<string>[] levels)
    {
        var book = new LevelBook(null);
        foreach (string level in levels.SelectMany(static one => one))
        {
            book.TryCode(level, out _);
        }

        return levels.All(static one => one.Count == 0) ? [] : [.. book.Names];
    }

    private static int IndexOf(IReadOnlyList<string> names, string name) => Enumerable.Range(0, names.Count).First(j => string.Equals(names[j], name, StringComparison.Ordinal));

    private static void CheckColumns(RowFile first, RowFile part)
    {
        CheckNames(first, part, static rows => rows.FeatureNames);
        CheckNames(first, part, static rows => rows.Kept?.Names ?? []);
    }

    private static void CheckNames(RowFile first, RowFile part, Func<RowFile, IReadOnlyList<string>> names)
    {
        if (names(first).Except(names(part), StringComparer.Ordinal).FirstOrDefault() is { } lacking)
        {
            throw new InputException(InputFault.OtherColumns, $"{part.Name}: has no column '{lacking}', which {first.Name} has. Files of one table have the same columns.", "Leave it out, or give the file that column.");
        }

        if (names(part).Except(names(first), StringComparer.Ordinal).FirstOrDefault() is { } more)
        {
            throw new InputException(InputFault.OtherColumns, $"{part.Name}: has a column '{more}', which {first.Name} has not. Files of one table have the same columns.", "Leave it out, or choose the columns that all have.");
        }
    }
}
