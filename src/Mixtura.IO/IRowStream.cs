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
}
