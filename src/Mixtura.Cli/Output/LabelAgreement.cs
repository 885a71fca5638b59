using System.Globalization;
using System.Text;
using Mixtura.Gaussian;
using Mixtura.IO;

namespace Mixtura.Cli.Output;

/// <summary>Known classes beside components: the confusion table and the adjusted Rand index (Hubert and Arabie 1985). Rows count once each.</summary>
internal sealed class LabelAgreement(RowLabels labels, int components)
{
    // past this the table is no longer read by anybody
    private const int MostLabelsShown = 50;

    private readonly long[,] counts = new long[labels.Names.Count, components];

    /// <summary>Counts the rows of a block.</summary>
    public void Add(ScoredBlock block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            counts[labels[checked((int)(block.FirstRow + i))], block.Component(i)]++;
        }
    }

    /// <summary>Counts all rows, each by its most probable component.</summary>
    public static LabelAgreement Of(GaussianMixture model, RowFile rows, RowLabels labels, int? threads)
    {
        var agreement = new LabelAgreement(labels, model.Components);
        new PosteriorRows(model, rows, threads).ForEachBlock(Posterior.Responsibilities, static _ => { }, agreement.Add, CancellationToken.None);
        return agreement;
    }

    /// <summary>1 where classes and components are the same partition, 0 on average for unrelated ones.</summary>
    public double AdjustedRandIndex()
    {
        double together = 0, inLabels = 0, inComponents = 0, rows = 0;
        for (int label = 0; label < counts.GetLength(0); label++)
        {
            double sum = 0;
            for (int k = 0; k < components; k++)
            {
                sum += counts[label, k];
                together += Pairs(counts[label, k]);
            }

            rows += sum;
            inLabels += Pairs(sum);
        }

        for (int k = 0; k < components; k++)
        {
            inComponents += Pairs(Enumerable.Range(0, counts.GetLength(0)).Sum(label => (double)counts[label, k]));
        }

        double expected = inLabels * inComponents / Math.Max(Pairs(rows), 1);
        double most = (inLabels + inComponents) / 2;

        // both partitions are trivial in the same way: they agree
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    /// <summary>The share of rows that agree when each class is matched with a component of its own so that as many as possible do.</summary>
    public double MatchedShare()
    {
        double rows = counts.Cast<long>().Sum();
        return rows > 0 ? BestMatching.Total(counts) / rows : 1;
    }

    public void WriteTo(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Rows by '{labels.Column}' and most probable component; adjusted Rand index {AdjustedRandIndex():F4}, best matching {100 * MatchedShare():F1} % of the rows\n");
        var table = new TextTable([labels.Column, .. Enumerable.Range(0, components).Select(static k => Shown.Count(k))]);
        foreach (int label in Enumerable.Range(0, Math.Min(labels.Names.Count, MostLabelsShown)))
        {
            table.Add([labels.Names[label], .. Enumerable.Range(0, components).Select(k => Shown.Count(counts[label, k]))]);
        }

        table.WriteTo(text);
        if (labels.Names.Count > MostLabelsShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"  … and {labels.Names.Count - MostLabelsShown} more\n");
        }
    }

    private static double Pairs(double count) => count * (count - 1) / 2;
}
