namespace Mixtura.Cli.Tables;

/// <summary>What the cells of a column are.</summary>
internal enum CellType
{
    /// <summary>Numbers; NaN is a gap.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Text; null is a gap.</summary>
    Text,
}

/// <summary>A column of a table that is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its cells are.</param>
/// <param name="IsAsRead">Whether cells are held as the text that was read, whatever they are.</param>
internal sealed record TableColumn(string Name, CellType Type, bool IsAsRead = false)
{
    /// <summary>Whether cells are held as text.</summary>
    public bool IsHeldAsText => IsAsRead || Type == CellType.Text;
}
