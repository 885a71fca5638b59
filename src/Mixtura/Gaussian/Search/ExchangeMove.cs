using Mixtura.Data;
using Mixtura.Gaussian.Starts;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>From a fit to the parameters that an <see cref="Exchange"/> of its rows leads to: the way out of local optima where rows are few, for two components too.</summary>
internal sealed class ExchangeMove(SearchContext context, GaussianFamily family, CancellationToken cancellationToken)
{
    // on more rows components fit no single one so closely that an exchange finds what EM does not
    private const int MostRows = 2000;

    // nor where one sweep costs more than this many operations
    private const double MostWork = 2e7;

    // kicks for so many pairs of row and component, at least and at most so many
    private const double PairsPerKick = 20_000;
    private const int LeastKicks = 3;
    private const int MostKicks = 10;

    /// <summary>Whether it is for these data and this structure: components have covariances of their own.</summary>
    public bool Applies { get; } = context.Start.Components > 1 && context.Start.Summary.WeightedRows <= MostRows
        && (double)context.Start.Summary.WeightedRows * context.Start.Components * context.Start.Structure.FormLength(context.Features) <= MostWork
        && !context.Start.Structure.IsShared && !(context.Start.Structure.IsBounded(context.Features) && !context.Start.Structure.Storage.HasCorrelations);

    /// <summary>The parameters; null where no row changes hands, or they are degenerate.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="random">For the kicks.</param>
    public GaussianParameters? From(GaussianParameters model, RandomSource random)
    {
        if (Owners(model) is not { } owners)
        {
            return null;
        }

        var exchange = new Exchange(coordinates.Value, owners, model.Components, model.Structure.Storage, context.RowsNeeded, context.Work, cancellationToken);
        bool moved = exchange.Run();
        moved |= exchange.Kick(random, Kicks);
        var found = moved ? Maximize(model, owners) : null;
        return found is not null && family.FindDegeneracy(found) is null ? found : null;
    }

    private readonly Lazy<RowSample> distinct = new(() => context.Start.Sample.Distinct());
    private readonly Lazy<RowSample> coordinates = new(() => CoordinatesOf(context.Start).Distinct());

    private int Kicks => (int)Math.Clamp(PairsPerKick / (context.Start.Summary.WeightedRows * context.Start.Components), LeastKicks, MostKicks);

    // those in which the criterion is the structure's own
    private static RowSample CoordinatesOf(StartContext start) =>
        start.Structure.Storage.HasCorrelations ? start.Whitened : start.Structure.Storage.IsSpherical ? start.Sample.AsMeasured() : start.Sample;

    // each row's most probable component; null where one would be left with too few
    private int[]? Owners(GaussianParameters model)
    {
        var sample = distinct.Value;
        var view = new SampleView(sample, model.Components, family, context.Work);
        view.Look(model);
        var owners = new int[sample.Count];
        var masses = new double[model.Components];
        for (int i = 0; i < owners.Length; i++)
        {
            for (int k = 1; k < model.Components; k++)
            {
                owners[i] = view.Responsibility(k, i) > view.Responsibility(owners[i], i) ? k : owners[i];
            }

            masses[owners[i]] += sample.Weights[i];
        }

        return masses.Min() > context.RowsNeeded ? owners : null;
    }

    private GaussianParameters Maximize(GaussianParameters model, int[] owners)
    {
        var sample = distinct.Value;
        var statistics = family.CreateStatistics(model);
        int step = family.BlockRows(model);
        int stride = BlockLayout.Stride(step);
        var buffer = new AlignedBuffer(model.Components * stride);
        for (int start = 0; start < sample.Count; start += step)
        {
            int count = Math.Min(step, sample.Count - start);
            var rows = new RowBlock(sample.Rows(start, count), sample.Weights.AsSpan(start, count), sample.Features, start);
            var block = new ComponentBlock(buffer.Span, model.Components, count, stride);
            statistics.LogJoint(model, rows, block);
            buffer.Span.Clear();
            for (int i = 0; i < count; i++)
            {
                buffer.Span[(owners[start + i] * stride) + i] = sample.Weights[start + i];
            }

            statistics.Add(model, block);
        }

        context.Work.Add(sample.Count, model.Components);
        return family.Maximize(model, statistics);
    }
}
