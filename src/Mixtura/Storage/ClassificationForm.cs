using System.Text.Json;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Storage;

/// <summary>How rows of known class are predicted: <c>classes</c>, <c>rows</c>, <c>errors</c>, <c>errorRate</c>, <c>brierScore</c>, <c>counts</c> (a row a known class, a column a predicted one, the last for none), and the
/// same under <c>crossValidated</c>.</summary>
internal static class ClassificationForm
{
    /// <summary>Writes it.</summary>
    public static void Write(Classification classification, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        ModelText.Write(writer, "classes", classification.Classes);
        if (classification.Folds is { } folds)
        {
            writer.WriteNumber("folds", folds);
        }

        writer.WriteNumber("rows", classification.Rows);
        writer.WriteNumber("errors", classification.Errors);
        ModelText.WriteNumber(writer, "errorRate", classification.ErrorRate);
        ModelText.WriteNumber(writer, "brierScore", classification.BrierScore);
        var table = classification.Table;
        double[] counts = [.. from known in Enumerable.Range(0, table.Classes) from predicted in Enumerable.Range(0, table.Components) select (double)table[known, predicted]];
        ModelText.Write(writer, "counts", counts, [table.Classes, table.Components]);
        if (classification.CrossValidated is { } unseen)
        {
            writer.WritePropertyName("crossValidated");
            Write(unseen, writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads it; what can be counted is.</summary>
    /// <exception cref="InputException">A field is missing, or the counts are not those of the classes.</exception>
    public static Classification Read(ClassificationDocument document, string name)
    {
        if (document is not { Classes: { } classes, Counts: { } counts } || counts.Length != classes.Length || Array.Exists(counts, row => row.Length != classes.Length + 1))
        {
            throw DocumentForm.NoModel($"{name}: the field 'fit.classification' has no 'classes', or no 'counts' of a row for each and a column more.");
        }

        var table = new ConfusionTable(classes.Length, classes.Length + 1);
        for (int known = 0; known < counts.Length; known++)
        {
            for (int predicted = 0; predicted < counts[known].Length; predicted++)
            {
                table.Add(known, predicted, counts[known][predicted]);
            }
        }

        return new Classification(DocumentForm.Texts(classes, "fit.classification.classes", name), table, document.BrierScore ?? double.NaN)
        {
            Folds = document.Folds,
            CrossValidated = document.CrossValidated is { } unseen ? Read(unseen, name) : null,
        };
    }
}

/// <summary>How rows of known class are predicted, as it stands on disk.</summary>
internal sealed record ClassificationDocument
{
    public string?[]? Classes { get; init; }

    public int? Folds { get; init; }

    public long? Rows { get; init; }

    public long? Errors { get; init; }

    public double? ErrorRate { get; init; }

    public double? BrierScore { get; init; }

    public long[][]? Counts { get; init; }

    public ClassificationDocument? CrossValidated { get; init; }
}
