using System.Runtime.InteropServices;

namespace Mixtura.Mixtures;

/// <summary>The cells that are missing, counted: how many there are, in which columns and rows, and which pairs of columns are never observed together.</summary>
/// <param name="columns">The number of columns D.</param>
/// <param name="pairs">Whether pairs are of interest: D² of them.</param>
internal sealed class GapCount(int columns, bool pairs)
{
    private readonly bool[] together = new bool[pairs ? columns * columns : 0];
    private bool sawWholeRow;

    /// <summary>The number of missing cells.</summary>
    public long Cells { get; private set; }

    /// <summary>The rows that lack a value.</summary>
    public long Rows { get; private set; }

    /// <summary>The rows in which nothing is observed.</summary>
    public long EmptyRows { get; private set; }

    /// <summary>The missing cells of every column.</summary>
    public long[] OfColumn { get; } = new long[columns];

    /// <summary>The counts; null if nothing is missing.</summary>
    public MissingCellCount? Summary => Cells == 0 ? null : new MissingCellCount(Cells, Rows, EmptyRows, Array.AsReadOnly(OfColumn));

    /// <summary>Counts a row.</summary>
    public void Add(ReadOnlySpan<double> row, bool isWhole)
    {
        if (isWhole)
        {
            sawWholeRow = true;
            return;
        }

        Rows++;
        int missing = 0;
        for (int j = 0; j < row.Length; j++)
        {
            if (double.IsNaN(row[j]))
            {
                missing++;
                OfColumn[j]++;
            }
        }

        Cells += missing;
        EmptyRows += missing == row.Length ? 1 : 0;
        if (!sawWholeRow && pairs)
        {
            Pair(row);
        }
    }

    /// <summary>Adds the counts of other rows.</summary>
    public void Add(GapCount other)
    {
        Cells += other.Cells;
        Rows += other.Rows;
        EmptyRows += other.EmptyRows;
        sawWholeRow |= other.sawWholeRow;
        for (int j = 0; j < columns; j++)
        {
            OfColumn[j] += other.OfColumn[j];
        }

        for (int i = 0; i < together.Length; i++)
        {
            together[i] |= other.together[i];
        }
    }

    /// <summary>Writes the counts as a message.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(Cells);
        writer.Write(Rows);
        writer.Write(EmptyRows);
        writer.Write(sawWholeRow);
        writer.Write(MemoryMarshal.AsBytes(OfColumn.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(together.AsSpan()));
    }

    /// <summary>Reads counts that were sent.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        Cells = reader.ReadInt64();
        Rows = reader.ReadInt64();
        EmptyRows = reader.ReadInt64();
        sawWholeRow = reader.ReadBoolean();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(OfColumn.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(together.AsSpan()));
    }

    /// <summary>The first two columns that no row has both of; null if every pair has been seen.</summary>
    public (int First, int Second)? NeverTogether()
    {
        if (sawWholeRow || Rows == 0)
        {
            return null;
        }

        int place = Enumerable.Range(0, together.Length).FirstOrDefault(i => !together[i] && i / columns > i % columns, -1);
        return place < 0 ? null : (place % columns, place / columns);
    }

    private void Pair(ReadOnlySpan<double> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            for (int j = 0; j < i && !double.IsNaN(row[i]); j++)
            {
                together[(i * columns) + j] |= !double.IsNaN(row[j]);
            }
        }
    }
}
