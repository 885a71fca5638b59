using System.CommandLine;
using System.Globalization;
using Mixtura.Cli.Options;
using Mixtura.Cli.Output;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Cli.Fitting;

/// <summary>The options of known classes, and the fit that holds them fast.</summary>
/// <param name="validates">Whether predictions can be cross-validated.</param>
internal sealed class LabelOptions(bool validates)
{
    private readonly Option<string?> known = new("--known-labels")
    {
        Description = "The column with the class of each row, as far as it is known (an empty cell says that it is not): such rows belong to their class in the fit, and starts come from them. Default: none.",
        HelpName = "NAME",
    };

    private readonly Option<string?> perClass = new("--components-per-class")
    {
        Description = "With --known-labels: the components of each class, or from:to, chosen for each class by BIC. Default: 1.",
        HelpName = "N|A:B",
    };

    private readonly Option<string?> structures = new("--covariance-per-class")
    {
        Description = "With --known-labels of all rows: the structures, separated by commas, or all, among which each class has its own, chosen with its number of components by the BIC of its rows alone (mclust's MclustDA). Default: --covariance for all classes.",
        HelpName = "S,…|all",
        CompletionSources = { CovarianceName.All, "all" },
    };

    private readonly Option<int?> folds = NumberOption.Whole("--folds", 2, "With --known-labels: tell the error of predictions by cross-validation in so many folds, too. Default: no cross-validation.");

    public void AddTo(Command command)
    {
        command.Add(known);
        command.Add(perClass);
        if (validates)
        {
            command.Add(structures);
            command.Add(folds);
        }
    }

    /// <summary>The column of the classes; null where they are not asked for.</summary>
    /// <exception cref="InputException">Only an option of it is.</exception>
    public string? ColumnOf(ParseResult parsed)
    {
        string? column = parsed.GetValue(known);
        string? alone = column is not null ? null : parsed.GetValue(perClass) is not null ? perClass.Name : validates && parsed.GetValue(folds) is not null ? folds.Name
            : validates && parsed.GetValue(structures) is not null ? structures.Name : null;
        return alone is null ? column : throw new InputException($"{alone} is an option of --known-labels. Say that too, or leave it out.");
    }

    /// <summary>What the labels ask of a fit; null where there are none.</summary>
    /// <exception cref="InputException">The labels are no classes, or an option does not fit them.</exception>
    public LabelPlan? Read(ParseResult parsed, RowFile rows, CommandStreams streams)
    {
        if (ColumnOf(parsed) is null)
        {
            return null;
        }

        var labels = KnownClasses.Of(rows.Labels!, rows.Name);
        if (labels.Classes.All(IsNumber))
        {
            streams.Error.Write($"mixtura: {rows.Name}: the labels in '{rows.Labels!.Column}' are numbers; each of the {Shown.Count(labels.Classes.Count)} different ones is a class\n");
        }

        var (least, most) = Range(parsed.GetValue(perClass));
        return new LabelPlan(labels, least, most, validates ? parsed.GetValue(folds) : null)
        {
            Structures = validates && parsed.GetValue(structures) is { } names ? CovarianceName.Among(structures.Name, names) : null,
        };
    }

    /// <summary>Whether classes have structures of their own.</summary>
    public bool HasStructures(ParseResult parsed) => validates && parsed.GetValue(structures) is not null;

    private static bool IsNumber(string name) => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private (int Least, int Most) Range(string? text)
    {
        if (text is null)
        {
            return (1, 1);
        }

        int[] ends = [.. text.Split(':').Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0)];
        return ends is [> 0] or [> 0, > 0] && ends[0] <= ends[^1]
            ? (ends[0], ends[^1])
            : throw new InputException($"{perClass.Name} is '{text}'. Give a whole number of 1 or more, or a range such as 1:3.");
    }
}
