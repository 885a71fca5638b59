using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>The categorical columns among the features, with their levels.</summary>
internal sealed class FeatureLevels
{
    private readonly LevelBook?[] books;

    /// <param name="roles">What the columns are for.</param>
    /// <param name="options">What was asked for.</param>
    public FeatureLevels(ColumnRoles roles, RowFileOptions options)
    {
        books = new LevelBook?[roles.Features.Length];
        for (int i = 0; i < books.Length; i++)
        {
            var known = i < options.ModelLevels.Count ? options.ModelLevels[i] : [];
            books[i] = known.Count > 0 ? new LevelBook(known) : roles.IsCategorical(i) ? new LevelBook(null) : null;
        }
    }

    /// <summary>The levels of a feature; null where it holds numbers.</summary>
    public LevelBook? this[int feature] => books[feature];

    /// <summary>Whether there is one.</summary>
    public bool Any => Array.Exists(books, static book => book is not null);

    /// <summary>The names, for every feature; empty where it holds numbers.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Names => Array.AsReadOnly<IReadOnlyList<string>>([.. books.Select(static book => Array.AsReadOnly(book?.Names ?? []))]);

    /// <summary>Rows with codes, as rows with places.</summary>
    public IRowStore Place(IRowStore rows)
    {
        double[]?[] places = [.. books.Select(static book => book?.Places())];
        return Array.TrueForAll(places, static one => one is null)
            ? rows
            : new LevelStore(rows, Array.ConvertAll(places, static one => one is null ? null : (Func<double, double>)(code => one[(int)code])));
    }

    /// <summary>Rows of numbers, as rows with places: every number is a level.</summary>
    /// <param name="source">What messages call them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="roles">What their columns are for.</param>
    /// <param name="unseen">What becomes of numbers that are none of the model's levels.</param>
    /// <exception cref="InputException">A number is none of them, or they are too many.</exception>
    public IRowStore PlaceNumbers(string source, IRowStore rows, ColumnRoles roles, UnseenLevels unseen)
    {
        var codes = new Dictionary<double, int>[books.Length];
        Array.ForEach(Enumerable.Range(0, books.Length).ToArray(), i => codes[i] = []);
        using (var reader = new StoredRowReader(rows))
        {
            while (reader.Read(1024, out var block))
            {
                Take(source, block, roles, unseen, codes);
            }
        }

        double[]?[] places = [.. books.Select(static book => book?.Places())];
        return new LevelStore(rows, [.. books.Select((book, i) => book is null ? null : (Func<double, double>)(value =>
            codes[i][value] is >= 0 and var code ? places[i]?[code] ?? code : double.NaN))]);
    }

    private void Take(string source, RowBlock block, ColumnRoles roles, UnseenLevels unseen, Dictionary<double, int>[] codes)
    {
        for (int i = 0; i < block.Values.Length; i++)
        {
            int feature = i % block.Columns;
            double value = block.Values[i];
            if (books[feature] is not { } book || double.IsNaN(value) || codes[feature].ContainsKey(value))
            {
                continue;
            }

            string text = value.ToString("R", CultureInfo.InvariantCulture);
            if (!book.TryCode(text, out int code))
            {
                code = book.IsKnown && unseen == UnseenLevels.Missing ? -1 : throw book.Fault(
                    $"{source}, row {(block.FirstRow + (i / block.Columns) + 1).ToString(CultureInfo.InvariantCulture)}, {roles.Describe(roles.Features[feature])}", text);
            }

            codes[feature].Add(value, code);
        }
    }
}
