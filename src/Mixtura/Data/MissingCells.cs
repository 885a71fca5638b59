namespace Mixtura.Data;

/// <summary>What becomes of cells that are missing: NaN in a row.</summary>
public enum MissingCells
{
    /// <summary>They are an error that names the first.</summary>
    Refuse,

    /// <summary>They are integrated out: a row counts with the density of what is observed of it (missing at random; Little and Rubin 2002).</summary>
    IntegrateOut,
}
