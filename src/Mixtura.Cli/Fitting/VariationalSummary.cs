using System.Globalization;
using System.Text;
using Mixtura.Bayesian;
using Mixtura.Cli.Output;
using Mixtura.Estimation;
using Mixtura.IO;

namespace Mixtura.Cli.Fitting;

/// <summary>What a person reads after a variational fit.</summary>
internal sealed class VariationalSummary(RowFile rows, VariationalFit fit, int? threads, CancellationToken cancellationToken)
{
    public string Text()
    {
        var text = new StringBuilder();
        var model = fit.Model;
        text.Append(CultureInfo.InvariantCulture, $"{rows.Name}: {Shown.Count(rows.Rows, "row")}, {Shown.Count(rows.Columns, "feature")}\n");
        string prior = model.Prior.WeightPrior == WeightPrior.Dirichlet ? "Dirichlet" : "Dirichlet process";
        text.Append(CultureInfo.InvariantCulture, $"Variational Gaussian mixture of at most {Shown.Count(model.Components, "component")}, {model.Covariance} covariances, {prior} weights (concentration {Shown.Value(model.Prior.WeightConcentration)})\n\n");
        Line(text, "lower bound", $"{Shown.Total(fit.LowerBound)} nats, complete: comparable across K and priors");
        Line(text, "log predictive", $"{Shown.Total(fit.Score.LogLikelihood)} nats, {Shown.Total(fit.Score.MeanLogLikelihood)} per row");
        Line(text, "components", $"{Shown.Count(model.ActiveComponents.Count)} of {Shown.Count(model.Components)} active (hold more than one row)");
        Line(text, "iterations", $"{Shown.Count(fit.Iterations)}, {(fit.StopReason == StopReason.Converged ? "converged" : "not converged")}");
        Line(text, "starts", Shown.Count(fit.Restarts.Count));
        WriteTerms(text.Append('\n'));
        ComponentTable.Write(model, text.Append('\n'));
        if (rows.Labels is { } labels)
        {
            LabelAgreement.Write(text.Append('\n'), model, rows, labels, threads, cancellationToken);
        }

        text.Append(fit.Warnings.Count > 0 ? "\n" : string.Empty);
        foreach (string warning in fit.Warnings)
        {
            text.Append("Warning: ").Append(warning).Append('\n');
        }

        return text.ToString();
    }

    private void WriteTerms(StringBuilder text)
    {
        var terms = fit.BoundTerms;
        text.Append("The bound's parts\n");
        var table = new TextTable("term", "nats");
        table.Add("E ln p(X | Z, mu, Lambda)", Shown.Total(terms.LogData));
        table.Add("E ln p(Z | pi)", Shown.Total(terms.LogAssignments));
        table.Add("E ln p(pi)", Shown.Total(terms.LogWeights));
        table.Add("E ln p(mu, Lambda)", Shown.Total(terms.LogParameters));
        table.Add("- E ln q(Z)", Shown.Total(-terms.LogAssignmentPosterior));
        table.Add("- E ln q(pi)", Shown.Total(-terms.LogWeightPosterior));
        table.Add("- E ln q(mu, Lambda)", Shown.Total(-terms.LogParameterPosterior));
        table.WriteTo(text);
    }

    private static void Line(StringBuilder text, string what, string value) => text.Append("  ").Append(what.PadRight(16)).Append(value).Append('\n');
}
