namespace Mixtura.Data;

/// <summary>A dense matrix of N rows (observations) and D columns (features), stored row after row.</summary>
/// <remarks>A view: it holds the memory it was given and copies nothing. Immutable and thread-safe as long as that memory is not written.</remarks>
public readonly struct RowMatrix
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
    public double this[int row, int column] => Row(row)[column];

    /// <summary>The row with this index, counted from 0.</summary>
    public ReadOnlySpan<double> Row(int row) => Values.Span.Slice(row * Columns, Columns);

    /// <summary>Copies a rectangular array into a new matrix.</summary>
    public static RowMatrix Copy(double[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var values = new double[rows.Length];
        int columns = rows.GetLength(1);
        for (int i = 0; i < rows.GetLength(0); i++)
        {
            for (int j = 0; j < columns; j++)
            {
                values[(i * columns) + j] = rows[i, j];
            }
        }

        return new RowMatrix(values, columns);
    }

    /// <summary>Copies rows of equal length into a new matrix.</summary>
    /// <exception cref="ArgumentException">There is no row, or a row is shorter or longer than the first.</exception>
    public static RowMatrix Copy(IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException("There is no row. Give at least one.", nameof(rows));
        }

        ArgumentNullException.ThrowIfNull(rows[0], nameof(rows));
        int columns = rows[0].Length;
        var values = new double[checked(rows.Count * columns)];
        for (int i = 0; i < rows.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(rows[i], nameof(rows));
            if (rows[i].Length != columns)
            {
                throw new ArgumentException($"Row {i} has {rows[i].Length} values, the rows before it have {columns}. Give rows of equal length.", nameof(rows));
            }

            rows[i].CopyTo(values, i * columns);
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
}
