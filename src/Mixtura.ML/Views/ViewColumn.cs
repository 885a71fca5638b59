using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Mixtura.Data;

namespace Mixtura.ML.Views;

/// <summary>The columns of an <see cref="IDataView"/> by their types: numbers, booleans (0 and 1), vectors of numbers, text, keys (their texts, or numbers counted from 0).</summary>
internal static class ViewColumn
{
    /// <summary>A column at a cursor.</summary>
    /// <exception cref="InputException">It is of a type that no number or text is made of.</exception>
    public static IViewColumn Of(DataViewRow row, DataViewSchema.Column column, string source) => column.Type switch
    {
        BooleanDataViewType => new Booleans(row.GetGetter<bool>(column)),
        TextDataViewType => new Texts(row.GetGetter<ReadOnlyMemory<char>>(column)),
        KeyDataViewType key => Pick(key.RawType, new KeyPicker(row, column)) ?? throw Unusable(column, source),
        NumberDataViewType number => Pick(number.RawType, new NumberPicker(row, column)) ?? throw Unusable(column, source),
        VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType item } => Pick(item.RawType, new VectorPicker(row, column)) ?? throw Unusable(column, source),
        _ => throw Unusable(column, source),
    };

    /// <summary>How many cells it has a row.</summary>
    public static int WidthOf(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    private static IViewColumn? Pick(Type type, IPicker picker) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => picker.Pick<float>(),
        TypeCode.Double => picker.Pick<double>(),
        TypeCode.SByte => picker.Pick<sbyte>(),
        TypeCode.Byte => picker.Pick<byte>(),
        TypeCode.Int16 => picker.Pick<short>(),
        TypeCode.UInt16 => picker.Pick<ushort>(),
        TypeCode.Int32 => picker.Pick<int>(),
        TypeCode.UInt32 => picker.Pick<uint>(),
        TypeCode.Int64 => picker.Pick<long>(),
        TypeCode.UInt64 => picker.Pick<ulong>(),
        _ => null,
    };

    private static InputException Unusable(DataViewSchema.Column column, string source) => new(
        $"{source}, column '{column.Name}': holds {column.Type}, which is neither a number, text, a key nor a vector of numbers of known size. Leave it out, or make numbers of it (mlContext.Transforms.Conversion).");

    private interface IPicker
    {
        IViewColumn Pick<T>()
            where T : struct, INumber<T>;
    }

    private sealed class NumberPicker(DataViewRow row, DataViewSchema.Column column) : IPicker
    {
        public IViewColumn Pick<T>()
            where T : struct, INumber<T> => new Numbers<T>(row.GetGetter<T>(column));
    }

    private sealed class VectorPicker(DataViewRow row, DataViewSchema.Column column) : IPicker
    {
        public IViewColumn Pick<T>()
            where T : struct, INumber<T> => new Vectors<T>(row.GetGetter<VBuffer<T>>(column), WidthOf(column));
    }

    private sealed class KeyPicker(DataViewRow row, DataViewSchema.Column column) : IPicker
    {
        public IViewColumn Pick<T>()
            where T : struct, INumber<T> => new Keys<T>(row.GetGetter<T>(column), column);
    }

    private sealed class Numbers<T>(ValueGetter<T> get) : IViewColumn
        where T : struct, INumber<T>
    {
        public int Width => 1;

        public void Read(Span<double> cells)
        {
            T value = default;
            get(ref value);
            cells[0] = double.CreateChecked(value);
        }
    }

    private sealed class Vectors<T>(ValueGetter<VBuffer<T>> get, int width) : IViewColumn
        where T : struct, INumber<T>
    {
        private VBuffer<T> buffer;

        public int Width => width;

        public void Read(Span<double> cells)
        {
            get(ref buffer);
            if (buffer.IsDense)
            {
                var values = buffer.GetValues();
                for (int j = 0; j < values.Length; j++)
                {
                    cells[j] = double.CreateChecked(values[j]);
                }

                return;
            }

            cells.Clear();
            foreach (var (index, value) in buffer.Items())
            {
                cells[index] = double.CreateChecked(value);
            }
        }
    }

    private sealed class Booleans(ValueGetter<bool> get) : IViewColumn
    {
        public int Width => 1;

        public void Read(Span<double> cells)
        {
            bool value = false;
            get(ref value);
            cells[0] = value ? 1 : 0;
        }
    }

    private sealed class Texts(ValueGetter<ReadOnlyMemory<char>> get) : IViewColumn
    {
        public int Width => 1;

        public bool IsText => true;

        public void Read(Span<double> cells) => cells[0] = double.NaN;

        public string Text()
        {
            ReadOnlyMemory<char> value = default;
            get(ref value);
            return value.ToString();
        }
    }

    private sealed class Keys<T> : IViewColumn
        where T : struct, INumber<T>
    {
        private readonly ValueGetter<T> get;
        private readonly string[]? names;

        public Keys(ValueGetter<T> get, DataViewSchema.Column column)
        {
            this.get = get;
            if (column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is VectorDataViewType { ItemType: TextDataViewType })
            {
                VBuffer<ReadOnlyMemory<char>> values = default;
                column.GetKeyValues(ref values);
                names = [.. values.DenseValues().Select(static value => value.ToString())];
            }
        }

        public int Width => 1;

        public bool IsText => names is not null;

        public void Read(Span<double> cells) => cells[0] = Place() is var place && place < 0 ? double.NaN : place;

        public string Text() => Place() is var place && place < 0 ? string.Empty : names![place];

        // 0 is a missing key
        private int Place()
        {
            T value = default;
            get(ref value);
            return int.CreateChecked(value) - 1;
        }
    }
}
