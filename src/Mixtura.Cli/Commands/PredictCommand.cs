using System.CommandLine;
using System.Globalization;
using System.Text;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Tables;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Commands;

/// <summary><c>mixtura predict MODEL DATA</c>.</summary>
internal sealed class PredictCommand : ICommand
{
    private const int MostNamed = 5;

    private readonly ModelArgument model = new();
    private readonly DataOptions data = new(writesTables: true);
    private readonly OutputOptions output = new(TableOptions.OutputDescription);
    private readonly TableOptions table;
    private readonly Option<bool> all = new("--responsibilities") { Description = "The probability of every component: component,p0,p1,… Default: component,probability; after them, either way, with contaminated components the probability that the row is good, with a model of known classes the class and its probability." };
    private readonly Option<bool> summary = new("--summary") { Description = "Count the rows of each component instead; with --label, beside the known classes. Default: off." };
    private readonly Option<string?> clusters = new("--clusters")
    {
        Description = "Add the cluster of each row and its probability: components merged into N clusters, or as many as merging suggests, as 'select --merge' stored it in the model, else by these rows. Default: off.",
        HelpName = "N|auto",
    };

    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");

    public PredictCommand() => table = new(output, data);

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
        command.Add(clusters);
        command.Add(threads);
        output.AddTo(command);
        table.AddTo(command);
        return command;
    }

    public int Run(ParseResult parsed, CommandStreams streams)
    {
        bool isSummary = parsed.GetValue(summary);
        if (isSummary)
        {
            table.RefuseForSummary(parsed);
        }

        using var results = isSummary ? output.Results(parsed, streams) : null;
        using var writer = isSummary ? null : table.Open(parsed, streams);
        using var given = model.Load(parsed, streams, data, out var stored);
        var merged = parsed.GetValue(clusters) is { } asked ? RowClusters.Of(asked, stored, given.Rows, streams.Interrupted) : null;
        var posterior = new PosteriorRows(given.Model, given.Rows, parsed.GetValue(threads));
        var agreement = given.Model.Classes is null && given.Rows.Labels is { } labels ? LabelAgreement.For(labels, given.Model, merged) : null;
        if (results is not null)
        {
            results.Stream.Write(Encoding.UTF8.GetBytes(Summary(given, posterior, agreement, merged, streams.Interrupted)));
        }
        else
        {
            WriteRows(posterior, table.Of(parsed, writer!, Columns(given, parsed.GetValue(all), merged), given.Rows), new Written(parsed.GetValue(all), given.Model, merged), agreement, streams.Interrupted);
        }

        results?.Complete();
        if (!isSummary && AgreementOf(given, agreement, streams.Interrupted) is { } text)
        {
            streams.Error.Write(text);
        }

        return ExitCode.Done;
    }

    private static TableColumn[] Columns(ModelWithData given, bool isAll, RowClusters? clusters) =>
    [
        new("component", CellType.Whole),
        .. given.Model.ComponentNames.Count > 0 ? [new("name", CellType.Text)] : (TableColumn[])[],
        .. isAll ? Enumerable.Range(0, given.Model.Components).Select(static k => new TableColumn("p" + Shown.Count(k), CellType.Number)) : [new("probability", CellType.Number)],
        .. isAll && given.Model.Noise is not null ? [new("noise", CellType.Number)] : (TableColumn[])[],
        .. clusters is not null ? [new("cluster", CellType.Whole), new("cluster_probability", CellType.Number)] : (TableColumn[])[],
        .. given.Model.TellsGoodRows ? [new("good_probability", CellType.Number)] : (TableColumn[])[],
        .. given.Model.Classes is not null ? [new("class", CellType.Text), new("class_probability", CellType.Number)] : (TableColumn[])[],
    ];

    private static void WriteRows(PosteriorRows posterior, RowTable table, Written written, LabelAgreement? agreement, CancellationToken cancellationToken)
    {
        posterior.Write(Posterior.Responsibilities, table, (block, rows) => Set(block, rows, table.First, written), block => agreement?.Add(block), cancellationToken);
        table.Complete();
    }

    private static void Set(ScoredBlock block, TableRows rows, int first, Written written)
    {
        for (int i = 0; i < block.Count; i++)
        {
            int component = block.Component(i);
            rows.Wholes(first)[i] = component;
            int next = first + 1;
            if (written.Model.ComponentNames is { Count: > 0 } names)
            {
                rows.Texts(next++)[i] = component < 0 ? null : names[component];
            }

            if (written.IsAll)
            {
                SetAll(block, i, rows, next, written.HasNoise);
            }
            else
            {
                rows.Numbers(next)[i] = block.Probability(i, component);
            }

            SetBeside(block, i, rows, rows.Columns.Count - written.Beside, written);
        }
    }

    // what stands last
    private static void SetBeside(ScoredBlock block, int row, TableRows rows, int place, Written written)
    {
        if (written.Clusters is { } clusters)
        {
            (rows.Wholes(place++)[row], rows.Numbers(place++)[row]) = clusters.Of(block, row);
        }

        if (written.Model.TellsGoodRows)
        {
            rows.Numbers(place++)[row] = block.GoodProbability(row);
        }

        if (written.Classes is { } classes)
        {
            SetClass(block, row, rows, place, classes);
        }
    }

    private static void SetAll(ScoredBlock block, int row, TableRows rows, int first, bool hasNoise)
    {
        var responsibilities = block.Responsibilities(row);
        for (int k = 0; k < responsibilities.Length; k++)
        {
            rows.Numbers(first + k)[row] = responsibilities[k];
        }

        if (hasNoise)
        {
            rows.Numbers(first + responsibilities.Length)[row] = block.Probability(row, NoisyMixture.NoiseLabel);
        }
    }

    private static void SetClass(ScoredBlock block, int row, TableRows rows, int place, ComponentClasses classes)
    {
        int known = classes.Predict(block.Responsibilities(row), out double probability);
        rows.Texts(place)[row] = known < 0 ? null : classes.Names[known];
        rows.Numbers(place + 1)[row] = probability;
    }

    private static string Summary(ModelWithData given, PosteriorRows posterior, LabelAgreement? agreement, RowClusters? merged, CancellationToken cancellationToken)
    {
        var counts = new PredictionSummary(given, merged);
        posterior.ForEachBlock(
            Posterior.Responsibilities,
            block =>
            {
                agreement?.Add(block);
                counts.Add(block);
            },
            cancellationToken);
        return counts.Text() + (AgreementOf(given, agreement, cancellationToken) is { } beside ? "\n" + beside : string.Empty);
    }

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(static name => $"'{name}'")) + (names.Count > MostNamed ? $" and {Shown.Count(names.Count - MostNamed)} more" : string.Empty);

    // known classes beside components, or beside the classes that these stand for; null where none are known
    private static string? AgreementOf(ModelWithData given, LabelAgreement? agreement, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        if (agreement is not null)
        {
            agreement.WriteTo(text);
        }
        else if (given.Rows.Labels is { } labels)
        {
            var known = KnownClasses.Of(labels, given.Rows.Name);
            if (!known.Classes.Intersect(given.Model.Classes!.Names, StringComparer.Ordinal).Any())
            {
                text.Append(CultureInfo.InvariantCulture, $"None of the classes in '{labels.Column}' ({Listed(known.Classes)}) is one of the model's ({Listed(given.Model.Classes.Names)})\n");
            }

            ClassificationText.Write(text, Classification.Of(given.Model, given.Rows, known, MissingCells.IntegrateOut, cancellationToken), labels.Column);
        }

        return text.Length == 0 ? null : text.ToString();
    }

    // what is written of every row
    private readonly record struct Written(bool IsAll, Mixture Model, RowClusters? Clusters)
    {
        public bool HasNoise => Model.Noise is not null;

        public ComponentClasses? Classes => Model.Classes;

        // columns that stand last
        public int Beside => (Clusters is null ? 0 : 2) + (Model.TellsGoodRows ? 1 : 0) + (Classes is null ? 0 : 2);
    }
}
