namespace Mixtura.IO;

/// <summary>A table whose cells are asked for one by one, row after row.</summary>
internal interface ICells
{
    /// <summary>The names of the columns.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether a column holds text.</summary>
    bool IsText(int column);

    /// <summary>Only these columns will be asked for; before the first row.</summary>
    void Choose(IReadOnlyCollection<int> chosen)
    {
    }

    /// <summary>How much of the table the current row is, from 0 to 1; NaN where nobody knows.</summary>
    double Share => double.NaN;

    /// <summary>Goes to the next row; false where there is none.</summary>
    bool Next();

    /// <summary>Whether a cell of the current row is missing.</summary>
    bool IsMissing(int column);

    /// <summary>The number in a cell of the current row; false where there is none.</summary>
    bool TryNumber(int column, out double number);

    /// <summary>A cell of the current row as text.</summary>
    string Text(int column);

    /// <summary>A cell of the current row as it is kept, all digits of it; null for none.</summary>
    string? Kept(int column) => IsMissing(column) ? null : Text(column);

    /// <summary>Whether the cells of a column have a text that says all of them.</summary>
    bool CanKeep(int column) => true;

    /// <summary>What the cells of a column are, where the table tells; null where that is to be found.</summary>
    KeptType? KeptTypeOf(int column) => IsText(column) ? KeptType.Text : null;
}

/// <summary>The cells of a stream of rows.</summary>
internal sealed class StreamCells(IRowStream stream) : ICells
{
    private readonly double[] row = new double[stream.Columns.Count];

    public IReadOnlyList<string> Names => stream.Columns;

    public bool IsText(int column) => stream.IsText(column);

    public bool Next() => stream.Read(row);

    public bool IsMissing(int column) => stream.IsText(column) ? NumberText.IsMissing(stream.Text(column)) : double.IsNaN(row[column]);

    public bool TryNumber(int column, out double number)
    {
        if (stream.IsText(column))
        {
            return NumberText.TryParse(stream.Text(column), out number);
        }

        number = row[column];
        return true;
    }

    public string Text(int column) => stream.IsText(column) ? stream.Text(column) : row[column].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
