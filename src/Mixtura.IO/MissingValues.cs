namespace Mixtura.IO;

/// <summary>What becomes of cells of features that say that a value is missing.</summary>
public enum MissingValues
{
    /// <summary>The first is an error that names its place.</summary>
    Error,

    /// <summary>They are read as NaN, for whoever integrates them out.</summary>
    Keep,

    /// <summary>Rows that have one are left out; see <see cref="RowFile.DroppedRows"/>.</summary>
    DropRows,
}
