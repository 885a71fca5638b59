using System.CommandLine;
using System.CommandLine.Parsing;
using Mixtura.Cli.Tables;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Options;

/// <summary>The data of a command and how they are read: declared once, for all commands.</summary>
internal sealed class DataOptions
{
    private readonly Argument<string[]> data = new("DATA")
    {
        Description = "A .csv or .tsv file or other text (how it is written is found), packed by gzip or not, a .npy, .npz, .parquet, .arrow, .feather or .xlsx file; several files, or a quoted pattern such as 'part-*.csv', are one table; - is text on standard input.",
    };

    private readonly Option<string[]> columns = Names("--columns", "The columns to use, in this order: names or numbers counted from 1. Default: all that have no other role.");
    private readonly Option<string[]> ignore = Names("--ignore", "The columns to leave out. Default: none.");
    private readonly Option<string?> label = new("--label")
    {
        Description = "The column with the known class of each row: kept out of the features, compared with the components. Default: none.",
        HelpName = "NAME",
    };

    private readonly Option<string?> weights = new("--weights")
    {
        Description = "The column that says how many times each row counts, 0 or more. Default: once each.",
        HelpName = "NAME",
    };

    private readonly TextOptions text = new();

    private readonly Option<string?> missing = ChoiceOption.Of(
        "--missing", "HOW", "What becomes of missing cells (empty, NA, N/A, NaN, null, None, ? and .): integrate (each row counts with what is observed of it), error, or drop-rows (their rows are left out, and counted). Default: integrate.", "integrate", "error", "drop-rows");

    private readonly Option<string[]> missingValues = Names("--missing-values", "Other texts or numbers that stand for a missing cell, such as \"-999,unknown\". Default: none.");

    private readonly Option<string?> unseen = ChoiceOption.Of(
        "--unseen", "HOW", "Cells of categorical columns that hold none of the model's levels: error names the first, missing takes them for missing. Default: error.", "error", "missing");

    private readonly Option<string?> sheet = new("--sheet") { Description = "The sheet of an Excel workbook. Default: the first.", HelpName = "NAME" };
    private readonly Option<string?> array = new("--array") { Description = "The array of an .npz archive. Default: the only one.", HelpName = "NAME" };
    private readonly DatabaseOptions database;
    private readonly bool writesTables;
    private readonly Option<string[]> keep = Names("--keep", "Columns of the data to write before the results, as they are there, whether they are in the model or not, such as an id; or all. Default: none.");

    private readonly Option<bool> mpi = new(ProcessRun.Option)
    {
        Description = "Share the work out to the processes that mpirun started, as in: mpirun -n 4 mixtura fit data.npy -k 8 --mpi. The results are those of one process, bit for bit. Default: this process alone.",
    };

    private readonly bool isOptional;
    private readonly bool isShared;

    /// <param name="optional">Whether the command may go without data.</param>
    /// <param name="writesTables">Whether it writes rows, beside which columns can be kept.</param>
    /// <param name="shared">Whether the command names several data sets itself, all read in the same way: then there is neither DATA nor a label, and there may be two queries.</param>
    public DataOptions(bool optional = false, bool writesTables = false, bool shared = false)
    {
        this.writesTables = writesTables;
        database = new DatabaseOptions(writesTables, comparesTwo: shared);
        isOptional = optional;
        isShared = shared;
        data.Arity = ArgumentArity.ZeroOrMore;
        data.Validators.Add(RefuseUnknownOptions);
    }

    /// <summary>Whether data are given.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(data) is { Length: > 0 } || database.AreAsked(parsed);

