using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Storage;

namespace Mixtura.Cli.Fitting;

/// <summary>Writes and prints what was learnt.</summary>
/// <param name="name">What messages call the data.</param>
/// <param name="run">The run.</param>
internal sealed class StreamResult(string name, StreamRun run)
{
    /// <summary>Does it.</summary>
    /// <param name="file">Where the model goes; null for nowhere.</param>
    /// <param name="path">What the user calls that.</param>
    /// <param name="printsModel">Whether the model itself is printed.</param>
    /// <param name="isQuiet">Whether nothing is.</param>
    /// <param name="streams">Where it is printed.</param>
    /// <returns>The exit code.</returns>
    public int Write(OutputFile? file, string? path, bool printsModel, bool isQuiet, CommandStreams streams)
    {
        var stored = new StoredModel(run.Learner.Model, FitRecord.Of(run.Learner, run.IsInterrupted) with { Reading = run.Reading.Found });
        file?.Write(stream => ModelFile.Save(stored, stream));
        if (printsModel)
        {
            ModelFile.Save(stored, streams.Output);
            streams.WriteText("\n");
        }
        else if (!isQuiet)
        {
            streams.WriteText(new StreamSummary(name, run).Text() + (path is null ? string.Empty : $"\nModel written to {path}\n"));
        }

        return run.IsInterrupted ? ExitCode.Interrupted : run.Learner.Degeneracy is null ? ExitCode.Done : ExitCode.Degenerate;
    }
}
