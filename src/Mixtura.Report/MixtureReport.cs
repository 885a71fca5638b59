using System.Text;
using Mixtura.Data;
using Mixtura.Report.Page;
using Mixtura.Report.Survey;

namespace Mixtura.Report;

/// <summary>Writes the report of a mixture and its data: one HTML file that needs nothing else and asks no network.</summary>
/// <remarks>
/// Figures count all rows; pictures show at most 2000 of them. A page is a few MB at most, whatever the number of rows; memory is bounded. Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// var fit = GaussianMixture.Fit(rows, components: 3);
/// MixtureReport.Write(ReportInput.Of(fit, rows), stream);
/// </code>
/// </example>
public static class MixtureReport
{
    /// <summary>Writes the report; nothing is written if it cannot be made.</summary>
    /// <param name="input">What it is about.</param>
    /// <param name="stream">Where to, as UTF-8.</param>
    /// <param name="cancellationToken">Ends the work by an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InputException">There are no rows, a value is not finite, or the rows are not for this model.</exception>
    public static void Write(ReportInput input, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(stream);
        Check(input);
        var survey = RowSurvey.Of(input, cancellationToken);
        var score = input.Model.Score(input.Rows, MissingCells.IntegrateOut, input.Threads, cancellationToken);
        stream.Write(Encoding.UTF8.GetBytes(ReportPage.Text(new ReportView(input, survey, score), Resource.Drawing, cancellationToken)));
    }

    private static void Check(ReportInput input)
    {
        int features = input.Model.Features;
        if (input.Rows.Columns != features)
        {
            throw new InputException($"{input.Name}: the model has {HtmlText.Plural(features, "feature")}, the data have {HtmlText.Plural(input.Rows.Columns, "column")}. Give the model's features, in its order.");
        }

        if (input.Rows.Rows == 0)
        {
            throw new InputException($"{input.Name}: there are no rows to report on. Give at least one.");
        }

        if (input.Labels is { } labels && labels.Count != input.Rows.Rows)
        {
            throw new InputException($"{input.Name}: there {(labels.Count == 1 ? "is" : "are")} {HtmlText.Plural(labels.Count, "label")} for {HtmlText.Plural(input.Rows.Rows, "row")}. Give one a row.");
        }

        if (input.Features is { } pair && (pair.First == pair.Second || Math.Min(pair.First, pair.Second) < 0 || Math.Max(pair.First, pair.Second) >= features))
        {
            throw new InputException($"The features to draw are {pair.First} and {pair.Second}. Give two different ones of 0…{features - 1}.");
        }
    }
}
