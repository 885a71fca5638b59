using Mixtura.Data;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Report.Survey;

/// <summary>What the report says of the rows: statistics of all of them, and some to draw. Two sweeps, in bounded memory. Rows of weight 0 count as none.</summary>
internal sealed class RowSurvey
{
    /// <summary>The most rows that are drawn.</summary>
    public const int MostDrawn = 2000;

    /// <summary>A row is sure where its most probable component has at least this.</summary>
    public const double Sure = 0.9;

    private const int LeastLikelyRows = 10;
    private const int BlockRows = 1024;
    private const int UncertaintyBins = 1000;

    private readonly PriorityQueue<DrawnRow, double> leastLikely = new();
    private readonly List<DrawnRow> drawn = [];
    private readonly FeatureRanges ranges;
    private readonly RowLabels? labels;
    private readonly bool integratesMissing;
    private readonly bool[] isClass;
    private readonly Mixture model;
    private long noise;

    private RowSurvey(ReportInput input)
    {
        int features = input.Model.Features;
        int components = input.Model.Components;
        model = input.Model;
        labels = input.Labels;
        integratesMissing = input.Model.IntegratesMissing;
        ranges = new FeatureRanges(features);
        Rows = input.Rows.Rows;
        EffectiveRows = new double[components];
        Assigned = new long[components];
        Uncertainty = new WeightedHistogram(0, 1, UncertaintyBins);
        isClass = labels is null ? [] : [.. Enumerable.Range(0, labels.Names.Count).Select(labels.IsClass)];
        Confusion = labels is null ? null : new ConfusionTable(labels.Names.Count, components + (model.Noise is null ? 0 : 1));
    }

    public long Rows { get; }

    /// <summary>The rows of weight 0.</summary>
    public long Weightless { get; private set; }

    /// <summary>The missing cells of rows of positive weight.</summary>
    public long MissingCells { get; private set; }

    /// <summary>Whether some row's weight is not 1.</summary>
    public bool IsWeighted { get; private set; }

    /// <summary>The smallest value of every feature.</summary>
    public double[] Low => ranges.Low;

    /// <summary>The largest.</summary>
    public double[] High => ranges.High;

    /// <summary>Σᵢ wᵢ rᵢₖ.</summary>
    public double[] EffectiveRows { get; }

    /// <summary>The rows by their most probable component.</summary>
    public long[] Assigned { get; }

    /// <summary>From where to where pictures go: all values, or where a few lie far away, without those.</summary>
    public (double Low, double High)[] View { get; private set; } = [];

    /// <summary>The rows that are most probably noise.</summary>
    public long AssignedNoise => noise;

    /// <summary>Σᵢ wᵢ nᵢ.</summary>
    public double EffectiveNoise { get; private set; }

    /// <summary>A histogram a feature, over what is in <see cref="View"/>; the rest counts in its total only.</summary>
    public WeightedHistogram[] Histograms { get; private set; } = [];

    /// <summary>1 − max responsibility.</summary>
    public WeightedHistogram Uncertainty { get; }

    /// <summary>The largest of all.</summary>
    public double MostUncertain { get; private set; }

    /// <summary>The weight of the rows that are <see cref="Sure"/>.</summary>
    public double SureWeight { get; private set; }

    /// <summary>Rows by label and most probable component; null without labels.</summary>
    public ConfusionTable? Confusion { get; }

    /// <summary>The rows whose class is not known, among those that have labels.</summary>
    public long Unlabelled { get; private set; }

    /// <summary>The rows to draw: one from each of equally long stretches of the data.</summary>
    public IReadOnlyList<DrawnRow> Drawn => drawn;

    /// <summary>The rows with the least density, the least likely first.</summary>
    public IReadOnlyList<DrawnRow> LeastLikely { get; private set; } = [];

    /// <exception cref="InputException">A value is not finite, a feature is missing in every row, or no row has any weight.</exception>
    public static RowSurvey Of(ReportInput input, CancellationToken cancellationToken)
    {
        var survey = new RowSurvey(input);
        input.Rows.ForEachBlock(BlockRows, survey.Measure, cancellationToken);
        if (survey.Weightless == survey.Rows)
        {
            throw new InputException($"{input.Name}: every row has weight 0, so there is nothing to report on. Give weights above 0.");
        }

        int never = Array.FindIndex(survey.Low, double.IsPositiveInfinity);
        if (never >= 0)
        {
            throw new InputException($"{input.Name}: the feature '{input.Model.FeatureName(never)}' is missing in every row, so there is nothing to draw of it. Give rows in which it is observed, or a model without it (Mixture.Marginal).");
        }

        survey.View = [.. Enumerable.Range(0, input.Model.Features).Select(survey.ranges.ViewOf)];
        survey.Histograms = [.. survey.View.Select((view, j) => HistogramBins.Of(view, survey.ranges.ValuesOf(j), survey.Rows, input.Model.Marginal(j)))];
        var scorer = new MixtureScorer(input.Model, Data.MissingCells.IntegrateOut);
        var densities = new double[BlockRows];
        var responsibilities = new double[BlockRows * input.Model.Components];
        input.Rows.ForEachBlock(
            BlockRows,
            block =>
            {
                scorer.Score(block, densities.AsSpan(0, block.Count), responsibilities.AsSpan(0, block.Count * input.Model.Components));
                survey.Add(block, densities, responsibilities);
            },
            cancellationToken);
        survey.LeastLikely = [.. survey.leastLikely.UnorderedItems.Select(static item => item.Element).OrderBy(static row => row.LogDensity).ThenBy(static row => row.Index)];
        return survey;
    }

