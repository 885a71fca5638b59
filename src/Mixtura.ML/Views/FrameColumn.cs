using System.Globalization;
using Microsoft.Data.Analysis;
using Mixtura.Data;

namespace Mixtura.ML.Views;

/// <summary>A column of a data frame: null is missing, whatever its type, where a frame seen as a data view makes 0 of an integer that is not there.</summary>
/// <param name="column">The column.</param>
/// <param name="row">The current row.</param>
internal sealed class FrameColumn(DataFrameColumn column, Func<long> row) : IViewColumn
{
    private static readonly HashSet<Type> Numbers =
    [
        typeof(float), typeof(double), typeof(decimal), typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
    ];

    public int Width => 1;

    public bool IsText => column.DataType == typeof(string);

    /// <exception cref="InputException">It is of a type that no number or text is made of.</exception>
    public static FrameColumn Of(DataFrameColumn column, Func<long> row, string source) => column.DataType == typeof(string) || Numbers.Contains(column.DataType)
        ? new FrameColumn(column, row)
        : throw new InputException($"{source}, column '{column.Name}': holds {column.DataType.Name}, which is neither a number nor text. Leave it out.");

    public void Read(Span<double> cells) => cells[0] = column switch
    {
        PrimitiveDataFrameColumn<double> doubles => doubles[row()] ?? double.NaN,
        PrimitiveDataFrameColumn<float> floats => floats[row()] ?? double.NaN,
        _ => column[row()] is { } value && !IsText ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN,
    };

    public string Text() => column[row()] as string ?? string.Empty;
}