    /// <summary>Refuses an option that is not known, and was taken for a file.</summary>
    public static void RefuseUnknownOptions(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(static token => token.Value.Length > 1 && token.Value[0] == '-' && !File.Exists(token.Value)))
        {
            result.AddError($"Unrecognized command or argument '{token.Value}'.");
        }
    }

    /// <summary>Adds the argument and the options to a command.</summary>
    public void AddTo(Command command)
    {
        if (!isShared)
        {
            command.Add(data);
        }

        foreach (Option option in (Option[])[columns, ignore, .. isShared ? [] : (Option[])[label], weights, missing, missingValues, unseen])
        {
            command.Add(option);
        }

        text.AddTo(command);
        command.Add(sheet);
        command.Add(array);
        database.AddTo(command);
        if (writesTables)
        {
            command.Add(keep);
        }

        command.Add(mpi);
        if (!isOptional && !isShared)
        {
            command.Validators.Add(result =>
            {
                if (result.GetValue(data) is not { Length: > 0 } && !database.AreAsked(result))
                {
                    result.AddError($"Required argument missing for command: '{command.Name}': the data. Give a file, or a query with --sql and --connection.");
                }
            });
        }
    }

    /// <summary>Whether the data come from standard input.</summary>
    public bool IsStandardInput(ParseResult parsed) => (parsed.GetValue(data) ?? []).Any(IsStandardInput);

    /// <summary>Whether all columns of the data are kept.</summary>
    public bool KeepsAll(ParseResult parsed) => Kept(parsed) is [var only] && string.Equals(only, "all", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether rows go to a table of a database.</summary>
    public bool WritesTable(ParseResult parsed) => database.HasTable(parsed);

    /// <inheritdoc cref="DatabaseOptions.Table"/>
    public ITableWriter Table(ParseResult parsed, bool replaces) => database.Table(parsed, replaces);

    /// <summary>Refuses what only rows have.</summary>
    /// <exception cref="InputException">It is asked for.</exception>
    public void RefuseForSummary(ParseResult parsed)
    {
        if ((WritesTable(parsed) ? "--to-table" : Kept(parsed).Length > 0 ? "--keep" : null) is { } option)
        {
            throw new InputException($"{option} is for rows, and --summary writes none. Leave one of them out.");
        }
    }

    private string[] Kept(ParseResult parsed) => writesTables ? ListOf(parsed, keep) : [];

    /// <summary>Reads the data.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="streams">Where <c>-</c> reads from.</param>
    /// <param name="model">The model that they are for; null for a new one.</param>
    /// <param name="integratesMissing">Whether the model can integrate missing cells out; they are refused otherwise.</param>
    /// <param name="categorical">The columns that are categorical beside those of the model; auto for those that hold text.</param>
    /// <param name="unread">Features of the model that are not to be read.</param>
    /// <param name="knownLabels">The column of classes that take part in the fit; null for none.</param>
    /// <param name="startLabels">The column of groups that the fit starts from; null for none.</param>
    /// <exception cref="InputException">They cannot be used.</exception>
    public RowFile Open(ParseResult parsed, CommandStreams streams, Mixture? model, bool integratesMissing = true, IReadOnlyList<string>? categorical = null, IReadOnlyList<int>? unread = null, string? knownLabels = null, string? startLabels = null)
    {
        var (paths, isQuery) = Source(parsed);
        using var line = ReadingProgressLine.On(parsed, streams);
        var options = OptionsFor(parsed, model, integratesMissing, categorical, unread) with { Processes = streams.Processes, Progress = line };
        options = startLabels is not null ? WithStart(options, startLabels)
            : knownLabels is null ? options
            : options.Label is null ? options with { Label = knownLabels }
            : throw new InputException("--label is compared with the components, --known-labels is held fast in the fit: the classes cannot be both. Leave one of them out.");
        return isQuery ? Told(database.Open(parsed, options, streams.Processes?.Interrupted ?? streams.Interrupted), streams) : Open(paths, options, streams);
    }

    /// <summary>Reads one of the data sets that the command names itself.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="streams">Where <c>-</c> reads from.</param>
    /// <param name="path">The file, a pattern of files, or <c>-</c>.</param>
    /// <param name="model">The model that they are for.</param>
    /// <exception cref="InputException">They cannot be used.</exception>
    public RowFile Open(ParseResult parsed, CommandStreams streams, string path, Mixture model) =>
        Opened(parsed, streams, model, options => Open([path], options, streams));

    /// <summary>The queries of the data sets that the command does not name files for.</summary>
    public string[] Queries(ParseResult parsed) => database.Queries(parsed);

    /// <inheritdoc cref="Queries(ParseResult)"/>
    public string[] Queries(SymbolResult result) => database.Queries(result);

    /// <summary>Reads what a query gives, as one of the data sets that the command names itself.</summary>
    /// <exception cref="InputException">They cannot be used.</exception>
    public RowFile OpenQuery(ParseResult parsed, CommandStreams streams, string query, Mixture model) =>
        Opened(parsed, streams, model, options => Told(database.Open(parsed, query, options, streams.Processes?.Interrupted ?? streams.Interrupted), streams));

    private RowFile Opened(ParseResult parsed, CommandStreams streams, Mixture model, Func<RowFileOptions, RowFile> open)
    {
        using var line = ReadingProgressLine.On(parsed, streams);
        return open(OptionsFor(parsed, model, model.IntegratesMissing, categorical: null, unread: null) with { Processes = streams.Processes, Progress = line });
    }

    private static RowFile Open(string[] paths, RowFileOptions options, CommandStreams streams)
    {
        bool isStandardInput = Array.Exists(paths, IsStandardInput);
        if (streams.Processes is not null && isStandardInput)
        {
            throw new InputException("Standard input goes to one process only, and --mpi has several. Give a file that all of them can read.");
        }

        var stop = streams.Processes?.Interrupted ?? streams.Interrupted;
        return Told(isStandardInput ? RowFile.Read(streams.Input, options: options, cancellationToken: stop) : RowFile.Open(paths, options, stop), streams);
    }

    private static RowFile Told(RowFile rows, CommandStreams streams)
    {
        ReadingNotes.Tell(rows.Name, rows.Rows, rows.DroppedRows, rows.Reading, streams);
        return rows;
    }

    // one column of labels is read
    private static RowFileOptions WithStart(RowFileOptions options, string column) => options.Label is null || string.Equals(options.Label, column, StringComparison.Ordinal)
        ? options with { Label = column }
        : throw new InputException($"--label is '{options.Label}', --init labels: names '{column}': one column of labels is read. Name the same, or leave --label out.");

    /// <summary>Hands the rows on while they are read, once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="streams">Where <c>-</c> reads from.</param>
    /// <param name="model">The model that they are for; null for a new one.</param>
    /// <param name="integratesMissing">Whether the model can integrate missing cells out; they are refused otherwise.</param>
    /// <param name="receiver">Where to.</param>
    /// <param name="categorical">The columns that are categorical beside those of the model; auto for those that hold text.</param>
    /// <exception cref="InputException">They cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    public RelayedRows Relay(ParseResult parsed, CommandStreams streams, Mixture? model, bool integratesMissing, IRowReceiver receiver, IReadOnlyList<string>? categorical = null)
    {
        if (streams.Processes is not null)
        {
            throw new InputException($"{ProcessRun.Option} does not go with rows that are learnt one after another. Leave it out.");
        }

        var (paths, isQuery) = Source(parsed);
        using var line = ReadingProgressLine.On(parsed, streams);
        var options = OptionsFor(parsed, model, integratesMissing, categorical, unread: null) with { Progress = line };
        var relayed = isQuery ? Relay(database.Open(parsed, options, streams.Interrupted), receiver, streams)
            : IsStandardInput(parsed)
            ? RowRelay.Read(streams.Input, receiver, options: options, cancellationToken: streams.Interrupted)
            : RowRelay.Open(paths, receiver, options, streams.Interrupted);
        ReadingNotes.Tell(NameOf(parsed), relayed.Rows, relayed.DroppedRows, relayed.Reading, streams);
        return relayed;
    }

    /// <summary>What messages call the data.</summary>
    public string NameOf(ParseResult parsed) => Source(parsed) is (var paths, false) ? IsStandardInput(parsed) ? "standard input" : string.Join(", ", paths) : "query";

    private static RelayedRows Relay(RowFile rows, IRowReceiver receiver, CommandStreams streams)
    {
        using (rows)
        {
            return RowRelay.From(rows, receiver, streams.Interrupted);
        }
    }

    private (string[] Paths, bool IsQuery) Source(ParseResult parsed)
    {
        string[] paths = parsed.GetValue(data) ?? [];
        bool isQuery = database.AreAsked(parsed);
        return isQuery && paths.Length > 0 ? throw new InputException($"Data are given twice: {paths[0]} and {database.WhatAsks(parsed)}. Leave one of them out.")
            : Array.Exists(paths, static path => path.Length == 0) ? throw new InputException("The name of the data is empty. Name a .csv, .tsv or .npy file, or - for standard input.")
            : paths.Length > 1 && IsStandardInput(parsed) ? throw new InputException("Standard input, -, cannot be one of several files. Write it to a file, or put the files together before.")
            : (paths, isQuery);
    }

    private RowFileOptions OptionsFor(ParseResult parsed, Mixture? model, bool integratesMissing, IReadOnlyList<string>? categorical, IReadOnlyList<int>? unread)
    {
        // features without names are the columns in their order
        int[] read = [.. Enumerable.Range(0, model?.FeatureNames.Count ?? 0).Where(feature => unread?.Contains(feature) != true)];
        return text.Apply(parsed, new RowFileOptions
        {
            Columns = ListOf(parsed, columns),
            Ignore = ListOf(parsed, ignore),
            Sheet = parsed.GetValue(sheet),
            Array = parsed.GetValue(array),
            Label = isShared ? null : parsed.GetValue(label),
            Keep = KeepsAll(parsed) ? [] : Kept(parsed),
            KeepAll = KeepsAll(parsed),
            Weights = parsed.GetValue(weights),
            ModelFeatures = [.. read.Select(feature => model!.FeatureNames[feature])],
            ModelLevels = [.. read.Select(feature => model!.LevelsOf(feature))],
            UnseenLevels = string.Equals(parsed.GetValue(unseen), "missing", StringComparison.OrdinalIgnoreCase) ? UnseenLevels.Missing : UnseenLevels.Error,
            Categorical = IsAuto(categorical) ? [] : categorical ?? [],
            CategoricalText = IsAuto(categorical),
            MissingTokens = ListOf(parsed, missingValues),
            Missing = parsed.GetValue(missing)?.ToUpperInvariant() switch
            {
                "ERROR" => MissingValues.Error,
                "DROP-ROWS" => MissingValues.DropRows,
                _ => integratesMissing ? MissingValues.Keep : MissingValues.Error,
            },
        });
    }

    private static bool IsAuto(IReadOnlyList<string>? categorical) => categorical is [var only] && string.Equals(only, "auto", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name of data stands for standard input.</summary>
    public static bool IsStandardInput(string path) => string.Equals(path, "-", StringComparison.Ordinal);

    private static Option<string[]> Names(string name, string description) => new(name) { Description = description, HelpName = "A,B,…" };

    private static string[] ListOf(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
