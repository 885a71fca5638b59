using System.Globalization;
using Mixtura.Cli.Output;
using Mixtura.Data;

namespace Mixtura.Cli.Options;

/// <summary>A feature as an option names it: by name, or by number counted from 1.</summary>
internal static class FeatureArgument
{
    /// <summary>Its place, counted from 0.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static int Place(string option, string text, string[] names) => Array.IndexOf(names, text) is >= 0 and var at ? at
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Length ? number - 1
        : throw new InputException($"{option} names '{text}', which is none of the columns. Give names from the header, or numbers from 1 to {Shown.Count(names.Length)}.");
}
