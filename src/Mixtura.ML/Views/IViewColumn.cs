namespace Mixtura.ML.Views;

/// <summary>A column of a table whose rows come one after another.</summary>
internal interface IViewColumn
{
    /// <summary>How many numbers it has a row; 1 for text.</summary>
    int Width { get; }

    /// <summary>Whether it holds text rather than numbers.</summary>
    bool IsText => false;

    /// <summary>Writes the numbers of the current row, NaN for a missing one.</summary>
    void Read(Span<double> cells);

    /// <summary>The text of the current row; empty where it is missing.</summary>
    string Text() => string.Empty;
}
