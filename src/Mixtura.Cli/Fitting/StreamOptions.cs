using System.CommandLine;
using System.Globalization;
using Mixtura.Cli.Options;
using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Cli.Fitting;

/// <summary>How rows are learnt one after another: shared by <c>fit --online</c> and <c>update</c>.</summary>
internal sealed class StreamOptions
{
    private const string Forget = "--forget";

    private static readonly OnlineOptions Defaults = new();

    private readonly Option<bool> online = new("--online")
    {
        Description = "Learn every row once, as it is read, in memory that does not grow: by on-line EM, from a start found among the first rows (20 a parameter, at least 10000). For data that do not fit, and pipes. Default: off.",
    };

    private readonly Option<int?> batch = NumberOption.Whole("--batch", 1, $"The rows that are learnt at a time. Default: {Defaults.BatchRows}.");

    private readonly Option<string?> forget = new(Forget)
    {
        Description = "For data that drift: the number of rows after which what came before counts half, such as 100000; or, below 1, the share of it that each batch replaces, such as 0.01. Default: nothing is forgotten on purpose.",
        HelpName = "ROWS",
    };

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isChoice">Whether the command may do without.</param>
    public void AddTo(Command command, bool isChoice)
    {
        if (isChoice)
        {
            command.Add(online);
        }

        command.Add(batch);
        command.Add(forget);
    }

    /// <summary>Whether it is asked for.</summary>
    /// <exception cref="InputException">Only an option of it is.</exception>
    public bool IsAsked(ParseResult parsed)
    {
        bool isAsked = parsed.GetValue(online);
        string? alone = isAsked ? null : parsed.GetValue(batch) is not null ? batch.Name : parsed.GetValue(forget) is not null ? Forget : null;
        return alone is null ? isAsked : throw new InputException($"{alone} is an option of --online. Say that too, or leave it out.");
    }

    /// <summary>How rows are learnt.</summary>
    public OnlineOptions Read(ParseResult parsed, int? threads)
    {
        int rows = parsed.GetValue(batch) ?? Defaults.BatchRows;
        return new OnlineOptions
        {
            BatchRows = rows,
            HalfLife = parsed.GetValue(forget) is { } text ? HalfLife(text, rows) : null,
            Threads = threads ?? Defaults.Threads,
        };
    }

    // batches that replace a share s leave (1 − s)ⁿ after n of them
    private static double HalfLife(string text, int rows) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !(number > 0) || !double.IsFinite(number)
            ? throw new InputException($"{Forget} is '{text}'. Give the rows after which what came before counts half, such as 100000, or a share below 1 that each batch replaces, such as 0.01.")
            : number >= 1 ? number : -rows * Math.Log(2) / Math.Log(1 - number);
}
