namespace Mixtura.Mixtures;

/// <summary>What a fit is at.</summary>
public enum FitPhase
{
    /// <summary>Starts are taken uphill on all rows.</summary>
    Starts,

    /// <summary>Starts are taken uphill on some of the rows, for there are many. Where these misled, a larger sample follows.</summary>
    Sample,

    /// <summary>No more starts: the best go on, on all rows, to the tolerance.</summary>
    Finish,
}
