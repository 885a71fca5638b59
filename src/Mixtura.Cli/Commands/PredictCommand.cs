using System.CommandLine;
using System.Text;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura predict MODEL DATA</c>.</summary>
internal sealed class PredictCommand : ICommand
{
    private readonly ModelArgument model = new();
    private readonly DataOptions data = new();
    private readonly OutputOptions output = new("Write here instead of standard output.");
    private readonly Option<bool> all = new("--responsibilities") { Description = "The probability of every component: component,p0,p1,… Default: component,probability." };
    private readonly Option<bool> summary = new("--summary") { Description = "Count the rows of each component instead; with --label, beside the known classes. Default: off." };
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");

    public string Examples =>
        """
        mixtura predict model.json samples/faithful.csv
        mixtura predict model.json samples/iris.csv --label label --summary
        cat new.csv | mixtura predict model.json - --responsibilities --output responsibilities.csv
        """;

    public Command Declare()
    {
        var command = new Command("predict", "The most probable component of every row and its probability, as CSV. Components are counted from 0.");
        model.AddTo(command);
        data.AddTo(command);
        command.Add(all);
        command.Add(summary);
        command.Add(threads);
        output.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        using var results = output.Results(parsed, streams);
        using var given = model.Load(parsed, streams, data);
        var posterior = new PosteriorRows(given.Model, given.Rows, parsed.GetValue(threads));
        var agreement = given.Rows.Labels is { } labels ? LabelAgreement.For(labels, given.Model) : null;
        if (parsed.GetValue(summary))
        {
            results.Stream.Write(Encoding.UTF8.GetBytes(Summary(given, posterior, agreement, streams.Interrupted)));
        }
        else
        {
            WriteHeader(given, parsed.GetValue(all), results.Stream);
            WriteRows(posterior, parsed.GetValue(all), agreement, results.Stream, streams.Interrupted);
        }

        results.Complete();
        if (agreement is not null && !parsed.GetValue(summary))
        {
            streams.Error.Write(TextOf(agreement));
        }

        return ExitCode.Done;
    }

    private static void WriteHeader(ModelWithData given, bool isAll, Stream stream) => new CsvWriter(stream).Header(
        isAll ? ["component", .. Enumerable.Range(0, given.Model.Components).Select(static k => "p" + Shown.Count(k))] : ["component", "probability"]);

    private static void WriteRows(PosteriorRows posterior, bool isAll, LabelAgreement? agreement, Stream stream, CancellationToken cancellationToken) =>
        posterior.ForEachBlock(
            Posterior.Responsibilities,
            block => WriteLines(block, isAll),
            block =>
            {
                agreement?.Add(block);
                block.CopyTo(stream);
            },
            cancellationToken);

    private static void WriteLines(ScoredBlock block, bool isAll)
    {
        for (int i = 0; i < block.Count; i++)
        {
            int component = block.Component(i);
            var responsibilities = block.Responsibilities(i);
            block.Csv.Add(component);
            foreach (double probability in isAll ? responsibilities : responsibilities.Slice(component, 1))
            {
                block.Csv.Add(probability);
            }

            block.Csv.EndLine();
        }
    }

    private static string Summary(ModelWithData given, PosteriorRows posterior, LabelAgreement? agreement, CancellationToken cancellationToken)
    {
        var counts = new long[given.Model.Components];
        posterior.ForEachBlock(
            Posterior.Responsibilities,
            static _ => { },
            block =>
            {
                agreement?.Add(block);
                for (int i = 0; i < block.Count; i++)
                {
                    counts[block.Component(i)]++;
                }
            },
            cancellationToken);
        var text = new StringBuilder($"{given.Rows.Name}: {Shown.Count(given.Rows.Rows, "row")} by most probable component, counted from 0\n");
        if (given.Rows.MissingCells > 0)
        {
            text.Append("Missing cells: ").Append(GapText.Of(given.Rows.MissingCells)).Append('\n');
        }

        var table = new TextTable("component", "rows", "share", "weight in the model");
        for (int k = 0; k < counts.Length; k++)
        {
            table.Add(Shown.Count(k), Shown.Count(counts[k]), Shown.Share((double)counts[k] / given.Rows.Rows), Shown.Share(given.Model.Weights.Span[k]));
        }

        table.WriteTo(text);
        return text.ToString() + (agreement is null ? string.Empty : "\n" + TextOf(agreement));
    }

    private static string TextOf(LabelAgreement agreement)
    {
        var text = new StringBuilder();
        agreement.WriteTo(text);
        return text.ToString();
    }
}
