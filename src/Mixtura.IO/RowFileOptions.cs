using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>How a file of rows is read. The defaults read any ordinary file of numbers.</summary>
public sealed record RowFileOptions
{
    /// <summary>The default of <see cref="MemoryBudget"/>.</summary>
    public const long DefaultMemoryBudget = 64L << 20;

    /// <summary>The character between fields.</summary>
    /// <value>Default: tab for <c>.tsv</c>, otherwise found among <c>, ; tab |</c> and runs of blanks, for which a blank stands.</value>
    /// <exception cref="ArgumentException">It is not an ASCII character, or one that numbers, quotes or lines are made of.</exception>
    public char? Delimiter
    {
        get;
        init
        {
            if (value is { } character && (!char.IsAscii(character) || char.IsAsciiLetterOrDigit(character) || "\"\r\n+-.\0".Contains(character, StringComparison.Ordinal)))
            {
                throw new ArgumentException($"'{character}' cannot separate numbers. Use one of , ; | or a tab.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>The sign before decimals, a point or a comma.</summary>
    /// <value>Default: found, a comma where cells hold 1,5.</value>
    public char? DecimalSign { get; init; }

    /// <summary>What stands between groups of three digits: a comma, a point, a blank, an apostrophe or a no-break blank.</summary>
    /// <value>Default: found.</value>
    public char? Thousands { get; init; }

    /// <summary>The name of the text's encoding, such as <c>windows-1252</c>.</summary>
    /// <value>Default: UTF-8, or what the byte order mark says; Windows-1252 where the beginning is not UTF-8.</value>
    public string? Encoding { get; init; }

    /// <summary>The lines at the beginning to pass over.</summary>
    /// <value>Default: 0.</value>
    public int SkipLines { get; init; }

    /// <summary>The character that lines to pass over begin with.</summary>
    /// <value>Default: <c>#</c>, where lines before the first row do, or lines after it that have not as many fields as a row.</value>
    public char? Comment { get; init; }

    /// <summary>Whether the first line names the columns.</summary>
    /// <value>Default: found; it does if a field of it is not a number.</value>
    public bool? Header { get; init; }

    /// <summary>The columns that are the features, in the order wanted: names, or numbers counted from 1.</summary>
    /// <value>Default: none named, which takes all columns that have no other role.</value>
    public IReadOnlyList<string> Columns { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>The columns to leave out: names, or numbers counted from 1.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Ignore { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>The features of a model that the rows are for. Where the file names its columns they are found by these names, whatever
    /// their order and whatever else is there; where it does not, or where <see cref="Columns"/> chooses as many, they go by position.</summary>
    /// <value>Default: none; the features are all columns that are left or chosen.</value>
    public IReadOnlyList<string> ModelFeatures { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>The features that are categorical: names, or numbers counted from 1. Their cells are levels, text or numbers, and rows have the place of each in <see cref="RowFile.Levels"/>.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Categorical { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>Whether every feature that holds text is categorical: in the beginning of a text (1000 lines, 64 KiB), or by its type.</summary>
    /// <value>Default: false.</value>
    public bool CategoricalText { get; init; }

    /// <summary>The processes that are to sweep over the rows together; null, the default, where this one reads all. Each reads the whole of text and of tables that are kept, and of NPY files its part. Alike in all of them, with the same data.</summary>
    public IProcessGroup? Processes { get; init; }

    /// <summary>The sheet of an Excel workbook; null for the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>The array of an <c>.npz</c> archive; null for the only one.</summary>
    public string? Array { get; init; }

    /// <summary>The levels of a model, a list for each of <see cref="ModelFeatures"/>, empty for numbers: rows then have places in these.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<IReadOnlyList<string>> ModelLevels
    {
        get;
        init => field = ValueList<IReadOnlyList<string>>.Of(value.Select(ValueList<string>.Of));
    }
    = ValueList<IReadOnlyList<string>>.Empty;

    /// <summary>What becomes of cells that hold none of the <see cref="ModelLevels"/>.</summary>
    /// <value>Default: <see cref="UnseenLevels.Error"/>.</value>
    public UnseenLevels UnseenLevels { get; init; }

    /// <summary>The column that holds the known class of each row; see <see cref="RowFile.Labels"/>.</summary>
    /// <value>Default: none.</value>
    public string? Label { get; init; }

    /// <summary>The column that holds the weight wᵢ ≥ 0 of each row.</summary>
    /// <value>Default: none; every row weighs 1.</value>
    public string? Weights { get; init; }

    /// <summary>The columns whose cells are kept as they are written, see <see cref="RowFile.Kept"/>, whatever else they are for: names, or numbers counted from 1.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Keep { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>Whether the cells of all columns are kept.</summary>
    /// <value>Default: false.</value>
    public bool KeepAll { get; init; }

    /// <summary>What becomes of missing values of features: an empty cell, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c>, <c>None</c>, <c>?</c>, <c>.</c>, or one of
    /// <see cref="MissingTokens"/>; NaN in an NPY file. A missing weight is an error always, and a missing label none.</summary>
    /// <value>Default: <see cref="MissingValues.Error"/>.</value>
    public MissingValues Missing { get; init; }

    /// <summary>Other texts, or numbers, that stand for a missing value, such as <c>-999</c> or <c>unknown</c>. Numbers are compared as numbers.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> MissingTokens { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>Hears now and then how far the reading has come, on the thread that reads.</summary>
    /// <value>Default: nobody.</value>
    public IProgress<ReadingProgress>? Progress { get; init; }

    /// <summary>Whether the labels of all rows are kept; where not, their column is but kept out of the features.</summary>
    internal bool CollectsLabels { get; init; } = true;

    /// <summary>The bytes of parsed text kept in memory; what is beyond goes to a temporary file. NPY files are read in place.</summary>
    /// <value>Default: <see cref="DefaultMemoryBudget"/>, 64 MiB.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long MemoryBudget
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }
    = DefaultMemoryBudget;
}
