using System.Buffers.Binary;
using System.Text;

namespace Mixtura.IO;

/// <summary>Cells of columns that are kept beside the rows, as they are written in the data: in memory up to a budget, beyond it in a temporary file.</summary>
/// <remarks>Any number of threads may read. Cells that a table gives as values (dates, decimals) are kept in the form of ISO 8601, or with all digits.</remarks>
public sealed class KeptCells : IDisposable
{
    private const int RowsBetweenMarks = 256;

    // a length of this says that the cell is null
    private const int Null = -1;

    private readonly string[] names;
    private readonly KeptForm[] forms;
    private readonly List<long> marks = [];
    private readonly long budget;
    private MemoryStream held = new();
    private SpoolFile? file;
    private long spilled;
    private int column;

    internal KeptCells(ColumnRoles roles, RowFileOptions options, Func<int, KeptType?>? known = null)
    {
        Places = roles.Kept;
        names = [.. Places.Select(roles.NameOf)];
        var tokens = new MissingTokens(options.MissingTokens);
        forms = [.. Places.Select(place => new KeptForm(tokens, known?.Invoke(place)))];
        budget = options.MemoryBudget;
    }

    private KeptCells(KeptCells first, long budget)
    {
        (Places, names, this.budget) = (first.Places, first.names, budget);
        forms = [.. first.forms.Select(static form => new KeptForm(form))];
    }

    /// <summary>The names of the columns, in the order asked for.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>What the cells of each column are.</summary>
    public IReadOnlyList<KeptType> Types => [.. forms.Select(static form => form.Type)];

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The columns in the data, counted from 0.</summary>
    internal int[] Places { get; }

    /// <summary>Reads the cells from a row on.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, and it is not the end.</exception>
    public KeptReader Open(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row, Rows);
        var reader = new KeptReader(this, row == Rows ? Length : marks[(int)(row / RowsBetweenMarks)]);
        var passed = new string?[Names.Count];
        for (long i = row - (row % RowsBetweenMarks); i < row; i++)
        {
            reader.Read(passed);
        }

        return reader;
    }

    /// <summary>Frees the temporary file, if there is one.</summary>
    public void Dispose()
    {
        file?.Dispose();
        held.Dispose();
    }

    /// <summary>The cells of several files as those of one, columns matched by name; they are closed.</summary>
    internal static KeptCells? Joined(IReadOnlyList<KeptCells?> parts)
    {
        if (parts[0] is not { } first)
        {
            return null;
        }

        var all = new KeptCells(first, first.budget);
        foreach (var part in parts)
        {
            all.AddAll(part!);
            part!.Dispose();
        }

        return all;
    }

    /// <summary>Adds the next cell of the row.</summary>
    internal void Add(string? cell)
    {
        if (cell is not null)
        {
            forms[column].Look(Encoding.UTF8.GetBytes(cell));
        }

        Append(cell);
    }

    /// <inheritdoc cref="Add(string?)"/>
    internal void Add(ReadOnlySpan<byte> cell)
    {
        forms[column].Look(cell);
        Append(cell.Length, cell);
    }

    /// <summary>Reads bytes; fewer than asked for at the end.</summary>
    internal int Read(long position, Span<byte> destination)
    {
        int count = (int)Math.Min(destination.Length, Length - position);
        int onDisk = (int)Math.Clamp(spilled - position, 0, count);
        if (onDisk > 0)
        {
            file!.Read(destination[..onDisk], position);
        }

        if (count > onDisk)
        {
            held.GetBuffer().AsSpan((int)(position + onDisk - spilled), count - onDisk).CopyTo(destination[onDisk..]);
        }

        return count;
    }

    private void AddAll(KeptCells part)
    {
        int[] order = [.. names.Select(name => Array.IndexOf(part.names, name))];
        var row = new string?[order.Length];
        using var reader = part.Open(0);
        for (long i = 0; i < part.Rows; i++)
        {
            reader.Read(row);
            foreach (int place in order)
            {
                Append(row[place]);
            }
        }

        for (int j = 0; j < forms.Length; j++)
        {
            forms[j].Join(part.forms[order[j]]);
        }
    }

    private long Length => spilled + held.Length;

    private void Append(string? cell) => Append(cell is null ? Null : Encoding.UTF8.GetByteCount(cell), cell is null ? [] : Encoding.UTF8.GetBytes(cell));

    private void Append(int length, ReadOnlySpan<byte> cell)
    {
        if (column == 0 && Rows % RowsBetweenMarks == 0)
        {
            marks.Add(Length);
        }

        Span<byte> prefix = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, length);
        held.Write(prefix);
        held.Write(cell);
        column = (column + 1) % forms.Length;
        Rows += column == 0 ? 1 : 0;
        if (held.Length > (file is null ? budget : Math.Min(budget, 1 << 20)))
        {
            Spill();
        }
    }

    private void Spill()
    {
        file ??= new SpoolFile();
        file.Append(held.GetBuffer().AsSpan(0, (int)held.Length));
        spilled += held.Length;
        held.Dispose();
        held = new MemoryStream();
    }
}
