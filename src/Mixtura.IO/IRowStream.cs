using System.Diagnostics.CodeAnalysis;

namespace Mixtura.IO;

/// <summary>Rows of numbers from anywhere, read once, one after another; <see cref="RowFile.From(IRowStream, string, RowFileOptions?, CancellationToken)"/> makes a source of them that can be read again.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stream of rows, beside IRowSource, which can be read again.")]
public interface IRowStream
{
    /// <summary>The names of the columns.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Writes the next row.</summary>
    /// <param name="row">As many numbers as there are columns; NaN is a missing value.</param>
    /// <returns>False where there is none left.</returns>
    bool Read(Span<double> row);

    /// <summary>Whether a column holds text, which levels of categories and labels are made of; the numbers of such a column say nothing.</summary>
    /// <param name="column">The column, counted from 0.</param>
    bool IsText(int column) => false;

    /// <summary>The text of the current row in a column that holds text; empty where it is missing.</summary>
    /// <param name="column">The column, counted from 0.</param>
    string Text(int column) => string.Empty;
}
