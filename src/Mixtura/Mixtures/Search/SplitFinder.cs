using System.Numerics.Tensors;
using Mixtura.Estimation;
using Mixtura.Numerics;

namespace Mixtura.Mixtures.Search;

/// <summary>The best way found to split a component in two, and a lower bound (Jensen) of what the log-likelihood gains by it.</summary>
internal sealed class SplitFinder<TModel, TStatistics>(SearchSpace<TModel, TStatistics> space, RandomSource random)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private const double LeastResponsibility = 0.02;
    private const int MostRows = 1000;
    private const int Steps = 8;

    // each half must hold what this many rows in units of the structure's need hold
    private const double LeastMass = 2;

    // where the likelihood is bounded one row is enough
    private const double LoneMass = 0.5;

    /// <summary>The halves, their weights summing to 1, and the gain in nats; null if the component is too light or no way was sound.</summary>
    public LocalOutcome<TModel>? Find(TModel model, SampleView<TModel, TStatistics> view, int component)
    {
        double need = space.IsBounded ? LoneMass : LeastMass * (space.RowsNeeded + 1);
        if (space.WeightsOf(model)[component] * space.EffectiveRows < 2 * need)
        {
            return null;
        }

        var rows = view.RowsOf([component], LeastResponsibility, MostRows);
        if (rows.Count < 4)
        {
            return null;
        }

        var fit = new LocalFit<TModel, TStatistics>(space.FamilyOfFew(model, space.WeightsOf(model)[component]), space.Features, space.Work);
        var local = Gather(model, view, component, rows, out double whole);
        LocalOutcome<TModel>? best = null;
        foreach (var start in space.Halves(model, view, component, rows, random))
        {
            if (start is not null && fit.Run(start, local, Steps) is { } outcome
                && TensorPrimitives.Min(space.WeightsOf(outcome.Model)) * space.WeightsOf(model)[component] * space.EffectiveRows >= need
                && !(outcome.Objective <= best?.Objective))
            {
                best = outcome;
            }
        }

        return best is null ? null : best with { Objective = best.Objective - whole };
    }

    // the component's rows weighted by its responsibility, scaled up to all that it holds; and their log density under the whole
    private LocalRows Gather(TModel model, SampleView<TModel, TStatistics> view, int component, List<int> rows, out double whole)
    {
        var weights = new double[rows.Count];
        double held = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            held += weights[i] = view.Weight(rows[i]) * view.Responsibility(component, rows[i]);
        }

        double scale = space.WeightsOf(model)[component] * space.TotalWeight / held;
        double logWeight = Math.Log(space.WeightsOf(model)[component]);
        var joint = view.Joint(component);
        whole = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= scale;
            whole += weights[i] * (joint[rows[i]] - logWeight);
        }

        return new LocalRows(view.Values(rows), weights, []);
    }
}
