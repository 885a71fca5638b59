using System.Text;

namespace Mixtura.IO;

/// <summary>How a text is written, as asked for or found in its beginning.</summary>
internal sealed record TextForm
{
    /// <summary>The encoding; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The lines at the beginning that are passed over.</summary>
    public int Skip { get; init; }

    /// <summary>What a comment begins with; null for none.</summary>
    public char? Comment { get; init; }

    /// <summary>The character between fields; a tab stands for runs of blanks.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether runs of blanks separate fields.</summary>
    public bool AreBlanks { get; init; }

    /// <summary>How numbers are written.</summary>
    public NumberForm Numbers { get; init; } = NumberForm.Plain;

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; init; }

    /// <summary>The names of all columns.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>Columns that are no feature unless they are asked for.</summary>
    public int[] LeftOut { get; init; } = [];

    /// <summary>The rows looked at.</summary>
    public string[][] Rows { get; init; } = [];

    /// <summary>What was found that is not as usual, in a few words each.</summary>
    public string[] Found { get; init; } = [];

    /// <summary>What the person should look at.</summary>
    public string[] Hints { get; init; } = [];

    /// <summary>Whether the text must be filtered before it is split.</summary>
    public bool NeedsFilter => Skip > 0 || Comment is not null || AreBlanks;
}
