using System.Runtime.CompilerServices;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.Poisson;

/// <summary>A few rows of counts, column after column, with what their density has that no component changes.</summary>
/// <remarks>It goes with a bag of statistics, like the buffers of every mixture: to the worker that fills it, not to its thread.</remarks>
internal sealed class CountBlock
{
    private static readonly ConditionalWeakTable<Sums, CountBlock> OfBags = new();

    private AlignedBuffer columns = new(0);
    private AlignedBuffer gaps = new(0);
    private bool[] hasGaps = [];
    private double[] common = [];
    private double[] ones = [];
    private int rows;
    private int stride;

    /// <summary>The block that goes with a bag of statistics, for as long as it lives.</summary>
    public static CountBlock Of(Sums statistics) => OfBags.GetValue(statistics, static _ => new CountBlock());

    /// <summary>Takes rows: turns them on their side, and for each sums ln xⱼ! over the features, or of it what deviances leave. What is no count has density 0; a missing one (NaN) the factor 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(PoissonParameters model, RowBlock block)
    {
        MakeRoom(block);
        bool anyGap = RowGaps.AnyIn(block.Values);
        for (int j = 0; j < block.Columns; j++)
        {
            var column = columns.Span.Slice(j * stride, rows);
            bool isLarge = model.IsLarge[j];
            hasGaps[j] = anyGap && MarkGaps(block, j);
            for (int i = 0; i < column.Length; i++)
            {
                double x = block.Values[(i * block.Columns) + j];
                bool isCount = IsCount(x);
                column[i] = isCount ? x : 0;
                common[i] += double.IsNaN(x) ? 0 : !isCount ? double.PositiveInfinity : isLarge ? LogFactorial.AboveStirling(x) : LogFactorial.Of(x);
            }
        }
    }

    /// <summary>log πₖ + Σⱼ xⱼ log λₖⱼ − λₖⱼ − ln xⱼ!, for every row and component.</summary>
    public void LogJoint(PoissonParameters model, ComponentBlock destination)
    {
        for (int k = 0; k < model.Components; k++)
        {
            LogJoint(model, k, destination[k]);
        }
    }

    /// <summary>log πₖ + Σⱼ xⱼ log λₖⱼ − λₖⱼ − ln xⱼ! of one row and component; −∞ for what is no count.</summary>
    public static double LogJoint(PoissonParameters model, int component, ReadOnlySpan<double> row)
    {
        var rates = model.RatesOf(component);
        var logRates = model.LogRatesOf(component);
        double sum = model.Offsets[component];
        for (int j = 0; j < rates.Length; j++)
        {
            double x = row[j];
            if (double.IsNaN(x))
            {
                sum += model.IsLarge[j] ? 0 : rates[j];
            }
            else if (!IsCount(x) || (x > 0 && rates[j] == 0))
            {
                return double.NegativeInfinity;
            }
            else if (model.IsLarge[j])
            {
                sum -= LogFactorial.AboveStirling(x) + PoissonDensity.HalfDeviance(x, rates[j]);
            }
            else
            {
                sum += (x == 0 ? 0 : x * logRates[j]) - LogFactorial.Of(x);
            }
        }

        return sum;
    }

    /// <summary>Σ r, Σ r x for every feature, and Σ r where it is missing: K numbers, then K×D twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(Sums statistics, ComponentBlock responsibilities, int features)
    {
        for (int k = 0; k < responsibilities.Components; k++)
        {
            ReadOnlySpan<double> run = responsibilities[k];
            statistics[k] += VectorLoops.Dot(run, ones);
            var totals = statistics.Values.Slice(responsibilities.Components + (k * features), features);
            for (int j = 0; j < features; j++)
            {
                totals[j] += VectorLoops.Dot(run, Column(j));
            }

            var missing = statistics.Values.Slice(responsibilities.Components * (1 + features) + (k * features), features);
            for (int j = 0; j < features; j++)
            {
                missing[j] += hasGaps[j] ? VectorLoops.Dot(run, Gaps(j)) : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LogJoint(PoissonParameters model, int component, Span<double> run)
    {
        double offset = model.Offsets[component];
        for (int i = 0; i < run.Length; i++)
        {
            run[i] = offset - common[i];
        }

        var rates = model.RatesOf(component);
        var logRates = model.LogRatesOf(component);
        for (int j = 0; j < rates.Length; j++)
        {
            if (model.IsLarge[j])
            {
                SubtractDeviances(Column(j), hasGaps[j] ? Gaps(j) : [], rates[j], run);
                continue;
            }

            if (hasGaps[j])
            {
                // the offset has −λ of every feature
                VectorLoops.AddScaled(Gaps(j), rates[j], run);
            }

            if (rates[j] > 0)
            {
                VectorLoops.AddScaled(Column(j), logRates[j], run);
            }
            else
            {
                RuleOutCounts(Column(j), run);
            }
        }
    }

    private static bool IsCount(double x) => x >= 0 && x <= double.MaxValue && x == Math.Floor(x);

    private static void SubtractDeviances(ReadOnlySpan<double> column, ReadOnlySpan<double> gaps, double rate, Span<double> run)
    {
        for (int i = 0; i < run.Length; i++)
        {
            run[i] -= gaps.Length > 0 && gaps[i] > 0 ? 0 : PoissonDensity.HalfDeviance(column[i], rate);
        }
    }

    private static void RuleOutCounts(ReadOnlySpan<double> column, Span<double> run)
    {
        for (int i = 0; i < run.Length; i++)
        {
            run[i] = column[i] > 0 ? double.NegativeInfinity : run[i];
        }
    }

    private ReadOnlySpan<double> Gaps(int feature) => gaps.Span.Slice(feature * stride, rows);

    // 1 where a count is missing, else 0
    private bool MarkGaps(RowBlock block, int feature)
    {
        if (gaps.Length < columns.Length)
        {
            gaps = new AlignedBuffer(columns.Length);
        }

        var marks = gaps.Span.Slice(feature * stride, rows);
        bool any = false;
        for (int i = 0; i < marks.Length; i++)
        {
            bool isMissing = double.IsNaN(block.Values[(i * block.Columns) + feature]);
            marks[i] = isMissing ? 1 : 0;
            any |= isMissing;
        }

        return any;
    }

    private ReadOnlySpan<double> Column(int feature) => columns.Span.Slice(feature * stride, rows);

    private void MakeRoom(RowBlock block)
    {
        rows = block.Count;
        stride = BlockLayout.Stride(rows);
        if (columns.Length < stride * block.Columns)
        {
            columns = new AlignedBuffer(stride * block.Columns);
        }

        if (hasGaps.Length < block.Columns)
        {
            hasGaps = new bool[block.Columns];
        }

        if (common.Length < rows)
        {
            common = new double[rows];
            ones = new double[rows];
            Array.Fill(ones, 1);
        }

        common.AsSpan(0, rows).Clear();
    }
}
