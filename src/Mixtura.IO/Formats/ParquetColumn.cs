using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Mixtura.IO.Formats;

/// <summary>One column of a row group.</summary>
internal abstract class ParquetColumn
{
    /// <summary>The column of a field.</summary>
    public static ParquetColumn Of(DataField field) => Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Double => new Numbers<double>(static value => value),
        TypeCode.Single => new Numbers<float>(static value => value),
        TypeCode.Boolean => new Numbers<bool>(static value => value ? 1 : 0),
        TypeCode.SByte => new Numbers<sbyte>(static value => value),
        TypeCode.Byte => new Numbers<byte>(static value => value),
        TypeCode.Int16 => new Numbers<short>(static value => value),
        TypeCode.UInt16 => new Numbers<ushort>(static value => value),
        TypeCode.Int32 => new Numbers<int>(static value => value),
        TypeCode.UInt32 => new Numbers<uint>(static value => value),
        TypeCode.Int64 => new Numbers<long>(static value => value),
        TypeCode.UInt64 => new Numbers<ulong>(static value => value),
        TypeCode.Decimal => new Numbers<decimal>(static value => (double)value),
        TypeCode.String => new Texts(),
        TypeCode.DateTime => new Values<DateTime>(),
        _ when field.ClrType == typeof(DateOnly) => new Values<DateOnly>(),
        _ when field.ClrType == typeof(TimeOnly) => new Values<TimeOnly>(),
        _ when field.ClrType == typeof(TimeSpan) => new Values<TimeSpan>(),
        _ when field.ClrType == typeof(Guid) => new Values<Guid>(),
        _ when field.ClrType == typeof(ReadOnlyMemory<char>) => new Texts(),
        _ => new Others(field.ClrType.Name),
    };

    /// <summary>Whether cells have a text that says all of them.</summary>
    public virtual bool HasText => true;

    /// <summary>Reads the column of a row group.</summary>
    public abstract ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows);

    /// <summary>Whether a cell is null.</summary>
    public abstract bool IsMissing(long row);

    /// <summary>The number in a cell.</summary>
    public abstract bool TryNumber(long row, out double number);

    /// <summary>A cell as text.</summary>
    public abstract string Text(long row);

    /// <summary>A cell as it is kept, with all digits.</summary>
    public virtual string Kept(long row) => Text(row);

    // dates and the like: no numbers, but labels
    private class Values<T> : ParquetColumn
        where T : unmanaged
    {
        private T?[] optional = [];
        private T[] required = [];
        private bool isOptional;

        public override async ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows)
        {
            isOptional = field.IsNullable;
            if (isOptional)
            {
                optional = optional.Length == rows ? optional : new T?[rows];
                await group.ReadAsync<T>(field, optional.AsMemory()).ConfigureAwait(false);
            }
            else
            {
                required = required.Length == rows ? required : new T[rows];
                await group.ReadAsync(field, required.AsMemory()).ConfigureAwait(false);
            }
        }

        public override bool IsMissing(long row) => ValueAt(row) is null;

        public override bool TryNumber(long row, out double number)
        {
            number = double.NaN;
            return false;
        }

        public override string Text(long row) => CellValue.Text(ValueAt(row));

        protected T? ValueAt(long row) => isOptional ? optional[row] : required[row];
    }

    private sealed class Numbers<T>(Func<T, double> convert) : Values<T>
        where T : unmanaged
    {
        public override bool IsMissing(long row) => ValueAt(row) is not { } value || double.IsNaN(convert(value));

        public override bool TryNumber(long row, out double number)
        {
            number = ValueAt(row) is { } value ? convert(value) : double.NaN;
            return true;
        }

        public override string Text(long row) => TryNumber(row, out double number) ? number.ToString("R", CultureInfo.InvariantCulture) : string.Empty;

        public override string Kept(long row) => CellValue.Text(ValueAt(row));
    }

    private sealed class Texts : ParquetColumn
    {
        private string?[] values = [];

        public override async ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows)
        {
            values = new string?[rows];
            await group.ReadAsync(field, values.AsMemory()).ConfigureAwait(false);
        }

        public override bool IsMissing(long row) => values[row] is null;

        public override bool TryNumber(long row, out double number) => NumberText.TryParse(values[row] ?? string.Empty, out number);

        public override string Text(long row) => values[row] ?? string.Empty;
    }

    // bytes and what else there is: not read
    private sealed class Others(string type) : ParquetColumn
    {
        public override bool HasText => false;

        public override ValueTask ReadAsync(ParquetRowGroupReader group, DataField field, int rows) => default;

        public override bool IsMissing(long row) => false;

        public override bool TryNumber(long row, out double number)
        {
            number = double.NaN;
            return false;
        }

        public override string Text(long row) => $"a {type}";
    }
}
