using System.CommandLine;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Options;

/// <summary>Two data sets for one model, read in the same way.</summary>
internal sealed class DataPair
{
    private const string Pattern = "a quoted pattern such as 'part-*.csv' is one table";

    private readonly ModelArgument model = new();
    private readonly Argument<string?> first = Named("A", $"The data to go by: a file as 'mixtura score' reads it; {Pattern}; - is text on standard input.");
    private readonly Argument<string?> second = Named("B", "The data that are compared with them.");
    private readonly DataOptions reading = new(shared: true);

    /// <summary>Adds model, data and the options of reading to a command.</summary>
    public void AddTo(Command command)
    {
        model.AddTo(command);
        command.Add(first);
        command.Add(second);
        reading.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(second) is null)
            {
                result.AddError($"Required argument missing for command: '{command.Name}': the data. Give two data sets after the model, A and B; {Pattern}.");
            }
        });
    }

    /// <summary>Loads the model with both data sets, matched by name.</summary>
    /// <exception cref="InputException">One of them cannot be used.</exception>
    public ModelWithPair Load(ParseResult parsed, CommandStreams streams)
    {
        string[] paths = [parsed.GetValue(first)!, parsed.GetValue(second)!];
        int inputs = paths.Count(DataOptions.IsStandardInput) + (model.IsStandardInput(parsed) ? 1 : 0);
        if (inputs > 1)
        {
            throw new InputException("Of MODEL, A and B more than one is '-', but there is one standard input. Name files for the others.");
        }

        if (Array.Exists(paths, static path => path.Length == 0))
        {
            throw new InputException("The name of the data is empty. Name a .csv, .tsv or .npy file, or - for standard input.");
        }

        var loaded = model.Load(parsed, streams).Model;
        var opened = Open(parsed, streams, paths[0], loaded);
        try
        {
            return new ModelWithPair(loaded, opened, Open(parsed, streams, paths[1], loaded));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private RowFile Open(ParseResult parsed, CommandStreams streams, string path, Mixture loaded) =>
        ModelArgument.Checked(loaded.Features, reading.Open(parsed, streams, path, loaded));

    // whether both are there is said by the command, which knows what is missing
    private static Argument<string?> Named(string name, string description)
    {
        var argument = new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ExactlyOne };
        argument.Validators.Add(DataOptions.RefuseUnknownOptions);
        return argument;
    }
}

/// <summary>A model and two data sets whose columns are its features, in its order.</summary>
internal sealed record ModelWithPair(Mixture Model, RowFile First, RowFile Second) : IDisposable
{
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}
