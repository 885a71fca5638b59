using System.Globalization;
using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Mixtura.Storage;

namespace Mixtura.Cli.Output;

/// <summary>The clusters that components were merged into: which of them a row belongs to.</summary>
internal sealed class RowClusters
{
    private const string Suggested = "auto";

    private readonly IReadOnlyList<IReadOnlyList<int>> clusters;

    private RowClusters(IReadOnlyList<IReadOnlyList<int>> clusters) => this.clusters = clusters;

    /// <summary>The number of clusters.</summary>
    public int Count => clusters.Count;

    /// <summary>Those that are asked for: of the merging that the file holds, or of one by these rows.</summary>
    /// <param name="asked">A number, or <c>auto</c> for where the line of entropies bends.</param>
    /// <param name="stored">The model and how it was fitted.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">It is no such number.</exception>
    public static RowClusters Of(string asked, StoredModel stored, IRowSource rows, CancellationToken cancellationToken)
    {
        bool isSuggested = string.Equals(asked, Suggested, StringComparison.OrdinalIgnoreCase);
        int count = 0;
        if (!isSuggested && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1 || count > stored.Model.Components))
        {
            throw new InputException($"--clusters is '{asked}'. Give a whole number of 1 to {Shown.Count(stored.Model.Components)}, the model's components, or {Suggested} for as many as merging them suggests.");
        }

        var merging = stored.Fit?.Merging ?? ComponentMerging.Of(stored.Model, rows, cancellationToken);
        return new RowClusters(merging.Clusters(isSuggested ? merging.SuggestedClusters : count));
    }

    /// <summary>The components of a cluster.</summary>
    public string ComponentsOf(int cluster) => string.Join(" ", clusters[cluster].Select(static k => Shown.Count(k)));

    /// <summary>The most probable cluster of a row of the block, and how probable it is; −1 for noise.</summary>
    public (int Cluster, double Probability) Of(ScoredBlock block, int row)
    {
        var best = (Cluster: NoisyMixture.NoiseLabel, Probability: block.Probability(row, NoisyMixture.NoiseLabel));
        var responsibilities = block.Responsibilities(row);
        for (int c = 0; c < clusters.Count; c++)
        {
            double probability = 0;
            foreach (int k in clusters[c])
            {
                probability += responsibilities[k];
            }

            best = probability > best.Probability || (c == 0 && probability >= best.Probability) ? (c, probability) : best;
        }

        return best;
    }
}
