using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Families.Categorical;

/// <summary>A few rows of levels, column after column, as places in a component's table.</summary>
/// <remarks>It goes with a bag of statistics, like the buffers of every mixture: to the worker that fills it, not to its thread.</remarks>
internal sealed class LevelBlock
{
    private static readonly ConditionalWeakTable<Sums, LevelBlock> OfBags = new();

    private int[] places = [];
    private int rows;
    private int columns;

    /// <summary>The block that goes with a bag of statistics, for as long as it lives.</summary>
    public static LevelBlock Of(Sums statistics) => OfBags.GetValue(statistics, static _ => new LevelBlock());

    /// <summary>The place of a cell's level in a column's run of a table.</summary>
    /// <param name="count">The column's levels.</param>
    /// <param name="x">The cell.</param>
    public static int PlaceOf(int count, double x) => double.IsNaN(x) ? count : x >= 0 && x < count && x == (int)x ? (int)x : count + 1;

    /// <summary>Takes rows: turns them on their side, each cell the place of its level in the table. A missing cell (NaN) and one that holds no level have places of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(CategoricalLevels levels, RowBlock block)
    {
        (rows, columns) = (block.Count, block.Columns);
        if (places.Length < rows * columns)
        {
            places = new int[rows * columns];
        }

        for (int j = 0; j < columns; j++)
        {
            int count = levels.Count(j);
            int offset = CategoricalParameters.TableOffset(levels, j);
            var column = places.AsSpan(j * rows, rows);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] = offset + PlaceOf(count, block.Values[(i * columns) + j]);
            }
        }
    }

    /// <summary>log πₖ + Σⱼ log pₖⱼ(xⱼ), for every row and component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LogJoint(CategoricalParameters model, ComponentBlock destination)
    {
        for (int k = 0; k < model.Components; k++)
        {
            var run = destination[k];
            run.Fill(model.LogWeights[k]);
            ref double table = ref MemoryMarshal.GetReference(model.TableOf(k));
            for (int j = 0; j < columns; j++)
            {
                ReadOnlySpan<int> column = places.AsSpan(j * rows, run.Length);
                for (int i = 0; i < run.Length; i++)
                {
                    run[i] += Unsafe.Add(ref table, column[i]);
                }
            }
        }
    }

    /// <summary>Σ r, and Σ r for every place in the table: K numbers, then K tables.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(Sums statistics, ComponentBlock responsibilities, int tableLength)
    {
        for (int k = 0; k < responsibilities.Components; k++)
        {
            ReadOnlySpan<double> run = responsibilities[k];
            double sum = 0;
            foreach (double share in run)
            {
                sum += share;
            }

            statistics[k] += sum;
            ref double counts = ref MemoryMarshal.GetReference(statistics.Values.Slice(responsibilities.Components + (k * tableLength), tableLength));
            for (int j = 0; j < columns; j++)
            {
                ReadOnlySpan<int> column = places.AsSpan(j * rows, run.Length);
                for (int i = 0; i < run.Length; i++)
                {
                    Unsafe.Add(ref counts, column[i]) += run[i];
                }
            }
        }
    }
}
