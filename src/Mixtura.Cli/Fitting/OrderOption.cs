using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary><c>--order</c>: in which order a fit's components come out.</summary>
/// <param name="hasStart">Whether there may be a start whose order can be kept.</param>
internal sealed class OrderOption(bool hasStart)
{
    private const string Weight = "weight";
    private const string None = "none";

    private readonly Option<string?> order = new("--order")
    {
        Description = $"The order of the components: weight (falling), {(hasStart ? "none (that of --init file:, or of the start), " : string.Empty)}or a feature by name or number from 1 (rising mean). Default: weight; with --known-labels that of the classes, within them weight.",
        HelpName = hasStart ? "weight|FEATURE|none" : "weight|FEATURE",
        CompletionSources = { hasStart ? (string[])[Weight, None] : [Weight] },
    };

    /// <summary>What it is called.</summary>
    public string Name => order.Name;

    public void AddTo(Command command) => command.Add(order);

    /// <summary>Whether another order than that by weight is asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(order) is not (null or Weight);

    /// <summary>The order that is asked for; null for the fit's own.</summary>
    /// <exception cref="InputException">It names no feature.</exception>
    public ComponentOrder? Read(ParseResult parsed, IReadOnlyList<string> features) => parsed.GetValue(order) switch
    {
        null or Weight => null,
        None when hasStart => ComponentOrder.Kept,
        { } name => ComponentOrder.ByMeanOf(FeatureArgument.Place(Name, name, [.. features])),
    };
}
