using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Tables;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura score MODEL DATA</c>.</summary>
internal sealed class ScoreCommand : ICommand
{
    private readonly ModelArgument model = new();
    private readonly DataOptions data = new(writesTables: true);
    private readonly OutputOptions output = new(TableOptions.OutputDescription);
    private readonly TableOptions table;
    private readonly Option<bool> summary = new("--summary") { Description = "Rows, total and mean log density, AIC, BIC, ICL (none for a variational model) instead of a line a row. Default: off." };
    private readonly Option<bool> tail = new("--tail-probability") { Description = "Add a column 'tail_probability': how probable the model itself makes a row as unlikely as this one or more so; small for outliers. Default: off." };
    private readonly Option<double?> outliers = NumberOption.Probability(
        "--outliers",
        "Write only rows with a tail probability below P: the row counted from 1, its log density and tail probability, and the feature that is farthest from what the others of the row let expect. Default: all rows.",
        "0.001");
    private readonly Option<int?> draws = NumberOption.Whole("--draws", 1, FormattableString.Invariant($"The rows drawn from the model that tail probabilities are counted from; none for one Gaussian, where they are exact. Default: {TailProbabilities.DefaultDraws}."));
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");

    public ScoreCommand() => table = new(output, data, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["text"] = "--summary", ["json"] = "--summary" });

    public string Examples =>
        """
        mixtura score model.json samples/faithful.csv
        mixtura score model.json samples/faithful.csv --summary --format text
        mixtura score model.json new.csv --output densities.csv
        mixtura score model.json new.csv --outliers 0.001 --keep all
        """;

    public Command Declare()
    {
        var command = new Command("score", "The log density of every row, in nats, as CSV; or how well the model describes all of them.");
        model.AddTo(command);
        data.AddTo(command);
        foreach (Option option in new Option[] { summary, tail, outliers, draws, seed, threads })
        {
            command.Add(option);
        }

        output.AddTo(command);
        table.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        bool wantsTails = parsed.GetValue(tail) || parsed.GetValue(outliers) is not null;
        if (!wantsTails && (parsed.GetValue(draws) is not null || parsed.GetValue(seed) is not null))
        {
            throw new InputException("--draws and --seed are for tail probabilities, which are not asked for. Add --tail-probability or --outliers P, or leave them out.");
        }

        if (parsed.GetValue(summary))
        {
            return wantsTails ? throw new InputException("Tail probabilities are of rows, and --summary writes none. Leave --summary out, or --tail-probability and --outliers.") : Summarize(parsed, streams);
        }

        using var writer = table.Open(parsed, streams);
        using var given = model.Load(parsed, streams, data);
        if (wantsTails)
        {
            WriteTails(parsed, streams, given, writer);
            return ExitCode.Done;
        }

        WriteRows(given, parsed.GetValue(threads), table.Of(parsed, writer, [new("log_density", CellType.Number)], given.Rows), streams.Interrupted);
        return ExitCode.Done;
    }

    private void WriteTails(ParseResult parsed, CommandStreams streams, ModelWithData given, ITableWriter writer)
    {
        var tails = new TailProbabilities(given.Model, parsed.GetValue(draws) ?? TailProbabilities.DefaultDraws, parsed.GetValue(seed) ?? 0, MissingCells.IntegrateOut);
        if (!tails.IsExact && parsed.GetValue(outliers) is { } least && least * (tails.Draws + 1.0) <= 1)
        {
            throw new InputException($"--outliers is {Shown.Value(least)}, and {Shown.Count(tails.Draws)} draws tell no probability below {Shown.Value(1 / (tails.Draws + 1.0))}. Give more with --draws, {Shown.Count((long)Math.Min(1e9, Math.Ceiling(100 / least)))} say, or a larger P.");
        }

        var rows = new TailRows(given.Model, given.Rows, tails, parsed.GetValue(threads));
        string found = parsed.GetValue(outliers) is { } limit
            ? rows.WriteOutliers(limit, table.Of(parsed, writer, TailRows.ColumnsOfOutliers, given.Rows), streams.Interrupted)
            : rows.WriteAll(table.Of(parsed, writer, TailRows.Columns, given.Rows), streams.Interrupted);
        streams.Error.WriteLine($"mixtura: {found}");
    }

    private static void WriteRows(ModelWithData given, int? threads, RowTable table, CancellationToken cancellationToken)
    {
        new PosteriorRows(given.Model, given.Rows, threads).Write(
            Posterior.LogDensities, table, (block, rows) => block.LogDensities.CopyTo(rows.Numbers(table.First)), static _ => { }, cancellationToken);
        table.Complete();
    }

    private int Summarize(ParseResult parsed, CommandStreams streams)
    {
        bool isText = string.Equals(table.FormatOfSummary(parsed), "text", StringComparison.OrdinalIgnoreCase);
        using var results = output.Results(parsed, streams);
        using var given = model.Load(parsed, streams, data);
        var score = given.Model.Score(given.Rows, MissingCells.IntegrateOut, parsed.GetValue(threads), streams.Interrupted);
        score = given.FixedParameters == 0 ? score
            : score with { Criteria = InformationCriteria.Of(score.LogLikelihood, given.Model.ParameterCount - given.FixedParameters, score.TotalWeight, score.Entropy) };
        string? warning = double.IsNegativeInfinity(score.LogLikelihood) ? ZeroDensities(given, parsed.GetValue(threads), streams.Interrupted) : null;
        results.Stream.Write(isText ? Text(given, score, warning) : Json(given, score, warning));
        results.Complete();
        return ExitCode.Done;
    }

    // which rows are to blame for a total of −∞
    private static string ZeroDensities(ModelWithData given, int? threads, CancellationToken cancellationToken)
    {
        long count = 0;
        long first = -1;
        new PosteriorRows(given.Model, given.Rows, threads).ForEachBlock(
            Posterior.LogDensities,
            block =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    if (double.IsNegativeInfinity(block.LogDensities[i]) && block.Weight(i) > 0)
                    {
                        first = count++ == 0 ? block.FirstRow + i : first;
                    }
                }
            },
            cancellationToken);
        return $"{Shown.Count(count, "row")} {(count == 1 ? "lies" : "lie")} so far from every component that {(count == 1 ? "its" : "their")} density is 0 in double precision, so that the total is minus infinity. "
            + $"{(count == 1 ? "It" : "The first")} is row {Shown.Count(first + 1)}, counted from 1: leave such rows out, or score all rows one by one without --summary.";
    }

    private static byte[] Json(ModelWithData given, MixtureScore score, string? warning)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("rows", score.Rows);
            WriteNumber(json, "totalWeight", score.TotalWeight);
            if (given.Rows.MissingCells > 0)
            {
                json.WriteNumber("missingCells", given.Rows.MissingCells);
            }

            WriteNumber(json, "total", score.LogLikelihood);
            WriteNumber(json, "mean", score.MeanLogLikelihood);
            WriteCriterion(json, "aic", score.Criteria.Aic);
            WriteCriterion(json, "bic", score.Criteria.Bic);
            WriteCriterion(json, "icl", score.Criteria.Icl);
            json.WriteNumber("parameters", given.Model.ParameterCount - given.FixedParameters);
            if (warning is not null)
            {
                json.WriteStartArray("warnings");
                json.WriteStringValue(warning);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    // a posterior has none
    private static void WriteCriterion(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteNull(name);
        }
        else
        {
            WriteNumber(json, name, value);
        }
    }

    // JSON has no number for the log of 0; the word is what readers of floating-point numbers take for it
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static byte[] Text(ModelWithData given, MixtureScore score, string? warning)
    {
        var text = new StringBuilder();
        text.Append("rows             ").Append(Shown.Count(score.Rows));
        text.Append(given.Rows.IsWeighted ? $" of total weight {Shown.Value(score.TotalWeight)}\n" : "\n");
        if (GapText.Of(given.Rows.MissingCells) is { Length: > 0 } gaps)
        {
            text.Append("missing cells    ").Append(gaps).Append('\n');
        }

        bool isMaximum = !double.IsNaN(score.Criteria.Bic);
        text.Append(isMaximum ? "log-likelihood   " : "log predictive   ").Append(Shown.Total(score.LogLikelihood)).Append(" nats, ").Append(Shown.Total(score.MeanLogLikelihood)).Append(" per row\n");
        text.Append("parameters       ").Append(Shown.Count(given.Model.ParameterCount - given.FixedParameters)).Append('\n');
        if (isMaximum)
        {
            text.Append("AIC              ").Append(Shown.Total(score.Criteria.Aic)).Append("   (AIC, BIC, ICL: smaller is better)\n");
            text.Append("BIC              ").Append(Shown.Total(score.Criteria.Bic)).Append("   (mclust prints BIC as ").Append(Shown.Total(-score.Criteria.Bic)).Append(")\n");
            text.Append("ICL              ").Append(Shown.Total(score.Criteria.Icl)).Append('\n');
        }
        else
        {
            text.Append("AIC, BIC, ICL    none: the parameters are integrated out, not at a maximum; the lower bound of the fit takes their place\n");
        }

        text.Append(warning is null ? string.Empty : $"\nWarning: {warning}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
