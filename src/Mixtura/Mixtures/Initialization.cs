using Mixtura.Mixtures.Starts;

namespace Mixtura.Mixtures;

/// <summary>How the first parameters of a restart are found. All are equivariant: data in other units start at the same place.</summary>
public abstract class Initialization
{
    private protected Initialization(string name) => Name = name;

    /// <summary>Centres far apart by k-means++ (Arthur and Vassilvitskii 2007), rows given to the nearest, one M-step.</summary>
    public static Initialization KMeansPlusPlus { get; } = new KMeansPlusPlusStart();

    /// <summary>K-means (Lloyd's iterations from k-means++ centres), then one M-step.</summary>
    public static Initialization KMeans { get; } = new KMeansStart();

    /// <summary>Rows drawn at random as means, the data's covariance shrunk to K^(−2/D) for all.</summary>
    public static Initialization RandomRows { get; } = new RandomRowsStart();

    /// <summary>The article's <c>random_init_params</c> for any D: means drawn from a Gaussian with the data's mean and variances, equal weights;
    /// covariances the data's variances where the article has the identity, so that units do not matter.</summary>
    public static Initialization RandomMeans { get; } = new RandomMeansStart();

    /// <summary>Model-based hierarchical clustering of a few hundred rows (Banfield and Raftery 1993), then one M-step.</summary>
    public static Initialization Hierarchical { get; } = new HierarchicalStart();

    /// <summary>Shells about the data's centre, one inside the other, then one M-step.</summary>
    public static Initialization Shells { get; } = new ShellStart();

    /// <summary>By turns <see cref="KMeansPlusPlus"/>, <see cref="Hierarchical"/>, <see cref="RandomRows"/>, K-means on whitened data, <see cref="Shells"/> and
    /// <see cref="KMeans"/>: what one is blind to, another may find.</summary>
    public static Initialization Mixed { get; } = new MixedStart();

    /// <summary>All ways.</summary>
    public static IReadOnlyList<Initialization> All { get; } = [Mixed, KMeansPlusPlus, KMeans, RandomRows, RandomMeans, Hierarchical, Shells];

    /// <summary>The name in files and on the command line.</summary>
    public string Name { get; }

    /// <summary>The way with this name, in any case; null if there is none.</summary>
    public static Initialization? Find(string name) =>
        All.FirstOrDefault(way => string.Equals(way.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The rows shared out to the components, or centres, for a restart; the family makes parameters of them.</summary>
    internal abstract FirstPartition Find(StartContext context, ulong stream);
}
