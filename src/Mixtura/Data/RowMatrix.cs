using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Mixtura.Data;

/// <summary>A dense matrix of N rows (observations) and D columns (features), stored row after row. Equal where all numbers are, and the columns are as many.</summary>
/// <remarks>A view: it holds the memory it was given and copies nothing. Immutable and thread-safe as long as that memory is not written.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct RowMatrix : IEquatable<RowMatrix>
{
    /// <summary>Views <paramref name="values"/> (length N·D, row-major) as rows of <paramref name="columns"/> numbers; nothing is copied.</summary>
    /// <exception cref="ArgumentException">The length is not a multiple of <paramref name="columns"/>.</exception>
    public RowMatrix(ReadOnlyMemory<double> values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length % columns != 0)
        {
            throw new ArgumentException($"{values.Length} values do not fill rows of {columns} columns.", nameof(values));
        }

        Values = values;
        Columns = columns;
    }

    /// <summary>All values, row after row; length <see cref="Rows"/> · <see cref="Columns"/>.</summary>
    public ReadOnlyMemory<double> Values { get; }

    /// <summary>The number of columns D.</summary>
    public int Columns { get; }

    /// <summary>The number of rows N.</summary>
    public int Rows => Columns == 0 ? 0 : Values.Length / Columns;

    /// <summary>The value in row <paramref name="row"/> and column <paramref name="column"/>, both counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public double this[int row, int column] => (uint)column < (uint)Columns
        ? Row(row)[column]
        : throw new ArgumentOutOfRangeException(nameof(column), column, $"There {(Columns == 1 ? "is" : "are")} {Counted.Of(Columns, "column")}, counted from 0.");

    /// <summary>The row with this index, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<double> Row(int row) => (uint)row < (uint)Rows
        ? Values.Span.Slice(row * Columns, Columns)
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"There {(Rows == 1 ? "is" : "are")} {Counted.Of(Rows, "row")}, counted from 0.");

    /// <summary>A copy of a rectangular array, so that one can be given where a matrix is asked for.</summary>
    public static implicit operator RowMatrix(double[,] rows) => Copy(rows);

    /// <summary>A copy of rows of equal length, so that they can be given where a matrix is asked for.</summary>
    public static implicit operator RowMatrix(double[][] rows) => Copy(rows);

    /// <summary>A copy of a rectangular array, its numbers widened.</summary>
    public static implicit operator RowMatrix(float[,] rows) => Copy(rows);

    /// <summary>A copy of rows of equal length, their numbers widened.</summary>
    public static implicit operator RowMatrix(float[][] rows) => Copy(rows);

    /// <summary>Copies a rectangular array into a new matrix.</summary>
    /// <exception cref="ArgumentException">There is no column.</exception>
    [OverloadResolutionPriority(1)]
    public static RowMatrix Copy(double[,] rows) => CopyOf(rows, static value => value);

    /// <summary>Copies a rectangular array into a new matrix, its numbers widened.</summary>
    /// <exception cref="ArgumentException">There is no column.</exception>
    public static RowMatrix Copy(float[,] rows) => CopyOf(rows, static value => value);

    /// <summary>Copies rows of equal length into a new matrix; they are enumerated once.</summary>
    /// <exception cref="ArgumentException">There is no row, or a row is shorter or longer than the first.</exception>
    [OverloadResolutionPriority(1)]
    public static RowMatrix Copy(IEnumerable<double[]> rows) => CopyOf(rows, static (from, to) => from.CopyTo(to));

    /// <summary>Copies rows of equal length into a new matrix, their numbers widened; they are enumerated once.</summary>
    /// <exception cref="ArgumentException">There is no row, or a row is shorter or longer than the first.</exception>
    public static RowMatrix Copy(IEnumerable<float[]> rows) => CopyOf(rows, static (from, to) => TensorPrimitives.ConvertTruncating<float, double>(from, to));

    private static RowMatrix CopyOf<T>(T[,] rows, Func<T, double> widen)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.GetLength(1);
        if (columns == 0)
        {
            throw new ArgumentException("There is no column. Give rows of at least one number.", nameof(rows));
        }

        var values = new double[rows.Length];
        for (int i = 0; i < rows.GetLength(0); i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[(i * columns) + j] = widen(rows[i, j]);
            }
        }

        return new RowMatrix(values, columns);
    }

    private static RowMatrix CopyOf<T>(IEnumerable<T[]> rows, Action<T[], Span<double>> copy)
    {
        ArgumentNullException.ThrowIfNull(rows);
        T[][] all = [.. rows];
        if (all.Length == 0)
        {
            throw new ArgumentException("There is no row. Give at least one.", nameof(rows));
        }

        int columns = all[0]?.Length ?? 0;
        var values = new double[checked(all.Length * columns)];
        for (int i = 0; i < all.Length; i++)
        {
            var row = all[i] ?? throw new ArgumentNullException(nameof(rows), $"Row {i} is null. Give rows of numbers.");
            if (row.Length == 0 || row.Length != columns)
            {
                throw new ArgumentException(
                    row.Length == 0 ? $"Row {i} has no value. Give rows of at least one number."
                    : $"Row {i} has {Counted.Of(row.Length, "value")}, the rows before it have {columns}. Give rows of equal length.", nameof(rows));
            }

            copy(row, values.AsSpan(i * columns, columns));
        }

        return new RowMatrix(values, columns);
    }

    /// <summary>Copies this matrix into a rectangular array.</summary>
    public double[,] ToArray()
    {
        var array = new double[Rows, Columns];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                array[i, j] = this[i, j];
            }
        }

        return array;
    }

    /// <inheritdoc/>
    public bool Equals(RowMatrix other) => Columns == other.Columns && Values.Span.SequenceEqual(other.Values.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowMatrix other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rows, Columns);

    /// <summary>Whether all numbers are equal, and the columns are as many.</summary>
    public static bool operator ==(RowMatrix left, RowMatrix right) => left.Equals(right);

    /// <summary>Whether a number differs, or the number of columns.</summary>
    public static bool operator !=(RowMatrix left, RowMatrix right) => !left.Equals(right);

    /// <summary>How many rows and columns, such as <c>272×2</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Rows}×{Columns}");
}
