using System.Numerics.Tensors;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>From another fit to first parameters: the same as this family has it, or one component more.</summary>
internal sealed class HintStart<TModel, TStatistics>(SearchSpace<TModel, TStatistics> space)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>The parameters; null if no component can be split, or the fit is of another kind.</summary>
    public TModel? Of(Mixture hint)
    {
        if (space.OwnFormOf(hint) is not { } model)
        {
            return null;
        }

        int count = space.WeightsOf(model).Length;
        return count == space.Start.Components ? model : count + 1 == space.Start.Components ? Split(model) : null;
    }

    /// <summary>One component more by doubling the heaviest; null unless the hint has one component fewer.</summary>
    public TModel? Doubled(Mixture hint)
    {
        if (space.OwnFormOf(hint) is not { } model || space.WeightsOf(model).Length + 1 != space.Start.Components)
        {
            return null;
        }

        int heaviest = TensorPrimitives.IndexOfMax(space.WeightsOf(model));
        return space.Joined(model, heaviest, space.Doubled(model, heaviest));
    }

    // the component whose halves promise most; the halves with the whole's weight
    private TModel? Split(TModel model)
    {
        int count = space.WeightsOf(model).Length;
        var view = new SampleView<TModel, TStatistics>(space.Thinned, count, space.NewFamily(), space.Work);
        view.Look(model);
        LocalOutcome<TModel>? best = null;
        int split = -1;
        for (int k = 0; k < count; k++)
        {
            var outcome = new SplitFinder<TModel, TStatistics>(space, new RandomSource(space.Start.Seed, (ulong)k)).Find(model, view, k);
            if (outcome is not null && !(outcome.Objective <= best?.Objective))
            {
                best = outcome;
                split = k;
            }
        }

        return best is null ? null : space.Joined(model, split, best.Model);
    }
}
