using Mixtura.Data;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>From a fit to the parameters that an <see cref="Exchange"/> of its rows leads to: the way out of local optima where rows are few, for two components too.</summary>
internal sealed class ExchangeMove(GaussianSpace space, IMixtureFamily<GaussianParameters, GaussianStatistics> family, CancellationToken cancellationToken)
    : IExchange<GaussianParameters>
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
    public static bool AppliesTo(GaussianSpace space) => space.Start.Components > 1 && space.Start.Summary.WeightedRows <= MostRows
        && (double)space.Start.Summary.WeightedRows * space.Start.Components * space.Structure.FormLength(space.Features) <= MostWork
        && !space.Structure.IsShared && !(space.Structure.IsBounded(space.Features) && !space.Structure.Storage.HasCorrelations);

    /// <inheritdoc/>
    public GaussianParameters? From(GaussianParameters model, RandomSource random)
    {
        if (Owners(model) is not { } owners)
        {
            return null;
        }

        var exchange = new Exchange(coordinates.Value, owners, model.Components, model.Structure.Storage, space.RowsNeeded, space.Work, cancellationToken);
        bool moved = exchange.Run();
        moved |= exchange.Kick(random, Kicks);
        var found = moved ? Maximize(model, owners) : null;
        return found is not null && family.FindDegeneracy(found) is null ? found : null;
    }

    private readonly Lazy<RowSample> distinct = new(() => space.Start.Sample.Distinct());
    private readonly Lazy<RowSample> coordinates = new(() => CoordinatesOf(space).Distinct());

    private int Kicks => (int)Math.Clamp(PairsPerKick / (space.Start.Summary.WeightedRows * space.Start.Components), LeastKicks, MostKicks);

    // those in which the criterion is the structure's own
    private static RowSample CoordinatesOf(GaussianSpace space) =>
        space.Structure.Storage.HasCorrelations ? space.Start.Whitened : space.Structure.Storage.IsSpherical ? space.Start.Sample.AsMeasured() : space.Start.Sample;

    // each row's most probable component; null where one would be left with too few
    private int[]? Owners(GaussianParameters model)
    {
        var sample = distinct.Value;
        var view = new SampleView<GaussianParameters, GaussianStatistics>(sample, model.Components, family, space.Work);
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

        return masses.Min() > space.RowsNeeded ? owners : null;
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
            var rows = new RowBlock(sample.Observed(start, count), sample.Weights.AsSpan(start, count), sample.Features, start);
            var block = new ComponentBlock(buffer.Span, model.Components, count, stride);
            statistics.LogJoint(model, rows, block);
            buffer.Span.Clear();
            for (int i = 0; i < count; i++)
            {
                buffer.Span[(owners[start + i] * stride) + i] = sample.Weights[start + i];
            }

            statistics.Add(model, block);
        }

        space.Work.Add(sample.Count, model.Components);
        return family.Maximize(model, statistics);
    }
}
