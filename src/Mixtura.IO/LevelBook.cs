using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>The levels of one categorical column: collected while rows are read, or those of a model.</summary>
internal sealed class LevelBook
{
    /// <summary>The most different levels that a categorical column may hold.</summary>
    public const int Most = 10_000;

    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> numbers = [];
    private readonly string[]? known;
    private readonly List<string> names = [];

    /// <param name="known">A model's levels, in its order; null for those that are found.</param>
    public LevelBook(IReadOnlyList<string>? known)
    {
        this.known = known?.ToArray();
        for (int level = 0; level < (this.known?.Length ?? 0); level++)
        {
            codes.Add(this.known![level], level);
            if (NumberText.TryParse(this.known[level], out double number))
            {
                numbers.TryAdd(number, level);
            }
        }
    }

    /// <summary>The levels in their order, once all are known: numbers by value, else text by name.</summary>
    public string[] Names => known ?? [.. Order().Select(code => names[code])];

    /// <summary>Whether the levels are a model's.</summary>
    public bool IsKnown => known is not null;

    /// <summary>The code of a level, which <see cref="Places"/> turns into its place; a new one is added where levels are found.</summary>
    /// <returns>False if the model has no such level, or there would be too many.</returns>
    public bool TryCode(string text, out int code)
    {
        if (codes.TryGetValue(text, out code))
        {
            return true;
        }

        bool isNumber = NumberText.TryParse(text, out double number) && double.IsFinite(number);
        if (isNumber && numbers.TryGetValue(number, out code))
        {
            // 1 and 1.0 are one level
            codes.Add(text, code);
            return true;
        }

        if (IsKnown || names.Count == Most)
        {
            return false;
        }

        code = names.Count;
        names.Add(text);
        codes.Add(text, code);
        if (isNumber)
        {
            numbers.Add(number, code);
        }

        return true;
    }

    /// <summary>The place of every code among <see cref="Names"/>; null where codes are places.</summary>
    public double[]? Places()
    {
        if (IsKnown)
        {
            return null;
        }

        var places = new double[names.Count];
        int[] order = Order();
        for (int place = 0; place < order.Length; place++)
        {
            places[order[place]] = place;
        }

        return places;
    }

    /// <summary>What is wrong with a text that is none of the levels.</summary>
    public InputException Fault(string place, string text) => IsKnown
        ? new InputException(
            InputFault.UnseenLevel, $"{place}: {NumberText.Quote(text)} is none of the model's levels ({NameList.Of(known!)}).", "Correct it, or take such cells for missing (RowFileOptions.UnseenLevels).")
        : new InputException($"{place}: the column has more than {Most} different levels. Categories are few: leave the column out, or take it for numbers.");

    private int[] Order()
    {
        int[] order = [.. Enumerable.Range(0, names.Count)];
        double[] values = [.. names.Select(static name => NumberText.TryParse(name, out double number) && double.IsFinite(number) ? number : double.NaN)];
        bool areNumbers = !values.Any(double.IsNaN);
        Array.Sort(order, (a, b) => areNumbers ? values[a].CompareTo(values[b]) : string.CompareOrdinal(names[a], names[b]));
        return order;
    }
}
