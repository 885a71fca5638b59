namespace Mixtura.Selection;

/// <summary>How bootstrap replicates weigh the rows.</summary>
public enum BootstrapKind
{
    /// <summary>Each row as often as a draw with replacement takes it.</summary>
    Ordinary,

    /// <summary>Each row by a standard exponential number (Newton and Raftery 1994): no row is quite left out, so small components last.</summary>
    WeightedLikelihood,
}
