using System.Text;
using Mixtura.Cli.Options;

namespace Mixtura.Cli.Output;

/// <summary>How many rows each component, and each cluster of components, is the most probable for; rows count by their weight.</summary>
internal sealed class PredictionSummary(ModelWithData given, RowClusters? merged)
{
    private const string NoiseName = "noise (-1)";
    private const double Half = 0.5;

    private readonly double[] counts = new double[given.Model.Components];
    private readonly double[] bad = new double[given.Model.Components];
    private readonly double[] ofCluster = new double[merged?.Count ?? 0];
    private double noise;
    private double noiseOfClusters;
    private double total;

    /// <summary>Adds rows.</summary>
    public void Add(ScoredBlock block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            double weight = block.Weight(i);
            int component = block.Component(i);
            total += weight;
            (component >= 0 ? ref counts[component] : ref noise) += weight;
            if (merged is not null)
            {
                int cluster = merged.Of(block, i).Cluster;
                (cluster >= 0 ? ref ofCluster[cluster] : ref noiseOfClusters) += weight;
            }

            if (component >= 0 && given.Model.TellsGoodRows && block.GoodProbability(i) < Half)
            {
                bad[component] += weight;
            }
        }
    }

    public string Text()
    {
        string weight = given.Rows.IsWeighted ? $" of total weight {Shown.Value(total)}" : string.Empty;
        var text = new StringBuilder($"{given.Rows.Name}: {Shown.Count(given.Rows.Rows, "row")}{weight} by most probable component, counted from 0\n");
        if (given.Rows.MissingCells > 0)
        {
            text.Append("Missing cells: ").Append(GapText.Of(given.Rows.MissingCells)).Append('\n');
        }

        WriteComponents(text);
        if (merged is not null)
        {
            WriteClusters(merged, text.Append("\nBy most probable cluster\n"));
        }

        return text.ToString();
    }

    private void WriteComponents(StringBuilder text)
    {
        var model = given.Model;
        string[] badHead = model.TellsGoodRows ? ["bad rows"] : [];
        var table = new TextTable(["component", .. ComponentTable.NameHeads(model), RowsHead, .. badHead, "share", "weight in the model"]);
        for (int k = 0; k < counts.Length; k++)
        {
            string[] badOnes = model.TellsGoodRows ? [Counted(bad[k])] : [];
            table.Add([Shown.Count(k), .. ComponentTable.NamesOf(model, k), Counted(counts[k]), .. badOnes, ShareOf(counts[k]), Shown.Share(model.Weights.Span[k])]);
        }

        if (model.Noise is { } uniform)
        {
            table.Add([NoiseName, .. ComponentTable.NameHeads(model).Select(static _ => string.Empty), Counted(noise), .. badHead.Select(static _ => string.Empty), ShareOf(noise), Shown.Share(uniform.Weight)]);
        }

        table.WriteTo(text);
    }

    private void WriteClusters(RowClusters clusters, StringBuilder text)
    {
        var table = new TextTable("cluster", "components", RowsHead, "share");
        for (int c = 0; c < clusters.Count; c++)
        {
            table.Add(Shown.Count(c), clusters.ComponentsOf(c), Counted(ofCluster[c]), ShareOf(ofCluster[c]));
        }

        if (given.Model.Noise is not null)
        {
            table.Add(NoiseName, string.Empty, Counted(noiseOfClusters), ShareOf(noiseOfClusters));
        }

        table.WriteTo(text);
    }

    private string ShareOf(double weight) => Shown.Share(total > 0 ? weight / total : 0);

    private string RowsHead => given.Rows.IsWeighted ? "weight of rows" : "rows";

    private string Counted(double rows) => given.Rows.IsWeighted ? Shown.Value(rows) : Shown.Count((long)rows);
}
