using System.Globalization;
using Mixtura.Bayesian;
using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Storage;
using static Mixtura.Report.Page.HtmlText;

namespace Mixtura.Report.Page;

/// <summary>What was fitted, to what, how good it is; warnings first.</summary>
internal static class SummarySection
{
    public static void Write(HtmlText page, ReportView view, bool hasCharts)
    {
        page.Markup("<div id=\"summary\">");
        string[] warnings = [.. Warnings(view, hasCharts)];
        if (warnings.Length > 0)
        {
            page.Markup($"<div class=\"warnings\" role=\"note\"><h2>Read this first</h2><ul>{string.Concat(warnings.Select(static warning => $"<li>{Escaped(warning)}</li>"))}</ul></div>");
        }

        page.Paragraph(Lead(view), "lead");
        page.Markup($"<dl class=\"facts\">{string.Concat(Facts(view).Select(static fact => $"<div><dt>{Escaped(fact.What)}</dt><dd>{Escaped(fact.Value)}<small>{Escaped(fact.Meaning)}</small></dd></div>"))}</dl>");
        if (HowItWasFitted(view) is { } how)
        {
            page.Paragraph(how);
        }

        page.Markup("</div>");
    }

    private static IEnumerable<string> Warnings(ReportView view, bool hasCharts)
    {
        if (!hasCharts)
        {
            yield return "The charts are missing: this build of Mixtura was made without npm, from which comes what draws them (vega, vega-lite, vega-embed). Install Node.js with npm and build again. The tables are complete.";
        }

        foreach (string note in view.Input.Notes)
        {
            yield return note;
        }

        if (!double.IsFinite(view.Score.LogLikelihood))
        {
            yield return "The log-likelihood is not finite: some rows lie so far from every component that their density is 0 in double precision. They are among the least likely rows below.";
        }

        if (view.Fit is not { } fit)
        {
            yield return "How the model was fitted is not known.";
            yield break;
        }

        foreach (string warning in fit.Warnings)
        {
            yield return warning;
        }

        if (fit.Online is null && !string.Equals(fit.StopReason, "converged", StringComparison.Ordinal) && fit.Warnings.Count == 0)
        {
            yield return $"The fit has not converged: it ended by {fit.StopReason} after {Plural(fit.Iterations, "iteration")}.";
        }

        if (fit.Rows != view.Survey.Rows)
        {
            yield return $"The model was fitted to {Plural(fit.Rows, "row")}; these data have {Count(view.Survey.Rows)}. All figures are about these data, but for the bound, the starts and the path, which are the fit's.";
        }
    }

    private static string Lead(ReportView view)
    {
        var survey = view.Survey;
        string of = view.Drawn.Length < view.Model.Components ? $" of {Count(view.Model.Components)} hold data and" : string.Empty;
        string weights = survey.IsWeighted ? $" Their weights add up to {Weight(view.Score.TotalWeight)}; figures count rows by weight, and once each only where they are assigned to components." : string.Empty;
        string weightless = survey.Weightless > 0 ? $" {Plural(survey.Weightless, "row")} of weight 0 count as none." : string.Empty;
        weightless += survey.MissingCells > 0 ? $" {Plural(survey.MissingCells, "cell")} {(survey.MissingCells == 1 ? "is" : "are")} missing and integrated out; a picture leaves out the rows that lack what it shows." : string.Empty;
        string drawn = survey.Drawn.Count < survey.Rows - survey.Weightless
            ? $" Pictures of single rows show {Count(survey.Drawn.Count)}, one from each of as many equal stretches of the data; all figures and histograms count every row."
            : string.Empty;
        return $"{Plural(view.Drawn.Length, "component")}{of} describe{(view.Drawn.Length == 1 ? "s" : string.Empty)} the {Plural(survey.Rows, "row")} and {Plural(view.Model.Features, "feature")} of {view.Input.Name}.{weights}{weightless}{drawn}";
    }

    private static IEnumerable<(string What, string Value, string Meaning)> Facts(ReportView view)
    {
        var score = view.Score;
        if (view.IsVariational && view.Fit is { } fit)
        {
            yield return ("Lower bound", Total(fit.LowerBound), "nats; of the log evidence, with every term");
        }

        bool isMaximum = !double.IsNaN(score.Criteria.Bic);
        var (logLikelihood, criteria) = Criteria(view);
        string aside = view.Fit?.Classification is null ? string.Empty
            : logLikelihood == score.LogLikelihood ? "; the known classes left aside, as in the criteria"
            : $"; of a row of known class under that class, as in the criteria; {Total(score.LogLikelihood)} with the classes left aside";
        yield return (isMaximum ? "Log-likelihood" : "Log predictive density", Total(logLikelihood), $"nats; {Shown(logLikelihood / score.TotalWeight)} a row{aside}");
        if (isMaximum)
        {
            yield return ("BIC", Total(criteria.Bic), "smaller is better; mclust prints the negative");
            yield return ("AIC", Total(criteria.Aic), "smaller is better");
            yield return ("ICL", Total(criteria.Icl), "BIC plus the doubt about assignments");
        }

        if (view.Drawn.Length > 1)
        {
            yield return ("Sure rows", Percent(view.Survey.SureWeight / score.TotalWeight), $"have a component that is at least {Shown(100 * Survey.RowSurvey.Sure)} % probable");
        }

        if (view.Fit is { EntropyR2: not double.NaN and var certainty })
        {
            yield return ("Entropy R²", certainty.ToString("F3", CultureInfo.InvariantCulture), "1: every row has one component for certain");
        }

        if (view.Fit is { BadRows: not double.NaN and var bad } contaminated)
        {
            yield return ("Bad rows", Weight(bad), $"{Percent(contaminated.BadShare)} of all: more probably bad than good in their component");
        }

        if (view.Fit?.Table is { } table)
        {
            yield return ("G²", Total(table.LikelihoodRatio), $"{Count(table.DegreesOfFreedom)} degrees of freedom over {Count(table.Cells)} cells{Probability(table.LikelihoodRatioP)}");
            yield return ("Pearson's χ²", Total(table.ChiSquared), $"the same{Probability(table.ChiSquaredP)}{(table.IsSparse ? "; few rows a cell: take p with care" : string.Empty)}");
        }

        if (view.Survey.Confusion is { } confusion)
        {
            yield return ("Adjusted Rand index", confusion.AdjustedRandIndex().ToString("F3", CultureInfo.InvariantCulture), "agreement with the known classes; 1 is perfect, 0 is chance");
        }
    }

