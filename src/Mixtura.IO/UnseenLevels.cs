namespace Mixtura.IO;

/// <summary>What becomes of cells of categorical columns that hold none of the model's levels.</summary>
public enum UnseenLevels
{
    /// <summary>The first is an error that names its place.</summary>
    Error,

    /// <summary>They are taken for missing.</summary>
    Missing,
}
