using System.CommandLine;
using System.Security.Cryptography;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.IO;
using Mixtura.Numerics;

namespace Mixtura.Cli.Options;

/// <summary>Where a run keeps what it has come to, and how it goes on from there: <c>--checkpoint</c>, <c>--checkpoint-every</c>, <c>--resume</c>.</summary>
internal sealed class CheckpointOptions
{
    private const int DefaultSeconds = 60;

    // what changes no figure: where results go, who does the work
    private static readonly string[] Indifferent =
    [
        "--threads", "--output", "--report", "--table", "--format", "--quiet", "--force", "--mpi", "--checkpoint", "--checkpoint-every", "--resume", "--connection",
    ];

    private readonly Option<string?> checkpoint = new("--checkpoint") { Description = "Keep here what the run has come to, so that --resume can go on from it. Default: nowhere.", HelpName = "FILE" };
    private readonly Option<int?> every = NumberOption.Whole("--checkpoint-every", 0, $"How often the checkpoint is written, in seconds, at the end of a sweep over the rows. Default: {DefaultSeconds}.");
    private readonly Option<string?> resume = new("--resume")
    {
        Description = "Go on from this checkpoint, and with it: the same command, data and options, on any number of threads and processes; the result is that of a run that was never stopped, bit for bit. Default: begin anew.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(checkpoint);
        command.Add(every);
        command.Add(resume);
    }

    /// <summary>Refuses what needs rows that can be read again.</summary>
    /// <exception cref="InputException">It is asked for.</exception>
    public void RefuseOnline(ParseResult parsed)
    {
        if ((parsed.GetValue(checkpoint) is not null ? checkpoint.Name : parsed.GetValue(resume) is not null ? resume.Name : null) is { } option)
        {
            throw new InputException($"{option} does not go with --online, which sees every row once. Write the model with --output, and go on from it with new rows: mixtura update MODEL DATA.");
        }
    }

    /// <summary>Gives the rows a checkpoint, if one is asked for.</summary>
    /// <returns>What closes it at the end; null where none is asked for.</returns>
    /// <exception cref="InputException">It cannot be written, is there already, or is of another run.</exception>
    public CheckpointFile? Attach(ParseResult parsed, CommandStreams streams, RowFile rows)
    {
        string? begun = parsed.GetValue(checkpoint);
        string? resumed = parsed.GetValue(resume);
        if (begun is null && resumed is null)
        {
            return null;
        }

        if (begun is not null && resumed is not null && !string.Equals(Path.GetFullPath(begun), Path.GetFullPath(resumed), StringComparison.Ordinal))
        {
            throw new InputException($"--resume {resumed} goes on in the same file, and --checkpoint names another, {begun}. Leave --checkpoint out.");
        }

        var run = Identity(parsed, rows);
        var interval = TimeSpan.FromSeconds(parsed.GetValue(every) ?? DefaultSeconds);
        if (resumed is null && !parsed.GetValue<bool>("--force") && streams.Processes.Together(() => File.Exists(begun)))
        {
            throw new InputException($"{begun}: the checkpoint exists already. Go on from it with --resume {begun}, or say --force to begin anew.");
        }

        var file = resumed is null ? CheckpointFile.Begin(begun!, run, interval, streams.Processes) : CheckpointFile.Resume(resumed, run, interval, streams.Processes);
        rows.SweepLog = file;
        return file;
    }

    private static Dictionary<string, string> Identity(ParseResult parsed, RowFile rows)
    {
        var run = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["command"] = parsed.CommandResult.Command.Name,
            ["version"] = typeof(RowFile).Assembly.GetName().Version!.ToString(3),
            ["lanes"] = $"{Lanes.Count}",
        };
        foreach (var (name, value) in RowIdentity.Entries(rows))
        {
            run[name] = value;
        }

        foreach (var option in parsed.CommandResult.Command.Options.Where(static option => !Indifferent.Contains(option.Name, StringComparer.Ordinal)))
        {
            if (parsed.GetResult(option) is { Implicit: false } given)
            {
                run[option.Name] = string.Join(' ', given.Tokens.Select(static token => WithContent(token.Value)));
            }
        }

        return run;
    }

    // a start is what is in its file
    private static string WithContent(string value) => value.StartsWith("file:", StringComparison.Ordinal) && File.Exists(value[5..])
        ? $"file: of content {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(value[5..])), 0, 8)}"
        : value;
}
