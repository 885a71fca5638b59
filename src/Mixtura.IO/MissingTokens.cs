using System.Text;
using CsvHelper;

namespace Mixtura.IO;

/// <summary>The texts and numbers that stand for a missing value.</summary>
internal sealed class MissingTokens
{
    private readonly HashSet<string> texts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<double> numbers = [];

    public MissingTokens(IReadOnlyList<string> others)
    {
        foreach (string other in others)
        {
            texts.Add(other.Trim());
            if (NumberText.TryParse(other, out double number))
            {
                numbers.Add(number);
            }
        }
    }

    /// <summary>Whether any number stands for a missing value.</summary>
    public bool HaveNumbers => numbers.Count > 0;

    /// <summary>Whether a number stands for a missing value.</summary>
    public bool Has(double value) => numbers.Count > 0 && numbers.Contains(value);

    /// <summary>Whether a field does.</summary>
    public bool Has(CsvReader reader, int column)
    {
        string text = Encoding.UTF8.GetString(reader.GetSpan(column)).Trim();
        return NumberText.IsMissing(text) || texts.Contains(text);
    }

    /// <summary>Whether a text does.</summary>
    public bool Has(string text) => NumberText.IsMissing(text) || texts.Contains(text.Trim());
}
