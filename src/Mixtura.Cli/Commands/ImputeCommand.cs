using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
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
    private readonly DataOptions data = new();
    private readonly Option<bool> deviations = new("--standard-deviations") { Description = "Add a column for every feature, its name with _sd: the standard deviation of what was filled, 0 for what is observed. Default: off." };
    private readonly Option<int?> draws = NumberOption.Whole("--draws", 1, "Draw what is missing, so many completed tables one after the other, with a first column 'draw' (multiple imputation from the model as it is). Default: expected values.");
    private readonly Option<string[]> target = new("--target") { Description = "Predict these columns from the others, whether they are in the data or not (regression): names, or numbers from 1 in the model's order. Default: none.", HelpName = "A,B,…" };
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly OutputOptions output = new("Write here instead of standard output.");

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
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        if (parsed.GetValue(draws) is not null && parsed.GetValue(deviations))
        {
            throw new InputException("--draws and --standard-deviations do not go together: draws vary by themselves. Leave one of them out.");
        }

        using var results = output.Results(parsed, streams);
        int[] predicted = [];
        using var given = model.Load(parsed, streams, data, mixture => predicted = Targets(parsed, mixture), out _);
        var imputer = new Imputer(given.Model);
        var csv = new CsvWriter(results.Stream);
        string[] names = [.. Enumerable.Range(0, given.Model.Features).Select(given.Model.FeatureName)];
        if (parsed.GetValue(draws) is { } count)
        {
            csv.Header(["draw", .. names]);
            for (int draw = 1; draw <= count; draw++)
            {
                WriteDraw(draw, imputer, given, predicted, parsed.GetValue(seed) ?? 0, csv, streams.Interrupted);
            }
        }
        else
        {
            csv.Header(parsed.GetValue(deviations) ? [.. names, .. names.Select(static name => name + "_sd")] : names);
            WriteExpected(imputer, given, predicted, parsed.GetValue(deviations), csv, streams.Interrupted);
        }

        csv.Flush();
        results.Complete();
        return ExitCode.Done;
    }

    private static void WriteExpected(Imputer imputer, ModelWithData given, int[] predicted, bool withDeviations, CsvWriter csv, CancellationToken cancellationToken)
    {
        int d = given.Model.Features;
        var levels = LevelsOf(given.Model);
        var errors = new double[withDeviations ? BlockRows * d : 0];
        ForEachBlock(given, predicted, (block, values) =>
        {
            imputer.Impute(block, values, errors.AsSpan(0, withDeviations ? values.Length : 0));
            for (int i = 0; i < block.Count; i++)
            {
                csv.Add(values.AsSpan(i * d, d), levels);
                Add(withDeviations ? errors.AsSpan(i * d, d) : [], csv);
                csv.EndLine();
            }
        }, cancellationToken);
    }

    private static void WriteDraw(int draw, Imputer imputer, ModelWithData given, int[] predicted, ulong seed, CsvWriter csv, CancellationToken cancellationToken)
    {
        int d = given.Model.Features;
        var levels = LevelsOf(given.Model);
        var random = new RandomSource(seed, Stream + (ulong)draw);
        ForEachBlock(given, predicted, (block, values) =>
        {
            imputer.Draw(block, random, values);
            for (int i = 0; i < block.Count; i++)
            {
                csv.Add(draw);
                csv.Add(values.AsSpan(i * d, d), levels);
                csv.EndLine();
            }
        }, cancellationToken);
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

    private static void Add(ReadOnlySpan<double> values, CsvWriter csv)
    {
        foreach (double value in values)
        {
            csv.Add(value);
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
