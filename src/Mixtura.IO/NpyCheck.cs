using System.Globalization;
using System.Numerics.Tensors;
using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.IO;

/// <summary>Validates an NPY file in one pass: every value finite, every weight at least 0.</summary>
internal sealed class NpyCheck
{
    private const int RowsAtATime = 4096;

    private readonly string source;
    private readonly NpyFile file;
    private readonly ColumnRoles roles;
    private double largestWeight;

    private readonly MissingValues missing;
    private readonly MissingTokens tokens;
    private readonly IProgress<ReadingProgress>? progress;

    public NpyCheck(string source, NpyFile file, ColumnRoles roles, RowFileOptions options)
    {
        missing = options.Missing;
        tokens = new MissingTokens(options.MissingTokens);
        progress = options.Progress;
        this.source = source;
        this.file = file;
        this.roles = roles;
        Labels = roles.Label is { } column ? new RowLabels(roles.NameOf(column)) : null;
    }

    /// <summary>The labels, if there is a label column.</summary>
    public RowLabels? Labels { get; }

    /// <summary>Whether values must be changed or rows left out, so that the file cannot be read in place.</summary>
    public bool NeedsCopy { get; private set; }

    /// <summary>The cells of features that are missing.</summary>
    public long MissingCells { get; private set; }

    /// <summary>Checks every row and collects the labels; of processes that share the rows, where there are no labels, each its part.</summary>
    public void Run(NpyRows rows, IProcessGroup? processes, CancellationToken cancellationToken)
    {
        if (processes is null || Labels is not null)
        {
            Check(rows, 0, rows.Rows, cancellationToken);
        }
        else
        {
            long Place(int rank) => (long)((Int128)rows.Rows * rank / processes.Count);
            processes.Together(() =>
            {
                Check(rows, Place(processes.Rank), Place(processes.Rank + 1), cancellationToken);
                return true;
            });
            Take(processes.All([.. BitConverter.GetBytes(MissingCells), .. BitConverter.GetBytes(largestWeight), NeedsCopy ? (byte)1 : (byte)0]));
        }

        if (roles.Weights is { } column && largestWeight == 0)
        {
            throw WeightFaults.AllZero(source, roles, column);
        }
    }

    private void Check(NpyRows rows, long first, long end, CancellationToken cancellationToken)
    {
        using var reader = new StoredRowReader(rows);
        reader.MoveTo(first);
        for (long at = first; at < end && reader.Read((int)Math.Min(RowsAtATime, end - at), out var block); at += block.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CheckValues(block);
            CheckWeights(block);
            AddLabels(block);
            progress?.Report(new ReadingProgress(source, at + block.Count - first, (at + block.Count - first) / (double)(end - first)));
        }
    }

    // what all processes found
    private void Take(byte[][] parts)
    {
        MissingCells = parts.Sum(static part => BitConverter.ToInt64(part));
        largestWeight = parts.Max(static part => BitConverter.ToDouble(part, sizeof(long)));
        NeedsCopy = Array.Exists(parts, static part => part[^1] != 0);
    }

    private void CheckValues(RowBlock block)
    {
        // NaN and infinities come through
        if (!tokens.HaveNumbers && double.IsFinite(TensorPrimitives.MaxMagnitude(block.Values)))
        {
            return;
        }

        for (int i = 0; i < block.Values.Length; i++)
        {
            double value = block.Values[i];
            bool isToken = tokens.Has(value);
            MissingCells += isToken || double.IsNaN(value) ? 1 : 0;
            NeedsCopy |= isToken || (double.IsNaN(value) && missing == MissingValues.DropRows);
            if ((!double.IsFinite(value) && !(double.IsNaN(value) && missing != MissingValues.Error)) || (isToken && missing == MissingValues.Error))
            {
                var (row, feature) = Math.DivRem(i, block.Columns);
                string place = Place(block.FirstRow + row, roles.Features[feature]);
                throw double.IsInfinity(value)
                    ? new InputException($"{place}: the value is infinite. Remove the row or correct the value.")
                    : new InputException(InputFault.MissingValue, $"{place}: the value is {(isToken ? value : "NaN")}, a missing one.", "Let missing values be kept (RowFileOptions.Missing), remove the row, fill the value or leave the column out.")
                    {
                        Names = [roles.Argument(roles.Features[feature])],
                    };
            }
        }
    }

    private void CheckWeights(RowBlock block)
    {
        if (roles.Weights is not { } column)
        {
            return;
        }

        for (int i = 0; i < block.Count; i++)
        {
            double weight = block.Weights[i];
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw WeightFaults.Bad(Place(block.FirstRow + i, column), weight);
            }

            largestWeight = Math.Max(largestWeight, weight);
        }
    }

    private void AddLabels(RowBlock block)
    {
        if (Labels is null)
        {
            return;
        }

        double[] column = new double[block.Count];
        file.Read(block.FirstRow, [roles.Label!.Value], column);
        for (int i = 0; i < column.Length; i++)
        {
            if (!Labels.TryAdd(column[i].ToString(CultureInfo.InvariantCulture)))
            {
                throw Labels.TooMany(Place(block.FirstRow + i, roles.Label.Value));
            }
        }
    }

    private string Place(long row, int column) =>
        $"{source}, row {row + 1} of {file.Header.Rows} (index {row}), {roles.Describe(column)}";
}
