using System.Globalization;
using System.Text;
using System.Text.Json;
using Mixtura.Cli.Output;
using Mixtura.IO;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>The bound against K, for people and as JSON.</summary>
internal sealed class VariationalCurve(RowFile rows, IReadOnlyList<VariationalCandidate> candidates)
{
    /// <summary>The candidate with the highest bound.</summary>
    public VariationalCandidate Best => candidates.MaxBy(static one => one.Fit.LowerBound)!;

    public string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{rows.Name}: {Shown.Count(rows.Rows, "row")}, {Shown.Count(rows.Columns, "feature")}\n");
        text.Append("Variational Gaussian mixtures by the complete lower bound, total, in nats (larger is better)\n\n");
        var table = new TextTable("K", "lower bound", "with log K!", "active", "probability of K");
        foreach (var one in candidates)
        {
            bool hasSymmetry = one.Fit.Model.ActiveComponents.Count == one.Components;
            table.Add(
                Shown.Count(one.Components), Shown.Total(one.Fit.LowerBound), hasSymmetry ? Shown.Total(one.BoundWithSymmetry) : "–",
                Shown.Count(one.Fit.Model.ActiveComponents.Count), Shown.Share(one.Probability));
        }

        table.WriteTo(text);
        text.Append(CultureInfo.InvariantCulture, $"\nThe bound is highest at {Shown.Count(Best.Components, "component")}. Probabilities are under equal prior ones, with log K! for the relabelled copies where no component is empty\n");
        ComponentTable.Write(Best.Fit.Model, text.Append('\n'));
        return text.ToString();
    }

    /// <summary>How far the bound of every K lies below the highest.</summary>
    public IEnumerable<TerminalBar> Bars() =>
        candidates.Select(one => new TerminalBar($"K {Shown.Count(one.Components)}", Best.Fit.LowerBound - one.Fit.LowerBound, ReferenceEquals(one, Best)));

    public void WriteJson(Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("criterion", "lower-bound");
            json.WriteNumber("best", candidates.ToList().IndexOf(Best));
            json.WriteStartArray("candidates");
            foreach (var one in candidates)
            {
                json.WriteStartObject();
                json.WriteNumber("components", one.Components);
                json.WriteString("covarianceStructure", one.Fit.Model.Covariance.Name);
                json.WriteNumber("logLikelihood", one.Fit.Score.LogLikelihood);
                json.WriteNumber("lowerBound", one.Fit.LowerBound);
                json.WriteNumber("activeComponents", one.Fit.Model.ActiveComponents.Count);
                json.WriteNumber("probability", one.Probability);
                json.WriteString("stopReason", Storage.FitRecord.NameOf(one.Fit.StopReason));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}
