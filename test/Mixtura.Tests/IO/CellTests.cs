using System.Data;
using Mixtura.Data;
using Mixtura.IO;

namespace Mixtura.Tests.IO;

/// <summary>Rows from a query's result, and from a stream of one's own.</summary>
public class CellTests
{
    [Fact]
    public void Query_IsReadByType_NullIsMissing()
    {
        using var table = new DataTable();
        foreach (var (name, type) in new[] { ("d", typeof(double)), ("m", typeof(decimal)), ("i", typeof(long)), ("b", typeof(bool)), ("s", typeof(string)), ("w", typeof(short)) })
        {
            table.Columns.Add(name, type);
        }

        table.Rows.Add(1.5, 2.25m, 7L, true, "x", (short)2);
        table.Rows.Add(DBNull.Value, 3m, -1L, false, "y", (short)0);
        using var rows = RowFile.From(table.CreateDataReader(), "the query", new RowFileOptions { CategoricalText = true, Weights = "w", Missing = MissingValues.Keep });
        Assert.Equal(["d", "m", "i", "b", "s"], rows.FeatureNames);
        Assert.Equal([1.5, 2.25, 7, 1, 0, double.NaN, 3, -1, 0, 1], Drain.Values(rows));
        Assert.Equal([2, 0], Drain.Weights(rows));
        Assert.Equal(["x", "y"], rows.Levels[4]);
        Assert.Equal(1, rows.MissingCells);
    }

    [Fact]
    public void Query_NamesWhatItCannotUse()
    {
        using var table = new DataTable();
        table.Columns.Add("a", typeof(double));
        table.Columns.Add("when", typeof(DateTime));
        table.Rows.Add(1, new DateTime(2026, 1, 31, 0, 0, 0, DateTimeKind.Utc));
        table.Rows.Add(DBNull.Value, DBNull.Value);
        void Fails(RowFileOptions options, params string[] parts)
        {
            var fault = Assert.Throws<InputException>(() => RowFile.From(table.CreateDataReader(), "q", options));
            Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        }

        Fails(new RowFileOptions(), "q, row 1, column 2 'when'", "is not a number");
        Fails(new RowFileOptions { Columns = ["a"] }, "q, row 2, column 1 'a': the value is missing");
        Fails(new RowFileOptions { Columns = ["a"], Weights = "when" }, "the weight");
        table.Rows.Clear();
        Fails(new RowFileOptions(), "q: has no rows");
    }

    [Fact]
    public void RowsWithGaps_AreLeftOut_LabelsToo()
    {
        using var table = new DataTable();
        table.Columns.Add("a", typeof(double));
        table.Columns.Add("c", typeof(string));
        table.Rows.Add(1, "x");
        table.Rows.Add(DBNull.Value, "x");
        table.Rows.Add(-999, "y");
        table.Rows.Add(2, DBNull.Value);
        using var rows = RowFile.From(table.CreateDataReader(), "q", new RowFileOptions { Label = "c", Missing = MissingValues.DropRows, MissingTokens = ["-999"] });
        Assert.Equal([1, 2], Drain.Values(rows));
        Assert.Equal(2, rows.DroppedRows);
        Assert.Equal(["x", string.Empty], rows.Labels!.Names);
    }

    [Fact]
    public void LevelsOfAModel_AreLookedUp_OthersAreErrorsOrMissing()
    {
        using var table = new DataTable();
        table.Columns.Add("c", typeof(string));
        table.Rows.Add("b");
        table.Rows.Add("new");
        var options = new RowFileOptions { ModelFeatures = ["c"], ModelLevels = [["a", "b"]], Missing = MissingValues.Keep };
        Assert.Contains("q, row 2, column 1 'c': 'new' is none of the model's levels (a, b)", Assert.Throws<InputException>(() => RowFile.From(table.CreateDataReader(), "q", options)).Message, StringComparison.Ordinal);
        using var rows = RowFile.From(table.CreateDataReader(), "q", options with { UnseenLevels = UnseenLevels.Missing });
        Assert.Equal([1, double.NaN], Drain.Values(rows));
    }

    [Fact]
    public void OwnStream_CanBeReadAgain_FromMemoryOrADisk()
    {
        foreach (long budget in new[] { RowFileOptions.DefaultMemoryBudget, 0 })
        {
            using var rows = RowFile.From(new Squares(100_000), "squares", new RowFileOptions { MemoryBudget = budget, Columns = ["square"] });
            Assert.Equal(budget > 0, rows.IsInMemory);
            Assert.Equal(Enumerable.Range(0, 100_000).Select(static i => (double)i * i), Drain.Values(rows));
            Assert.Equal(Drain.Values(rows), Drain.Values(rows, 77));
        }

        var fault = Assert.Throws<InputException>(static () => RowFile.From(new Squares(4, double.PositiveInfinity), "squares"));
        Assert.Contains("squares, row 5, column 1 'number': 'Infinity' is infinite", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stream_OfText_HasCategoriesAndLabels()
    {
        using var rows = RowFile.From(new Words(["red", "blue", "", "red"]), "words", new RowFileOptions { Categorical = ["colour"], Label = "again", Missing = MissingValues.Keep });
        Assert.Equal(["blue", "red"], rows.Levels[0]);
        Assert.Equal([1, 0, double.NaN, 1], Drain.Values(rows));
        Assert.Equal(["red", "blue", "", "red"], Enumerable.Range(0, 4).Select(i => rows.Labels!.Names[rows.Labels[i]]));
        var fault = Assert.Throws<InputException>(() => RowFile.From(new Words(["1.5", "x"]), "words", new RowFileOptions { Columns = ["colour"] }));
        Assert.Contains("words, row 2, column 1 'colour': 'x' is not a number", fault.Message, StringComparison.Ordinal);
    }

    private sealed class Words(string[] words) : IRowStream
    {
        private int next = -1;

        public IReadOnlyList<string> Columns => ["colour", "again"];

        public bool IsText(int column) => true;

        public string Text(int column) => words[next];

        public bool Read(Span<double> row) => ++next < words.Length;
    }

    private sealed class Squares(int count, double? last = null) : IRowStream
    {
        private int next;

        public IReadOnlyList<string> Columns => ["number", "square"];

        public bool Read(Span<double> row)
        {
            if (next < count)
            {
                (row[0], row[1]) = (next, (double)next * next);
                next++;
                return true;
            }

            bool hasLast = last is not null && next == count;
            (row[0], next) = (last ?? 0, next + 1);
            return hasLast;
        }
    }
}