    private void Measure(RowBlock block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            IsWeighted |= block.Weights[i] != 1;
            if (block.Weights[i] == 0)
            {
                Weightless++;
                continue;
            }

            var row = block[i];
            bool isDrawn = IsDrawn(block.FirstRow + i);
            for (int j = 0; j < row.Length; j++)
            {
                if (double.IsNaN(row[j]) && integratesMissing)
                {
                    MissingCells++;
                    continue;
                }

                if (!double.IsFinite(row[j]))
                {
                    throw new InputException($"Row {block.FirstRow + i}, column {j} (both counted from 0) is {row[j]}. Remove the row or fill the value.");
                }

                ranges.Add(j, row[j], isDrawn);
            }
        }
    }

    private void Add(RowBlock block, double[] densities, double[] responsibilities)
    {
        int components = EffectiveRows.Length;
        for (int i = 0; i < block.Count; i++)
        {
            double weight = block.Weights[i];
            if (weight == 0)
            {
                continue;
            }

            var own = responsibilities.AsSpan(i * components, components);
            long index = block.FirstRow + i;
            Count(block[i], own, weight, index);
            bool isDrawn = IsDrawn(index);
            bool isRare = leastLikely.Count < LeastLikelyRows || -densities[i] > HighestKept();
            if (isDrawn || isRare)
            {
                Keep(new DrawnRow(index, weight, block[i].ToArray(), own.ToArray(), densities[i], model.ComponentOf(own)), isDrawn, isRare);
            }
        }
    }

    private void Count(ReadOnlySpan<double> row, ReadOnlySpan<double> own, double weight, long index)
    {
        int component = model.ComponentOf(own);
        double probability = model.ProbabilityOf(own, component);
        (component < 0 ? ref noise : ref Assigned[component])++;
        EffectiveNoise += weight * (model.Noise is null ? 0 : model.ProbabilityOf(own, NoisyMixture.NoiseLabel));
        for (int k = 0; k < own.Length; k++)
        {
            EffectiveRows[k] += weight * own[k];
        }

        for (int j = 0; j < row.Length; j++)
        {
            if (!double.IsNaN(row[j]))
            {
                Histograms[j].Add(row[j], weight);
            }
        }

        Uncertainty.Add(1 - probability, weight);
        MostUncertain = Math.Max(MostUncertain, 1 - probability);
        SureWeight += probability >= Sure ? weight : 0;
        Count(index, component < 0 ? own.Length : component);
    }

    private void Count(long index, int component)
    {
        if (labels is null)
        {
            return;
        }

        int label = labels[checked((int)index)];
        if (isClass[label])
        {
            Confusion!.Add(label, component);
        }
        else
        {
            Unlabelled++;
        }
    }

    // the queue gives up the most likely of those it holds first
    private double HighestKept() => leastLikely.TryPeek(out _, out double priority) ? priority : double.NegativeInfinity;

    private void Keep(DrawnRow row, bool isDrawn, bool isRare)
    {
        if (isDrawn)
        {
            drawn.Add(row);
        }

        if (isRare)
        {
            leastLikely.Enqueue(row, -row.LogDensity);
            if (leastLikely.Count > LeastLikelyRows)
            {
                leastLikely.Dequeue();
            }
        }
    }

    // a place of its own in every stretch, by a hash, so that nothing periodic in the data shows
    private bool IsDrawn(long index)
    {
        if (Rows <= MostDrawn)
        {
            return true;
        }

        long stretch = (long)((Int128)index * MostDrawn / Rows);
        long first = FirstOf(stretch);
        ulong hash = (ulong)stretch * 0x9E3779B97F4A7C15UL;
        hash = (hash ^ (hash >> 31)) * 0xBF58476D1CE4E5B9UL;
        return index == first + (long)((hash >> 11) % (ulong)(FirstOf(stretch + 1) - first));
    }

    private long FirstOf(long stretch) => (long)((((Int128)stretch * Rows) + MostDrawn - 1) / MostDrawn);
}
