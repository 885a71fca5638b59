using System.CommandLine;
using System.Globalization;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>What stays as it is in the model that a fit starts from.</summary>
internal sealed class FixOption
{
    private const string Name = "--fix";
    private const string BoundsName = "--weight-bounds";

    private static readonly string[] Parts = ["weights", "means", "covariances", "degrees-of-freedom"];

    private readonly Option<string?> fix = new(Name)
    {
        Description = "With --init file:, what stays as it is there: weights, means, covariances or degrees-of-freedom, separated by commas; of all components, or of some, as in means:0+2,weights. Default: nothing.",
        HelpName = "PART,…",
        CompletionSources = { Parts },
    };

    private readonly Option<string?> bounds = new(BoundsName)
    {
        Description = "With --init file:, what the weight of a component that is not fixed stays between, as in 0.05:0.8. Default: 0:1.",
        HelpName = "LOW:HIGH",
    };

    public void AddTo(Command command)
    {
        command.Add(fix);
        command.Add(bounds);
    }

    /// <summary>What stays; null for nothing.</summary>
    /// <exception cref="InputException">A part or a component is unknown, or there is no start.</exception>
    public FixedParts? Read(ParseResult parsed, Mixture? start)
    {
        var (least, most) = Bounds(parsed.GetValue(bounds), start);
        if (parsed.GetValue(fix) is not { } text)
        {
            return least <= 0 && most >= 1 ? null : new FixedParts { LeastWeight = least, MostWeight = most };
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

        return new FixedParts { Weights = components[Parts[0]], Means = components[Parts[1]], Covariances = components[Parts[2]], DegreesOfFreedom = components[Parts[3]], LeastWeight = least, MostWeight = most };
    }

    private static (double Least, double Most) Bounds(string? text, Mixture? start)
    {
        if (text is null)
        {
            return (0, 1);
        }

        if (start is null)
        {
            throw new InputException($"{BoundsName} bounds the weights of the model that --init file: starts from, and there is none. Name one.");
        }

        double[] ends = [.. text.Split(':').Select(static part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
        return ends is [>= 0, <= 1] && ends[0] <= ends[1] ? (ends[0], ends[1]) : throw new InputException($"{BoundsName} is '{text}'. Give two numbers from 0 to 1, the least first, as in 0.05:0.8.");
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
