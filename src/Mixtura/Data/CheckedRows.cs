namespace Mixtura.Data;

/// <summary>Rows of a source that vouches for nothing (<see cref="IRowSource.IsChecked"/>): each block is looked at as it comes, so that a source that breaks its word is named and spoils no figure.</summary>
internal sealed class CheckedRows : IRowSource
{
    private readonly IRowSource source;

    // what the first reading found: from then on every number is finite
    private volatile bool isFinite;

    private CheckedRows(IRowSource source)
    {
        this.source = source;
        Columns = source.Columns;
        Rows = source.Rows;
        FeatureNames = source.FeatureNames ?? throw new InputException($"{NameOf(source)}: FeatureNames is null. Return an empty list where features have no names.");
        if (Columns < 1 || Rows < 0 || (FeatureNames.Count > 0 && FeatureNames.Count != Columns))
        {
            throw new InputException(
                $"{NameOf(source)} has {Counted.Of(Rows, "row")} of {Counted.Of(Columns, "column")} and {Counted.Of(FeatureNames.Count, "feature name")}. There is at least one column, and a name for each or none.");
        }
    }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <inheritdoc/>
    public IProcessGroup? Processes => source.Processes;

    /// <inheritdoc/>
    public ISweepLog? SweepLog => source.SweepLog;

    /// <inheritdoc/>
    public bool IsChecked => true;

    /// <summary>The source itself, where it vouches for its rows; else these.</summary>
    public static IRowSource Of(IRowSource source) => source.IsChecked ? source : new CheckedRows(source);

    /// <summary>Every number was finite when it was read first: one that is not when it is read again is an error.</summary>
    public static void ExpectFinite(IRowSource rows)
    {
        if (rows is CheckedRows own)
        {
            own.isFinite = true;
        }
    }

    /// <inheritdoc/>
    public IRowReader Open() =>
        new Reader(this, source.Open() ?? throw new InputException($"{NameOf(source)}: Open returned null. Return a reader."));

    private static string NameOf(IRowSource source) => $"The source {source.GetType().Name}";

    private sealed class Reader(CheckedRows rows, IRowReader reader) : IRowReader
    {
        private long next;
        private bool hasMoved;

        public void MoveTo(long row)
        {
            reader.MoveTo(row);
            (next, hasMoved) = (row, true);
        }

        public bool Read(int maximumRows, out RowBlock block)
        {
            if (!reader.Read(maximumRows, out block))
            {
                return next >= rows.Rows ? false : throw Ended();
            }

            // fewer would move the blocks, and figures with them
            long asked = Math.Min(maximumRows, rows.Rows - next);
            if (block.Columns != rows.Columns || block.Count != asked)
            {
                throw WrongSize(block.Count, block.Columns, asked);
            }

            if (block.FirstRow != next)
            {
                throw new InputException(
                    $"{NameOf(rows.source)}: a reader gave row {block.FirstRow} where row {next} was to be read. {(hasMoved ? "MoveTo went elsewhere, or" : "A reader begins at row 0;")} the block's FirstRow is not the number of its first row in the source.");
            }

            if (rows.isFinite)
            {
                RequireFinite(block);
            }

            next += block.Count;
            hasMoved = false;
            return true;
        }

        public void Dispose() => reader.Dispose();

        private InputException WrongSize(int count, int columns, long asked)
        {
            bool isEnd = columns == rows.Columns && count > 0 && count < asked && !reader.Read(1, out _);
            return isEnd
                ? RowTraversal.EndedEarly(next + count, rows.Rows)
                : new InputException(
                    $"{NameOf(rows.source)}: a reader gave {Counted.Of(count, "row")} of {Counted.Of(columns, "column")} from row {next} on, where {asked} of {rows.Columns} were asked for. Give as many as asked for, or all that are left.");
        }

        private InputException Ended() => hasMoved && next == 0
            ? new InputException($"{NameOf(rows.source)}: after MoveTo(0) there was no row to read, where {rows.Rows} were promised. A reader goes to any row, back to the first too, as often as it is asked.")
            : RowTraversal.EndedEarly(next, rows.Rows);

        private void RequireFinite(RowBlock block)
        {
            for (int i = 0; i < block.Values.Length; i++)
            {
                if (!double.IsFinite(block.Values[i]))
                {
                    throw new InputException(FormattableString.Invariant(
                        $"{NameOf(rows.source)}: row {block.FirstRow + (i / block.Columns)}, {Data.FeatureNames.Of(rows.FeatureNames, i % block.Columns)}: the value is {block.Values[i]}, where the first reading found a number. A source gives the same rows every time."));
                }
            }
        }
    }
}
