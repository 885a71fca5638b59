using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Cli.Tables;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura impute MODEL DATA</c>.</summary>
internal sealed class ImputeCommand : ICommand
{
    private const int BlockRows = 1024;

    // apart from the streams of starts and samples
    private const ulong Stream = 1UL << 52;

    private readonly ModelArgument model = new();
    private readonly DataOptions data = new(writesTables: true);
    private readonly Option<bool> deviations = new("--standard-deviations") { Description = "Add a column for every feature, its name with _sd: the standard deviation of what was filled, 0 for what is observed. Default: off." };
    private readonly Option<int?> draws = NumberOption.Whole("--draws", 1, "Draw what is missing, so many completed tables one after the other, with a first column 'draw' (multiple imputation from the model as it is). Default: expected values.");
    private readonly Option<string[]> target = new("--target") { Description = "Predict these columns from the others, whether they are in the data or not (regression): names, or numbers from 1 in the model's order. Default: none.", HelpName = "A,B,…" };
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly OutputOptions output = new(TableOptions.OutputDescription);
    private readonly TableOptions table;

    public ImputeCommand() => table = new(output, data);

    public string Examples =>
        """
        mixtura impute model.json samples/iris-gaps.csv --label label
        mixtura impute model.json samples/iris-gaps.csv --label label --draws 5 --seed 7 --output drawn.csv
        mixtura impute model.json data.csv --target price --standard-deviations
        """;

    public Command Declare()
    {
        var command = new Command("impute", "The data with missing cells filled by their expected values given what is observed of the row, as CSV.");
        model.AddTo(command);
        data.AddTo(command);
        foreach (Option option in new Option[] { deviations, draws, target, seed })
        {
            command.Add(option);
        }

        output.AddTo(command);
        table.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        if (parsed.GetValue(draws) is not null && parsed.GetValue(deviations))
        {
            throw new InputException("--draws and --standard-deviations do not go together: draws vary by themselves. Leave one of them out.");
        }

        using var writer = table.Open(parsed, streams);
        int[] predicted = [];
        using var given = model.Load(parsed, streams, data, mixture => predicted = Targets(parsed, mixture), out _);
        var features = FeatureColumns.Of(given.Model);
        if (parsed.GetValue(draws) is { } count)
        {
            var drawn = table.Of(parsed, writer, [new("draw", CellType.Whole), .. features], given.Rows, isFilled: true);
            WriteDraws(count, given, predicted, parsed.GetValue(seed) ?? 0, drawn, streams.Interrupted);
        }
        else
        {
            bool withErrors = parsed.GetValue(deviations);
            TableColumn[] errors = withErrors ? [.. features.Select(static column => new TableColumn(column.Name + "_sd", CellType.Number))] : [];
            WriteExpected(given, predicted, withErrors, table.Of(parsed, writer, [.. features, .. errors], given.Rows, isFilled: true), streams.Interrupted);
        }

        return ExitCode.Done;
    }

    private static void WriteExpected(ModelWithData given, int[] predicted, bool withErrors, RowTable table, CancellationToken cancellationToken)
    {
        var imputer = new Imputer(given.Model);
        int d = given.Model.Features;
        var levels = LevelsOf(given.Model);
        var errors = new double[withErrors ? BlockRows * d : 0];
        var rows = table.Rows(BlockRows);
        ForEachBlock(given, predicted, (block, values) =>
        {
            imputer.Impute(block, values, errors.AsSpan(0, withErrors ? values.Length : 0));
            rows.Start(block.FirstRow, block.Count);
            for (int i = 0; i < block.Count; i++)
            {
                FeatureColumns.Set(rows, i, table.First, values.AsSpan(i * d, d), levels);
                for (int j = 0; withErrors && j < d; j++)
                {
                    rows.Numbers(table.First + d + j)[i] = errors[(i * d) + j];
                }
            }

            table.Prepare(rows);
            table.Write(rows);
        }, cancellationToken);
        table.Complete();
    }

    private static void WriteDraws(int count, ModelWithData given, int[] predicted, ulong seed, RowTable table, CancellationToken cancellationToken)
    {
        var imputer = new Imputer(given.Model);
        int d = given.Model.Features;
        var levels = LevelsOf(given.Model);
        var rows = table.Rows(BlockRows);
        for (int draw = 1; draw <= count; draw++)
        {
            var random = new RandomSource(seed, Stream + (ulong)draw);
            ForEachBlock(given, predicted, (block, values) =>
            {
                imputer.Draw(block, random, values);
                rows.Start(block.FirstRow, block.Count);
                rows.Wholes(table.First).Fill(draw);
                for (int i = 0; i < block.Count; i++)
                {
                    FeatureColumns.Set(rows, i, table.First + 1, values.AsSpan(i * d, d), levels);
                }

                table.Prepare(rows);
                table.Write(rows);
            }, cancellationToken);
        }

        table.Complete();
    }

    private static IReadOnlyList<string>[] LevelsOf(Mixture model) => [.. Enumerable.Range(0, model.Features).Select(model.LevelsOf)];

    private delegate void BlockAction(RowBlock block, double[] values);

    // blocks of all features: those that are to be predicted are not read, and missing
    private static void ForEachBlock(ModelWithData given, int[] predicted, BlockAction action, CancellationToken cancellationToken)
    {
        int d = given.Model.Features;
        int[] read = [.. Enumerable.Range(0, d).Except(predicted)];
        using var reader = given.Rows.Open();
        while (reader.Read(BlockRows, out var block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = new double[block.Count * d];
            Array.Fill(cells, double.NaN);
            for (int i = 0; i < block.Values.Length; i++)
            {
                cells[(i / read.Length * d) + read[i % read.Length]] = block.Values[i];
            }

            action(new RowBlock(cells, block.Weights, d, block.FirstRow), new double[cells.Length]);
        }
    }

    private int[] Targets(ParseResult parsed, Mixture mixture)
    {
        string[] names = [.. (parsed.GetValue(target) ?? []).SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        string[] features = [.. Enumerable.Range(0, mixture.Features).Select(mixture.FeatureName)];
        int[] places = [.. names.Select(name => FeatureArgument.Place("--target", name, features)).Distinct()];
        return places.Length < features.Length
            ? places
            : throw new InputException("--target names every column, so nothing is left to predict from. Leave one out.");
    }
}