    // what the fit went by, where these are its rows: it knew classes, or held parameters that count for nothing
    private static (double LogLikelihood, InformationCriteria Criteria) Criteria(ReportView view)
    {
        var score = view.Score;
        return view.Fit is not { } fit ? (score.LogLikelihood, score.Criteria)
            : fit.Classification is not null && fit.Rows == view.Survey.Rows ? (fit.LogLikelihood, new InformationCriteria(fit.Aic, fit.Bic, fit.Icl))
            : fit.FixedParameters > 0 ? (score.LogLikelihood, InformationCriteria.Of(score.LogLikelihood, view.Model.ParameterCount - fit.FixedParameters, score.TotalWeight, score.Entropy))
            : (score.LogLikelihood, score.Criteria);
    }

    private static string Probability(double p) => double.IsNaN(p) ? string.Empty : $", p {Shown(p)}";

    private static string? HowItWasFitted(ReportView view)
    {
        if (view.Fit is not { } fit)
        {
            return null;
        }

        if (fit.Online is { } online)
        {
            return $"{Kind(view.Model)}{Plural(view.Model.ParameterCount, "free parameter")} in all. Learnt by on-line EM from {Plural(fit.Rows, "row")}, in {Plural(online.Batches, "batch", "batches")} after the start ({fit.Init}, seed {fit.Seed.ToString(CultureInfo.InvariantCulture)}).";
        }

        string method = view.IsVariational ? "variational Bayes" : fit.Prior is { } prior ? $"EM with the {prior} prior" : "EM";
        string ended = fit.StopReason switch
        {
            "converged" => $"converged after {Plural(fit.Iterations, "iteration")}",
            "iteration-limit" => $"not converged when it was stopped after {Plural(fit.Iterations, "iteration")}",
            "degenerate" => $"stopped before a degenerate model, after {Plural(fit.Iterations, "iteration")}",
            string other => $"{other} after {Plural(fit.Iterations, "iteration")}",
        };
        string reached = fit.Starts.Count < 2 ? string.Empty : fit.StartsAtBest == 0 ? ", all degenerate" : $", of which {Count(fit.StartsAtBest)} reached the best";
        return $"{Kind(view.Model)}{Plural(view.Model.ParameterCount - fit.FixedParameters, "free parameter")} in all{KindName.Uncounted(fit.FixedParameters, fit.ClassModels.Count > 0)}{OfClasses(fit)}. Fitted by {method}, {ended}; "
            + $"{Plural(fit.Restarts, "start")} ({fit.Init}, seed {fit.Seed.ToString(CultureInfo.InvariantCulture)}){reached}; {Plural((long)Math.Round(fit.DataPasses), "sweep")} over the data in all.{Chosen(view)}";
    }

    private static string OfClasses(FitRecord fit) => fit.ClassModels.Count == 0 ? string.Empty
        : $". Each class has the model that its rows alone choose: {string.Join(", ", fit.ClassModels.Select(static one => $"{one.Class} {one.Structure} with {Plural(one.Components, "component")}"))}";

    private static string Kind(Mixture model)
    {
        if (((model.WithoutNoise as GaussianMixture)?.Covariance ?? (model as VariationalGaussianMixture)?.Covariance) is not { } structure)
        {
            return $"{KindName.Of(model)} components{KindName.StructureOf(model)}{Noise(model)}, ";
        }

        string mclust = structure.Name.Equals(structure.MclustName, StringComparison.Ordinal) ? string.Empty : $" ({structure.MclustName} in mclust)";
        return $"Covariances: {structure.Name}{mclust}{Noise(model)}, ";
    }

    private static string Noise(Mixture model) => model.Noise is { } noise ? $"; uniform noise beside the components, {100 * noise.Weight:F1} % of the weight, in grey" : string.Empty;

    private static string Chosen(ReportView view) => view.Input.Candidates.Count > 0
        ? $" Chosen out of {Plural(view.Input.Candidates.Count(one => one.IsVariational == view.IsVariational), "candidate")}."
        : string.Empty;
}
