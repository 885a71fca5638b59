using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Mixtura.Data;
using Mixtura.Storage;

namespace Mixtura.ML.Scoring;

/// <summary>A model as a saved pipeline holds it: a line that says how rows are scored, and the model's JSON.</summary>
/// <param name="Stored">The model, and how it was fitted.</param>
/// <param name="Missing">What becomes of missing cells.</param>
/// <param name="Threshold">The log density below which a row is an anomaly; NaN for none.</param>
internal sealed record SavedMixture(StoredModel Stored, MissingCells Missing, double Threshold)
{
    // cursors of one pipeline have the same text
    private static readonly ConditionalWeakTable<string, SavedMixture> Known = [];

    /// <summary>The text of it.</summary>
    public string ToText()
    {
        using var json = new MemoryStream();
        ModelFile.Save(Stored, json);
        return string.Create(CultureInfo.InvariantCulture, $"{Missing} {Threshold:R}\n{Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length))}");
    }

    /// <summary>What a text says.</summary>
    /// <exception cref="InputException">It is not one of these, or of a kind of component that is not known here.</exception>
    public static SavedMixture Of(ReadOnlyMemory<char> text) => MemoryMarshal.TryGetString(text, out string? whole, out int start, out int length) && start == 0 && length == whole.Length
        ? Known.GetValue(whole, static known => Parse(known))
        : Parse(text.Span);

    private static SavedMixture Parse(ReadOnlySpan<char> text)
    {
        int end = text.IndexOf('\n');
        int blank = text[..Math.Max(0, end)].IndexOf(' ');
        if (blank < 0 || !Enum.TryParse(text[..blank], out MissingCells missing) || !double.TryParse(text[(blank + 1)..end], NumberStyles.Float, CultureInfo.InvariantCulture, out double threshold))
        {
            throw new InputException("The pipeline holds a mixture in a form that is not known here. Load it with the version of Mixtura.ML that saved it, or a later one.");
        }

        using var json = new MemoryStream(Encoding.UTF8.GetBytes(text[(end + 1)..].ToArray()));
        return new SavedMixture(ModelFile.Load(json, "the pipeline's mixture"), missing, threshold);
    }
}
