namespace Mixtura.Data;

/// <summary>Rows that can be read again and again, from any row on: in memory, in a file, in a database.</summary>
/// <remarks>
/// EM reads its data once an iteration. Several threads read disjoint ranges at the same time, each through a reader of its own,
/// so <see cref="Open"/> must be thread-safe; a reader need not be.
/// </remarks>
public interface IRowSource
{
    /// <summary>The number of features D of every row.</summary>
    int Columns { get; }

    /// <summary>The number of rows N.</summary>
    long Rows { get; }

    /// <summary>The names of the features, in column order; empty when they have none.</summary>
    IReadOnlyList<string> FeatureNames => [];

    /// <summary>The processes that share the rows, each sweeping over a part of them; null where this one reads all. A source made of another has those of the other.</summary>
    IProcessGroup? Processes => null;

    /// <summary>Keeps what sweeps over the rows came to, so that a run can be repeated up to there; null where nothing is kept. A source made of another has that of the other.</summary>
    ISweepLog? SweepLog => null;

    /// <summary>Whether the rows were looked at when they were opened and cannot change. Where not, each block is looked at as it comes: rows in their places, as many as promised, the same numbers every time.</summary>
    /// <value>false by default, as is right for a source of one's own.</value>
    bool IsChecked => false;

    /// <summary>Whether sweeps over the rows must come one after the other, in the same order in every process and every run.</summary>
    internal bool IsSweptInOrder => Processes is not null || SweepLog is not null;

    /// <summary>Opens a reader that stands at row 0.</summary>
    IRowReader Open();
}
