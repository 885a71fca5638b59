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
            int files = (result.GetValue(first) is null ? 0 : 1) + (result.GetValue(second) is null ? 0 : 1);
            int queries = reading.Queries(result).Length;
            if (files + queries < 2)
            {
                result.AddError($"Required argument missing for command: '{command.Name}': the data. Give two data sets after the model, A and B; {Pattern}; --sql with --connection gives B, twice A and B.");
            }
            else if (files + queries > 2)
            {
                result.AddError($"A and B are two data sets, but {files + queries} are given, {files} by name and {queries} by --sql. Leave {(files + queries == 3 ? "one" : "two")} of them out.");
            }
        });
    }

    /// <summary>Loads the model with both data sets, matched by name.</summary>
    /// <exception cref="InputException">One of them cannot be used.</exception>
    public ModelWithPair Load(ParseResult parsed, CommandStreams streams)
    {
        string[] paths = [.. ((string?[])[parsed.GetValue(first), parsed.GetValue(second)]).OfType<string>()];
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
        Func<RowFile>[] both =
        [
            .. paths.Select(path => (Func<RowFile>)(() => reading.Open(parsed, streams, path, loaded))),
            .. reading.Queries(parsed).Select(query => (Func<RowFile>)(() => reading.OpenQuery(parsed, streams, query, loaded))),
        ];
        var opened = ModelArgument.Checked(loaded.Features, both[0]());
        try
        {
            return new ModelWithPair(loaded, opened, ModelArgument.Checked(loaded.Features, both[1]()));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    // whether both are there is said by the command, which knows what is missing
    private static Argument<string?> Named(string name, string description)
    {
        var argument = new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
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
