using System.CommandLine;
using System.Globalization;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>What stays as it is in the model that a fit starts from.</summary>
internal sealed class FixOption
{
    private const string Name = "--fix";

    private static readonly string[] Parts = ["weights", "means", "covariances", "degrees-of-freedom"];

    private readonly Option<string?> fix = new(Name)
    {
        Description = "With --init file:, what stays as it is there: weights, means, covariances or degrees-of-freedom, separated by commas; of all components, or of some, as in means:0+2,weights. Default: nothing.",
        HelpName = "PART,…",
        CompletionSources = { Parts },
    };

    public void AddTo(Command command) => command.Add(fix);

    /// <summary>Whether it is asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(fix) is not null;

    /// <summary>What stays; null for nothing.</summary>
    /// <exception cref="InputException">A part or a component is unknown, or there is no start.</exception>
    public FixedParts? Read(ParseResult parsed, Mixture? start)
    {
        if (parsed.GetValue(fix) is not { } text)
        {
            return null;
        }

        if (start is null)
        {
            throw new InputException($"{Name} keeps parts of the model that --init file: starts from, and there is none. Name one.");
        }

        var components = Parts.ToDictionary(static part => part, static _ => new List<int>(), StringComparer.OrdinalIgnoreCase);
        foreach (string one in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pieces = one.Split(':', 2);
            if (!components.TryGetValue(pieces[0], out var list))
            {
                throw new InputException($"{Name} is '{text}': there is no part '{pieces[0]}'. Known are {string.Join(", ", Parts)}.");
            }

            list.AddRange(pieces.Length == 1 ? Enumerable.Range(0, start.Components) : pieces[1].Split('+').Select(piece => ComponentOf(piece, text, start)));
        }

        return new FixedParts { Weights = components[Parts[0]], Means = components[Parts[1]], Covariances = components[Parts[2]], DegreesOfFreedom = components[Parts[3]] };
    }

    // by number or by name
    private static int ComponentOf(string piece, string text, Mixture start)
    {
        int named = Enumerable.Range(0, start.ComponentNames.Count).FirstOrDefault(k => string.Equals(start.ComponentNames[k], piece, StringComparison.Ordinal), -1);
        return named >= 0 ? named
            : int.TryParse(piece, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < start.Components ? number
            : throw new InputException($"{Name} is '{text}': there is no component '{piece}'. The model of --init has {start.Components}, counted from 0; put + between several.");
    }
}
