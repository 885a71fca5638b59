using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Search;
using Mixtura.Numerics;

namespace Mixtura.Mixtures;

/// <summary>How a mixture of any kind is fitted. Every default is the project's best.</summary>
public record MixtureOptions
{
    /// <summary>How each restart finds its first parameters; unused with <see cref="Start"/>.</summary>
    /// <value><see cref="Initialization.Mixed"/> by default.</value>
    public Initialization Initialization { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = Initialization.Mixed;

    /// <summary>The number of independent starts; the best sound one wins. While none is sound, more are made, up to three times this number.</summary>
    /// <value>null by default: starts are made until three agree on the best bound, at most 20 or 1500 passes over the data, where components (up to 5) or rows (below 2000) are few;
    /// else one, which split-and-merge moves improve; 1 with <see cref="Start"/>.</value>
    public int? Restarts
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of restarts is at least 1.");
    }

    /// <summary>Whether each start is improved by split-and-merge moves: two components made one and a third made two, kept only where the bound is higher
    /// after all. With three components or more.</summary>
    /// <value>true by default.</value>
    public bool SplitMerge { get; init; } = true;

    /// <summary>Whether mixtures of many rows (half a million, 400 for each parameter) are searched for on a sample: starts and moves work on 131,072 rows or 100 a parameter, drawn in proportion to the weights; the different optima that
    /// may be the best go on to all rows. Where a move on all rows finds more, the sample misled, and a larger one is searched. Not with <see cref="EmOptions.KeepPath"/>, a tolerance of 0 or without acceleration.</summary>
    /// <value>true by default.</value>
    public bool SearchesSample { get; init; } = true;

    /// <summary>The rows of the first sample, unless parameters ask for more.</summary>
    internal long SampleRows { get; init; } = SearchSample.LeastRows;

    /// <summary>Parameters to start from instead, of the same kind; EM then goes on through degenerate states as long as the numbers allow, and reports them.</summary>
    /// <value>null by default.</value>
    public Mixture? Start { get; init; }

    /// <summary>What stays as it is in <see cref="Start"/>, of Gaussian and Student-t components; plain EM then, without leaps.</summary>
    /// <value>null by default: all is estimated.</value>
    public FixedParts? Fixed { get; init; }

    /// <summary>The order of the components in the result.</summary>
    /// <value><see cref="ComponentOrder.ByWeight"/> by default.</value>
    public ComponentOrder Order { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ComponentOrder.ByWeight;

    /// <summary>What becomes of cells that are missing, NaN in a row.</summary>
    /// <value><see cref="MissingCells.Refuse"/> by default.</value>
    public MissingCells Missing { get; init; }

    /// <summary>The seed of every random choice.</summary>
    /// <value>0 by default.</value>
    public Seed Seed { get; init; }

    /// <summary>Whether there is the feature that components are to be ordered by.</summary>
    /// <exception cref="InputException">There is not.</exception>
    internal void CheckOrder(int features)
    {
        if (Fixed is not null && Start is null)
        {
            throw new InputException("Parts are to stay fixed, but there is no start that has them. Give one.");
        }

        if (Order.Feature >= features)
        {
            throw new InputException($"Components are to be ordered by feature {Order.Feature}, but there {(features == 1 ? "is" : "are")} {Counted.Of(features, "feature")}, counted from 0. Name one of them.");
        }
    }

    /// <summary>When EM stops, and the number of threads.</summary>
    /// <value>At most 2000 iterations and a tolerance of 1e-10 nats per row by default.</value>
    public EmOptions Em { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();
}
