using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Mixtura.Cli.Options;

/// <summary>Options that are numbers, with messages that name the value found and the remedy.</summary>
internal static class NumberOption
{
    public static Option<int?> Whole(string name, int least, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "N",
        CustomParser = WholeParser(name, least),
    };

    /// <summary>Reads a whole number; null where an option that may go without one has none.</summary>
    public static Func<ArgumentResult, int?> WholeParser(string name, int least) => result =>
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        string text = TextOf(result);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least)
        {
            return value;
        }

        result.AddError($"{name} is '{text}'. Give a whole number, {Range(text, least, int.MaxValue)}.");
        return null;
    };

    /// <summary>A number of rows, which may be more than an array holds.</summary>
    public static Option<long?> Many(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= 0)
            {
                return value;
            }

            result.AddError($"{name} is '{text}'. Give a whole number, {Range(text, 0, long.MaxValue)}.");
            return null;
        },
    };

    public static Option<double?> NotNegative(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= 0)
            {
                return value;
            }

            result.AddError($"{name} is '{text}'. Give a finite number, 0 or more, such as 1e-6.");
            return null;
        },
    };

    public static Option<double?> Positive(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value > 0)
            {
                return value;
            }

            result.AddError($"{name} is '{text}'. Give a finite number above 0, such as 100.");
            return null;
        },
    };

    /// <summary>A probability, neither 0 nor 1.</summary>
    public static Option<double?> Probability(string name, string description, string example) => new(name)
    {
        Description = description,
        HelpName = "P",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && value < 1)
            {
                return value;
            }

            result.AddError($"{name} is '{text}'. Give a probability between 0 and 1, such as {example}.");
            return null;
        },
    };

    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "The same seed, data and options give the same numbers, on any number of threads. Default: 0.",
        HelpName = "N",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value))
            {
                return value;
            }

            result.AddError($"--seed is '{text}'. Give a whole number, {Range(text, 0, ulong.MaxValue)}.");
            return null;
        },
    };

    // the end of the range helps only where it was passed
    private static string Range(string text, int least, ulong most) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) && (!ulong.TryParse(text, CultureInfo.InvariantCulture, out ulong value) || value > most) ? $"{least} to {most}" : $"{least} or more";

    private static string TextOf(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
}
