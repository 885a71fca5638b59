using System.Globalization;
using System.Text;
using Mixtura.Bayesian;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Output;

/// <summary>Known classes beside components, as people read them: the confusion table and how well both agree.</summary>
internal sealed class LabelAgreement(RowLabels labels, int components, bool hasNoise)
{
    // past this the table is no longer read by anybody
    private const int MostLabelsShown = 50;

    private readonly int[] classes = [.. Enumerable.Range(0, labels.Names.Count).Where(labels.IsClass)];
    private readonly ConfusionTable counts = new(labels.Names.Count, components + (hasNoise ? 1 : 0));
    private long unlabelled;

    // the clusters of components in the place of components
    private RowClusters? Clusters { get; init; }

    // a posterior has components left over
    private bool HidesEmpty { get; init; }

    /// <summary>Counts the rows of a block.</summary>
    public void Add(ScoredBlock block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            // a row of weight 0 counts as none
            if (block.Weight(i) == 0)
            {
                continue;
            }

            int label = labels[checked((int)(block.FirstRow + i))];
            if (Array.BinarySearch(classes, label) < 0)
            {
                unlabelled++;
                continue;
            }

            int place = Clusters?.Of(block, i).Cluster ?? block.Component(i);
            counts.Add(label, place >= 0 ? place : components);
        }
    }

    /// <summary>Counts all rows, each by its most probable component, and writes the table; an interruption leaves no time for it.</summary>
    public static void Write(StringBuilder text, Mixture model, RowFile rows, RowLabels labels, int? threads, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Of(model, rows, labels, threads, cancellationToken).WriteTo(text);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            text.Append(CultureInfo.InvariantCulture, $"Interrupted before the rows were counted by '{labels.Column}'\n");
        }
    }

    /// <summary>Counts all rows, each by its most probable component.</summary>
    private static LabelAgreement Of(Mixture model, RowFile rows, RowLabels labels, int? threads, CancellationToken cancellationToken)
    {
        var agreement = For(labels, model);
        new PosteriorRows(model, rows, threads).ForEachBlock(Posterior.Responsibilities, agreement.Add, cancellationToken);
        return agreement;
    }

    /// <summary>One for the components of a mixture.</summary>
    /// <param name="labels">The known classes.</param>
    /// <param name="model">The mixture.</param>
    /// <param name="clusters">The clusters that its components are merged into; null for the components themselves.</param>
    public static LabelAgreement For(RowLabels labels, Mixture model, RowClusters? clusters = null) =>
        new(labels, clusters?.Count ?? model.Components, model.Noise is not null) { Clusters = clusters, HidesEmpty = clusters is null && model is VariationalGaussianMixture };

    public void WriteTo(StringBuilder text)
    {
        int[] columns = [.. Enumerable.Range(0, counts.Components).Where(k => !HidesEmpty || classes.Any(label => counts[label, k] > 0))];
        text.Append(CultureInfo.InvariantCulture, $"Rows by '{labels.Column}' and most probable {(Clusters is null ? "component" : "cluster")}; adjusted Rand index {counts.AdjustedRandIndex():F4}, best matching {100 * counts.MatchedShare():F1} % of the rows\n");
        var table = new TextTable([labels.Column, .. columns.Select(k => k < components ? Shown.Count(k) : "noise")]);
        foreach (int label in classes.Take(MostLabelsShown))
        {
            table.Add([labels.Names[label], .. columns.Select(k => Shown.Count(counts[label, k]))]);
        }

        table.WriteTo(text);
        if (classes.Length > MostLabelsShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"  … and {classes.Length - MostLabelsShown} more\n");
        }

        if (unlabelled > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Shown.Count(unlabelled, "row")} without a class left out\n");
        }
    }
}
