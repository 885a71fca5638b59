using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mpi;

namespace Mixtura.Cli.Terminal;

/// <summary>The command as one of several processes: all compute, the first reads what the user says and writes.</summary>
internal static class ProcessRun
{
    /// <summary>The option that asks for it, known before the command line is parsed: others than the first are to be silent from the start.</summary>
    public const string Option = "--mpi";

    // so long the others have to come to the end of their sweep, when all are told to end
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs the command together with the others; alone where it is not asked for.</summary>
    public static int Run(IReadOnlyList<string> args, CommandStreams streams)
    {
        if (!args.Contains(Option, StringComparer.Ordinal))
        {
            return MixturaCommand.Run(args, streams);
        }

        var heard = MpiGroup.LaunchedRank > 0 ? Silent(streams, TextWriter.Null) : streams;
        return Failures.Guard(heard, () =>
        {
            var group = MpiGroup.Start(streams.Interrupted);
            using var told = streams.Interrupted.Register(() => TellIfLeftAlone(group, args, streams));
            using var said = new StringWriter();
            int code = RunIn(group, args, group.Rank > 0 ? Silent(streams, said) : streams);
            EndTogether(group, code, said.ToString());
            group.Dispose();
            return group.Rank == 0 ? code : ExitCode.Done;
        });
    }

    private static int RunIn(MpiGroup group, IReadOnlyList<string> args, CommandStreams streams)
    {
        try
        {
            return MixturaCommand.Run(args, streams with { Processes = group, Interrupted = group.Ended });
        }
        catch (Exception failure)
        {
            // the others do not know and would wait for ever
            Console.Error.WriteLine($"mixtura: error: process {group.Rank} of {group.Count} cannot go on: {failure}");

            group.Abort(ExitCode.BadInput);
            throw;
        }
    }

    // mpirun ends all when one dies; who waits for the dead one can only say so, from another thread
    private static void TellIfLeftAlone(MpiGroup group, IReadOnlyList<string> args, CommandStreams streams) => new Thread(() =>
    {
        if (group.Rank == 0 && !group.Ended.WaitHandle.WaitOne(Patience))
        {
            string? file = args.SkipWhile(static arg => arg is not ("--checkpoint" or "--resume")).Skip(1).FirstOrDefault();
            streams.Error.WriteLine("mixtura: told to end, and a process does not answer: it may have died, mpirun says which. "
                + (file is null ? "Nothing was written; --checkpoint FILE keeps what a run has come to." : $"Go on from the last checkpoint with --resume {file}."));
        }
    })
    { IsBackground = true }.Start();

    // what fails in this process alone is known to the others where they next meet
    private static void EndTogether(MpiGroup group, int code, string said)
    {
        if (group.Ended.IsCancellationRequested)
        {
            return;
        }

        try
        {
            group.Together(() => code == ExitCode.BadInput ? throw new IOException(said.Trim()) : code);
        }
        catch (Exception failure) when (failure is IOException or InputException or OperationCanceledException)
        {
            // each has said what it has to say
        }
    }

    private static CommandStreams Silent(CommandStreams streams, TextWriter error) => streams with { Output = Stream.Null, Error = error, Terminal = null, ErrorIsTerminal = false };
}
