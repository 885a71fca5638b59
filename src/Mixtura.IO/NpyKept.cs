using System.Globalization;
using Mixtura.Data;

namespace Mixtura.IO;

/// <summary>Keeps columns of an NPY file as texts: the shortest that give the numbers back, NaN as null.</summary>
internal sealed class NpyKept(string source, NpyFile file, ColumnRoles roles, RowFileOptions options)
{
    private const int RowsAtATime = 4096;

    // whole numbers beyond are not all doubles
    private const double LargestWhole = 1L << 53;

    private double[] looked = [];
    private long first;

    /// <summary>What was kept.</summary>
    public KeptCells Cells { get; } = new(roles, options);

    /// <summary>Keeps all rows.</summary>
    public void AddAll(CancellationToken cancellationToken)
    {
        for (long row = 0; row < file.Header.Rows; row += RowsAtATime)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(RowsAtATime, file.Header.Rows - row);
            Look(row, count);
            for (int i = 0; i < count; i++)
            {
                Add(i);
            }
        }
    }

    /// <summary>Reads consecutive rows, of which <see cref="Add"/> keeps those that stay.</summary>
    public void Look(long row, int count)
    {
        first = row;
        looked = new double[count * roles.Kept.Length];
        file.Read(row, roles.Kept, looked);
    }

    /// <summary>Keeps one of the rows looked at.</summary>
    /// <exception cref="InputException">A whole number has more digits than a double.</exception>
    public void Add(int row)
    {
        for (int j = 0; j < roles.Kept.Length; j++)
        {
            double value = looked[(row * roles.Kept.Length) + j];
            if (file.Header.Number.IsWhole && Math.Abs(value) >= LargestWhole)
            {
                throw new InputException($"{source}, row {(first + row + 1).ToString(CultureInfo.InvariantCulture)}, {roles.Describe(roles.Kept[j])}: is too large to be kept with all digits. Keep other columns, or give the data as CSV or Parquet.");
            }

            Cells.Add(double.IsNaN(value) ? null : value.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
