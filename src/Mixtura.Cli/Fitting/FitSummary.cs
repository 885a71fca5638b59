using System.Globalization;
using System.Text;
using Mixtura.Cli.Output;
using Mixtura.Estimation;
using Mixtura.IO;
using Mixtura.Mixtures;
using Mixtura.Report;
using Mixtura.Storage;

namespace Mixtura.Cli.Fitting;

/// <summary>What a person reads after a fit.</summary>
internal sealed class FitSummary(RowFile rows, FitPlan plan, MixtureFit fit, CancellationToken cancellationToken)
{
    public string Text()
    {
        var text = new StringBuilder();
        WriteWhat(text);
        WriteFigures(text);
        ClassModelTable.Write(fit.ClassModels, fit.IsWeighted, text);
        ComponentTable.Write(fit.Model, text.Append('\n'));
        if (fit.Classification is { } classification)
        {
            ClassificationText.Write(text.Append('\n'), classification, rows.Labels!.Column);
        }
        else if (rows.Labels is { } labels)
        {
            LabelAgreement.Write(text.Append('\n'), fit.Model, rows, labels, plan.Options.Em.Threads, cancellationToken);
        }

        WriteWarnings(text);
        return text.ToString();
    }

    private void WriteWhat(StringBuilder text)
    {
        var model = fit.Model;
        string weight = rows.IsWeighted ? $" of total weight {Shown.Value(fit.Score.TotalWeight)}" : string.Empty;
        text.Append(CultureInfo.InvariantCulture, $"{rows.Name}: {Shown.Count(rows.Rows, "row")}{weight}, {Shown.Count(rows.Columns, "feature")}{(plan.Standardize ? ", standardized for the fit" : string.Empty)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{KindName.Of(model)} mixture of {Shown.Count(model.Components, "component")}{(model.Noise is null ? string.Empty : " and noise")}{KindName.StructureOf(model, fit.ClassModels)}, by EM{(fit.PriorName is { } prior ? $", {prior} prior" : string.Empty)}\n{KnownRows()}{GapText.Of(fit.Missing, fit.WeightedRows)}\n");
    }

    private string KnownRows()
    {
        if (fit.Classification is not { } known)
        {
            return string.Empty;
        }

        long others = fit.WeightedRows - known.Rows;
        string weightless = fit.WeightedRows == rows.Rows ? string.Empty : $"; {Shown.Count(rows.Rows - fit.WeightedRows, "row")} of weight 0 {(rows.Rows - fit.WeightedRows == 1 ? "counts" : "count")} for nothing";
        string unknown = others == 0 ? string.Empty : $"; {Shown.Count(others, "row")} of unknown class (an empty cell, NA and the like)";
        string only = known.Classes.Count == 1 && fit.Model.Components == 1 ? ". With one class and one component every row is of it: give -k for rows of other kinds" : string.Empty;
        return $"{(known.Classes.Count == 1 ? "1 class" : $"{Shown.Count(known.Classes.Count)} classes")} known of {Shown.Count(known.Rows, "row")}{unknown}{weightless}{only}\n";
    }

    private void WriteFigures(StringBuilder text)
    {
        var criteria = fit.Criteria;
        Line(text, "log-likelihood", $"{Shown.Total(fit.Score.LogLikelihood)} nats, {Shown.Total(fit.Score.MeanLogLikelihood)} per row{(fit.Classification is null ? string.Empty : "; of a row of known class under that class")}");
        Line(text, "parameters", Shown.Count(fit.Model.ParameterCount - fit.FixedParameters) + KindName.Uncounted(fit.FixedParameters, fit.ClassModels.Count > 0));
        Line(text, "AIC", $"{Shown.Total(criteria.Aic)}   (AIC, BIC, ICL: smaller is better)");
        Line(text, "BIC", $"{Shown.Total(criteria.Bic)}   (mclust prints BIC as {Shown.Total(-criteria.Bic)})");
        Line(text, "ICL", $"{Shown.Total(criteria.Icl)}   (mclust prints {Shown.Total(fit.Score.MclustIcl)})");
        foreach (var (what, value) in KindText.Lines(FitRecord.Of(fit)))
        {
            Line(text, what, value);
        }

        Line(text, "iterations", $"{Shown.Count(fit.Iterations)}, {StopReasonText()}");
        Line(text, "starts", Starts());
        Line(text, "data passes", Shown.Value(fit.DataPasses));
    }

    private string StopReasonText() => fit.StopReason switch
    {
        StopReason.Converged => string.Create(CultureInfo.InvariantCulture, $"converged (tolerance {plan.Options.Em.Tolerance:0e-0} nats per row)"),
        StopReason.IterationLimit => "not converged: the iteration limit was reached",
        StopReason.Degenerate => "stopped before a degenerate model",
        _ => "interrupted",
    };

    private string Starts()
    {
        if (plan.Options.Start is not null)
        {
            return "1, from the parameters given";
        }

        string starts = $"{Shown.Count(fit.Restarts.Count)} by {fit.Initialization}, seed {plan.Options.Seed.Value.ToString(CultureInfo.InvariantCulture)}: ";
        int lost = fit.Restarts.Count(static outcome => !outcome.IsSound);
        if (lost == fit.Restarts.Count)
        {
            return starts + "all degenerated";
        }

        return $"{starts}{Shown.Count(FitRecord.Of(fit).StartsAtBest)} reached the best (within {Shown.Value(FitRecord.SameOptimum)} nats per row), {(lost == 0 ? "none" : Shown.Count(lost))} degenerated";
    }

    private void WriteWarnings(StringBuilder text)
    {
        text.Append(fit.Warnings.Count > 0 ? "\n" : string.Empty);
        foreach (string warning in fit.Warnings)
        {
            text.Append("Warning: ").Append(warning).Append('\n');
        }

        text.Append(fit.Degeneracy is null ? string.Empty : Remedies.OfDegenerate(fit) + "\n");
    }

    private static void Line(StringBuilder text, string what, string value) => text.Append("  ").Append(what.PadRight(16)).Append(value).Append('\n');
}
