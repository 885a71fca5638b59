using System.Globalization;
using System.Text;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Known and predicted classes, as people read them.</summary>
internal static class ClassificationText
{
    // past this the table is no longer read by anybody
    private const int MostClasses = 30;

    /// <summary>Writes the table, and how often predictions are wrong.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="classification">What was predicted.</param>
    /// <param name="column">The column of the known classes.</param>
    public static void Write(StringBuilder text, Classification classification, string column)
    {
        text.Append(CultureInfo.InvariantCulture, $"Rows by '{column}' and predicted class: {Figures(classification)}\n");
        var classes = classification.Classes;
        bool hasNone = Enumerable.Range(0, classes.Count).Any(known => classification.Table[known, classes.Count] > 0);
        var table = new TextTable([column, .. classes.Take(MostClasses), .. hasNone ? ["none of them"] : (string[])[]]);
        for (int known = 0; known < Math.Min(classes.Count, MostClasses); known++)
        {
            int row = known;
            table.Add([classes[known], .. Enumerable.Range(0, Math.Min(classes.Count, MostClasses)).Select(predicted => Shown.Count(classification.Table[row, predicted])),
                .. hasNone ? [Shown.Count(classification.Table[known, classes.Count])] : (string[])[]]);
        }

        table.WriteTo(text);
        text.Append(classes.Count > MostClasses ? $"  … and {Shown.Count(classes.Count - MostClasses)} more\n" : string.Empty);
        if (classification.CrossValidated is { } unseen)
        {
            text.Append(CultureInfo.InvariantCulture, $"By fits that had not seen the row, {Shown.Count(unseen.Folds ?? 0)} folds: {Figures(unseen)}\n");
        }
    }

    private static string Figures(Classification one) => string.Create(
        CultureInfo.InvariantCulture, $"{Shown.Count(one.Errors)} of {Shown.Count(one.Rows)} wrong ({100 * one.ErrorRate:F1} %), Brier score {one.BrierScore:F4}");
}
