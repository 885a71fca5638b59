using System.Globalization;
using Mixtura.Data;

namespace Mixtura.Families.Categorical;

/// <summary>The names of the levels of categorical columns. In rows a level is its place in the list, 0 … L − 1. Immutable.</summary>
public sealed class CategoricalLevels
{
    private readonly string[][] names;
    private readonly int[] offsets;

    /// <summary>Levels by name.</summary>
    /// <param name="names">A list for each column: at least one name, each once.</param>
    /// <exception cref="InputException">There is no column, a column has no level, or one twice.</exception>
    public CategoricalLevels(IEnumerable<IReadOnlyList<string>> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        this.names = [.. names.Select(static one => one.ToArray())];
        offsets = new int[this.names.Length + 1];
        for (int j = 0; j < this.names.Length; j++)
        {
            Check(this.names[j], j);
            offsets[j + 1] = offsets[j] + this.names[j].Length;
        }

        if (this.names.Length == 0)
        {
            throw new InputException("There is no categorical column. Name at least one.");
        }
    }

    /// <summary>Levels called 0, 1 … after their numbers.</summary>
    /// <param name="counts">The number of levels of each column.</param>
    public static CategoricalLevels Numbered(params IEnumerable<int> counts) =>
        new(counts.Select(static count => Enumerable.Range(0, count).Select(static level => level.ToString(CultureInfo.InvariantCulture)).ToArray()));

    /// <summary>The number of columns D.</summary>
    public int Columns => names.Length;

    /// <summary>ΣⱼLⱼ, the levels of all columns together.</summary>
    public int Total => offsets[^1];

    /// <summary>The names of a column's levels.</summary>
    public IReadOnlyList<string> this[int column] => Array.AsReadOnly(names[column]);

    /// <summary>The number of a column's levels Lⱼ.</summary>
    public int Count(int column) => names[column].Length;

    /// <summary>The levels of the columns before this one, together.</summary>
    public int Offset(int column) => offsets[column];

    /// <summary>The levels of some of the columns, in this order.</summary>
    public CategoricalLevels Of(ReadOnlySpan<int> columns)
    {
        var chosen = new List<string[]>();
        foreach (int column in columns)
        {
            chosen.Add(names[column]);
        }

        return new CategoricalLevels(chosen);
    }

    private static void Check(string[] levels, int column)
    {
        if (levels.Length == 0)
        {
            throw new InputException($"Categorical column {column} has no level. Give the names of its levels.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string level in levels)
        {
            if (!seen.Add(level ?? throw new InputException($"A level of categorical column {column} has no name. Give each one.")))
            {
                throw new InputException($"Categorical column {column} has the level '{level}' twice. Give each level once.");
            }
        }
    }
}
