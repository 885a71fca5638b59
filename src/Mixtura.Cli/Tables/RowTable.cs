using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Cli.Tables;

/// <summary>The table of a command that writes rows: the columns that are kept of the data, then its results.</summary>
internal sealed class RowTable
{
    private readonly ITableWriter writer;
    private readonly KeptCells? kept;
    private readonly int[] places;
    private readonly TableColumn[] columns;

    /// <param name="writer">What writes it.</param>
    /// <param name="results">The columns of results.</param>
    /// <param name="kept">What was kept of the data; null for nothing.</param>
    /// <param name="source">What messages call the data.</param>
    /// <param name="skipsResults">Whether a kept column that is among the results is left out rather than refused.</param>
    /// <exception cref="InputException">Two columns have the same name.</exception>
    public RowTable(ITableWriter writer, IReadOnlyList<TableColumn> results, KeptCells? kept = null, string source = "", bool skipsResults = false)
    {
        (this.writer, this.kept) = (writer, kept);
        var names = new HashSet<string>(results.Select(static column => column.Name), StringComparer.Ordinal);
        places = [.. Enumerable.Range(0, kept?.Names.Count ?? 0).Where(place => !skipsResults || !names.Contains(kept!.Names[place]))];
        columns = [.. places.Select(place => new TableColumn(kept!.Names[place], TypeOf(kept.Types[place]), IsAsRead: true)), .. results];
        Check(names, source);
        writer.Begin(columns);
    }

    /// <summary>Where the results begin.</summary>
    public int First => places.Length;

    /// <summary>Room for rows.</summary>
    public TableRows Rows(int most) => new(columns, most);

    /// <summary>Makes rows ready, in which the results are set; may be called by several threads.</summary>
    public void Prepare(TableRows rows)
    {
        if (places.Length > 0)
        {
            var cells = new string?[kept!.Names.Count];
            using var reader = kept.Open(rows.FirstRow);
            for (int row = 0; row < rows.Count; row++)
            {
                reader.Read(cells);
                for (int column = 0; column < places.Length; column++)
                {
                    rows.Texts(column)[row] = cells[places[column]];
                }
            }
        }

        writer.Prepare(rows);
    }

    /// <summary>Writes rows that are ready.</summary>
    public void Write(TableRows rows) => writer.Write(rows);

    /// <summary>Ends it: all is in its place.</summary>
    public void Complete() => writer.Complete();

    private static CellType TypeOf(KeptType type) => type switch
    {
        KeptType.Whole => CellType.Whole,
        KeptType.Number => CellType.Number,
        _ => CellType.Text,
    };

    private void Check(HashSet<string> results, string source)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int column = 0; column < columns.Length; column++)
        {
            string name = columns[column].Name;
            if (column < First && results.Contains(name))
            {
                throw new InputException($"{source}: the column '{name}' is to be kept, but the result has one of that name. Leave it out of --keep, or rename it in the data.");
            }

            if (!seen.Add(name) && (column < First || writer.NeedsDistinctNames))
            {
                throw new InputException($"{source}: two columns are named '{name}'. Rename one, or leave one out of --keep.");
            }
        }
    }
}
