using System.Data.Common;

namespace Mixtura.IO;

/// <summary>The cells of a query's result: null is missing; integers, decimals and booleans (0 and 1) are numbers.</summary>
internal sealed class DatabaseCells(DbDataReader reader) : ICells
{
    private readonly object?[] row = new object?[reader.FieldCount];

    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];

    public bool IsText(int column) => reader.GetFieldType(column) is { } type && (type == typeof(string) || type == typeof(char) || type == typeof(Guid));

    public bool Next()
    {
        if (!reader.Read())
        {
            return false;
        }

        for (int column = 0; column < row.Length; column++)
        {
            row[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
        }

        return true;
    }

    public KeptType? KeptTypeOf(int column) => KeptForm.TypeOf(reader.GetFieldType(column));

    public bool IsMissing(int column) => row[column] is null or double.NaN or float.NaN;

    public bool TryNumber(int column, out double number) => CellValue.TryNumber(row[column], out number);

    public string Text(int column) => CellValue.Text(row[column]);
}
