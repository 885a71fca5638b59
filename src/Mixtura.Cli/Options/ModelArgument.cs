using System.CommandLine;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Storage;

namespace Mixtura.Cli.Options;

/// <summary>The model file of a command.</summary>
internal sealed class ModelArgument
{
    private readonly Argument<string> model = new("MODEL")
    {
        Description = "A model file that 'mixtura fit --output' wrote, or an .npz of scikit-learn's; - for one on standard input.",
    };

    public void AddTo(Command command) => command.Add(model);

    public StoredModel Load(ParseResult parsed, CommandStreams streams)
    {
        string path = parsed.GetRequiredValue(model);
        return IsStandardInput(parsed) ? ScikitLearnFile.LoadAny(streams.Input, "standard input") : Load(path);
    }

    /// <summary>What messages call the model.</summary>
    public string NameOf(ParseResult parsed) => IsStandardInput(parsed) ? "standard input" : parsed.GetRequiredValue(model);

    /// <summary>Refuses model and data from the same standard input.</summary>
    /// <exception cref="InputException">Both are to be read from there.</exception>
    public void RefuseSameInput(ParseResult parsed, DataOptions data)
    {
        if (data.IsStandardInput(parsed) && IsStandardInput(parsed))
        {
            throw new InputException("MODEL and DATA are both '-', but there is one standard input. Name a file for one of them.");
        }
    }

    /// <summary>Whether the model comes from standard input.</summary>
    public bool IsStandardInput(ParseResult parsed) => string.Equals(parsed.GetRequiredValue(model), "-", StringComparison.Ordinal);

    /// <summary>Loads the model with the data that it is for, matched by name.</summary>
    public ModelWithData Load(ParseResult parsed, CommandStreams streams, DataOptions data) => Load(parsed, streams, data, out _);

    /// <summary>The same, with how the model was fitted.</summary>
    public ModelWithData Load(ParseResult parsed, CommandStreams streams, DataOptions data, out StoredModel stored) =>
        Load(parsed, streams, data, static _ => [], out stored);

    /// <summary>The same where some features need not be in the data: the rows then have the others, in the model's order.</summary>
    public ModelWithData Load(ParseResult parsed, CommandStreams streams, DataOptions data, Func<Mixture, int[]> unread, out StoredModel stored)
    {
        RefuseSameInput(parsed, data);
        stored = Load(parsed, streams);
        var left = unread(stored.Model);
        var rows = data.Open(parsed, streams, stored.Model, stored.Model.IntegratesMissing, unread: left);
        return new ModelWithData(stored.Model, Checked(stored.Model.Features - left.Length, rows)) { FixedParameters = stored.Fit?.FixedParameters ?? 0 };
    }

    /// <summary>Rows with a column for every feature that is read.</summary>
    /// <exception cref="InputException">They have another number of columns; they are closed then.</exception>
    public static RowFile Checked(int features, RowFile rows)
    {
        try
        {
            CheckColumns(features, rows.Columns, rows.Name);
            return rows;
        }
        catch (InputException)
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model file.</summary>
    /// <exception cref="InputException">There is none, or it is not a model's.</exception>
    public static StoredModel Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return ScikitLearnFile.LoadAny(stream, path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(InputFault.NoModel, $"{path}: there is no such file.", "Check the path.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    private static void CheckColumns(int features, int columns, string name)
    {
        if (columns != features)
        {
            throw new InputException(
                $"{name}: {Shown.Count(features, "feature")} of the model {(features == 1 ? "is" : "are")} to be read, the data have {Shown.Count(columns, "column")}. Choose {Shown.Count(features)} with --columns, in the model's order.");
        }
    }
}
