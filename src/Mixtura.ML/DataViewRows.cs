using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Mixtura.Data;
using Mixtura.IO;
using Mixtura.ML.Views;

namespace Mixtura.ML;

/// <summary>Rows for all of Mixtura from ML.NET's data: read once by one cursor, in order, kept as doubles in memory up to <see cref="RowFileOptions.MemoryBudget"/> and beyond it in a temporary file, and read again from there as often as a fit likes, so that lazy transforms run once.</summary>
/// <remarks>Numbers and booleans (0 and 1) are numbers, vectors of numbers as many features as they have slots, by the slots' names. Text and keys with names are text, for <see cref="RowFileOptions.Categorical"/> and labels; other keys are numbers counted from 0. NaN, null and a missing key are missing values.</remarks>
public static class DataViewRows
{
    /// <summary>The rows of a column of features.</summary>
    /// <param name="view">The data.</param>
    /// <param name="featureColumn">The column, a vector or a number.</param>
    /// <param name="weightColumn">The column of weights wᵢ ≥ 0; null for 1 each.</param>
    /// <param name="labelColumn">The column of known classes, see <see cref="RowFile.Labels"/>; null for none.</param>
    /// <param name="options">How they are read; null for the defaults. Those of text say nothing here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A column is not there, a cell cannot be used, or there are no rows.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile From(
        IDataView view, string featureColumn, string? weightColumn = null, string? labelColumn = null, RowFileOptions? options = null, CancellationToken cancellationToken = default) =>
        From(view, [featureColumn], weightColumn, labelColumn, options, cancellationToken);

    /// <summary>The rows of several columns.</summary>
    /// <param name="view">The data.</param>
    /// <param name="featureColumns">The columns of features, numbers or vectors.</param>
    /// <param name="weightColumn">The column of weights wᵢ ≥ 0; null for 1 each.</param>
    /// <param name="labelColumn">The column of known classes, see <see cref="RowFile.Labels"/>; null for none.</param>
    /// <param name="options">How they are read; null for the defaults. Those of text say nothing here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A column is not there, a cell cannot be used, or there are no rows.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile From(
        IDataView view, IReadOnlyList<string> featureColumns, string? weightColumn = null, string? labelColumn = null, RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        const string Source = "data view";
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(featureColumns);
        if (view is DataFrame frame)
        {
            return From(frame, featureColumns, weightColumn, labelColumn, options, cancellationToken);
        }

        DataViewSchema.Column[] columns = [.. Wanted(featureColumns, weightColumn, labelColumn).Select(name => view.Schema.GetColumnOrNull(name) ?? throw NotThere(Source, name, view.Schema.Select(static column => column.Name)))];
        using var cursor = view.GetRowCursor(columns);
        var cells = new ColumnCells(ColumnCells.NamesOf([.. columns.Select(static column => (column.Name, SlotsOf(column)))]), [.. columns.Select(column => ViewColumn.Of(cursor, column, Source))], cursor.MoveNext);
        return RowFile.From(cells, Source, Options(options, weightColumn, labelColumn), cancellationToken);
    }

    /// <summary>The rows of a data frame.</summary>
    /// <param name="frame">The data; null in it is a missing value.</param>
    /// <param name="featureColumns">The columns of features; null for all that are neither weights nor labels.</param>
    /// <param name="weightColumn">The column of weights wᵢ ≥ 0; null for 1 each.</param>
    /// <param name="labelColumn">The column of known classes, see <see cref="RowFile.Labels"/>; null for none.</param>
    /// <param name="options">How they are read; null for the defaults. Those of text say nothing here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InputException">A column is not there, a cell cannot be used, or there are no rows.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static RowFile From(
        DataFrame frame, IReadOnlyList<string>? featureColumns = null, string? weightColumn = null, string? labelColumn = null, RowFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        const string Source = "data frame";
        ArgumentNullException.ThrowIfNull(frame);
        string[] all = [.. frame.Columns.Select(static column => column.Name)];
        string[] wanted = Wanted(featureColumns ?? [.. all.Where(name => !string.Equals(name, weightColumn, StringComparison.Ordinal) && !string.Equals(name, labelColumn, StringComparison.Ordinal))], weightColumn, labelColumn);
        long row = -1;
        IViewColumn[] columns = [.. wanted.Select(name => all.Contains(name) ? FrameColumn.Of(frame.Columns[name], () => row, Source) : throw NotThere(Source, name, all))];
        var cells = new ColumnCells([.. wanted.Select(static name => (string[])[name])], columns, () => ++row < frame.Rows.Count);
        return RowFile.From(cells, Source, Options(options, weightColumn, labelColumn), cancellationToken);
    }

    private static string[] Wanted(IReadOnlyList<string> features, string? weights, string? label) =>
        [.. features, .. weights is null ? (string[])[] : [weights], .. label is null ? (string[])[] : [label]];

    private static RowFileOptions Options(RowFileOptions? options, string? weights, string? label)
    {
        var given = options ?? new RowFileOptions();
        return given with { Weights = weights ?? given.Weights, Label = label ?? given.Label };
    }

    private static string[] SlotsOf(DataViewSchema.Column column)
    {
        var names = new string[ViewColumn.WidthOf(column)];
        Array.Fill(names, string.Empty);
        if (names.Length > 1 && column.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> slots = default;
            column.GetSlotNames(ref slots);
            foreach (var (index, name) in slots.Items())
            {
                names[index] = name.ToString();
            }
        }

        return names;
    }

    private static InputException NotThere(string source, string name, IEnumerable<string> names) => new($"{source}: there is no column '{name}'. The columns are {NameList.Of(names)}. Name one of them.");
}
