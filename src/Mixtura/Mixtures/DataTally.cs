using System.Runtime.CompilerServices;
using System.Text;
using Mixtura.Data;

namespace Mixtura.Mixtures;

/// <summary>What is seen in some of the rows, in whatever order: two tallies together are that of all their rows.</summary>
/// <param name="columns">D.</param>
/// <param name="missing">What becomes of missing cells.</param>
/// <param name="pairs">Whether pairs of columns that are never observed together are of interest.</param>
internal sealed class DataTally(int columns, MissingCells missing, bool pairs)
{
    // a value of each feature that was observed in a row that counts
    private readonly double[] first = [.. Enumerable.Repeat(double.NaN, columns)];

    /// <summary>The ends of each feature's range, in rows that count.</summary>
    public FeatureExtremes[] Extremes { get; } = [.. Enumerable.Range(0, columns).Select(static _ => new FeatureExtremes())];

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The number of rows of positive weight.</summary>
    public long WeightedRows { get; private set; }

    /// <summary>Whether a row had another weight than 1.</summary>
    public bool IsWeighted { get; private set; }

    /// <summary>The cells that are missing, in rows of positive weight.</summary>
    public GapCount Gaps { get; } = new(columns, pairs);

    /// <summary>Whether a feature has had a second value, in a row that counts.</summary>
    public bool[] Varies { get; } = new bool[columns];

    /// <summary>Checks a block.</summary>
    /// <exception cref="InputException">A value or a weight cannot be used.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Inspect(RowBlock block, IReadOnlyList<string> names)
    {
        Rows += block.Count;
        for (int i = 0; i < block.Count; i++)
        {
            double weight = block.Weights[i];
            if (!(weight >= 0) || !double.IsFinite(weight))
            {
                throw new InputException($"The weight of row {block.FirstRow + i} is {weight}. Weights must be finite and at least 0.");
            }

            IsWeighted |= weight != 1;
            var row = block[i];
            bool isWhole = IsWhole(row, block.FirstRow + i, names);
            if (weight > 0)
            {
                WeightedRows++;
                Compare(row);
                TakeExtremes(row, block.FirstRow + i, weight);
                Gaps.Add(row, isWhole);
            }
        }
    }

    /// <summary>Adds another tally.</summary>
    public void Add(DataTally other)
    {
        Rows += other.Rows;
        WeightedRows += other.WeightedRows;
        IsWeighted |= other.IsWeighted;
        Compare(other.first);
        for (int j = 0; j < columns; j++)
        {
            Varies[j] |= other.Varies[j];
            Extremes[j].Add(other.Extremes[j]);
        }

        Gaps.Add(other.Gaps);
    }

    /// <summary>The tally as a message.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Rows);
        writer.Write(WeightedRows);
        writer.Write(IsWeighted);
        for (int j = 0; j < columns; j++)
        {
            writer.Write(first[j]);
            writer.Write(Varies[j]);
            Extremes[j].WriteTo(writer);
        }

        Gaps.WriteTo(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Adds one that was sent.</summary>
    public DataTally AddBytes(byte[] message)
    {
        using var reader = new BinaryReader(new MemoryStream(message), Encoding.UTF8);
        var other = new DataTally(columns, missing, pairs) { Rows = reader.ReadInt64(), WeightedRows = reader.ReadInt64(), IsWeighted = reader.ReadBoolean() };
        for (int j = 0; j < columns; j++)
        {
            other.first[j] = reader.ReadDouble();
            other.Varies[j] = reader.ReadBoolean();
            other.Extremes[j].ReadFrom(reader);
        }

        other.Gaps.ReadFrom(reader);
        Add(other);
        return this;
    }

    private bool IsWhole(ReadOnlySpan<double> row, long at, IReadOnlyList<string> names)
    {
        bool isWhole = true;
        for (int j = 0; j < row.Length; j++)
        {
            if (!double.IsFinite(row[j]))
            {
                isWhole = false;
                if (!double.IsNaN(row[j]) || missing == MissingCells.Refuse)
                {
                    throw new InputException($"Row {at}, {FeatureNames.Of(names, j)}: the value is {row[j]}. {(double.IsNaN(row[j])
                        ? "Remove the row, fill the value, or let missing cells be integrated out (MixtureOptions.Missing)."
                        : "Infinite values cannot be fitted: remove the row, correct the value, or say that it is missing (NaN).")}");
                }
            }
        }

        return isWhole;
    }

    // NaN is at neither end
    private void TakeExtremes(ReadOnlySpan<double> row, long at, double weight)
    {
        for (int j = 0; j < row.Length; j++)
        {
            Extremes[j].Add(row[j], at, weight);
        }
    }

    private void Compare(ReadOnlySpan<double> row)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (double.IsNaN(first[j]))
            {
                first[j] = row[j];
            }

            Varies[j] |= row[j] != first[j] && !double.IsNaN(row[j]);
        }
    }
}
