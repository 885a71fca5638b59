using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Online;

/// <summary>On-line EM of a mixture of one kind.</summary>
/// <param name="family">The kind, of this fit alone.</param>
/// <param name="engine">Where it stands.</param>
/// <param name="mixture">The mixture of parameters.</param>
/// <param name="start">The mixture that it began with, which tells what components are called.</param>
/// <param name="keepsOrder">Whether components stay in their order.</param>
internal sealed class OnlineFit<TModel, TStatistics>(
    IComponentFamily<TModel, TStatistics> family, OnlineExpectationMaximization<TModel, TStatistics> engine, Func<TModel, IReadOnlyList<string>, Mixture> mixture, Mixture start, bool keepsOrder)
    : IOnlineFit
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    public bool IntegratesMissing => family.IntegratesMissing;

    public bool IsWaiting => engine.IsWaiting;

    /// <summary>Begins with a mixture.</summary>
    /// <param name="family">The kind, of this fit alone.</param>
    /// <param name="start">The mixture.</param>
    /// <param name="known">What it was fitted to.</param>
    /// <param name="options">How.</param>
    /// <param name="mixture">The mixture of parameters.</param>
    /// <exception cref="InputException">The mixture is of another kind.</exception>
    public static OnlineFit<TModel, TStatistics> From(
        IComponentFamily<TModel, TStatistics> family, Mixture start, OnlineStart known, OnlineOptions options, Func<TModel, IReadOnlyList<string>, Mixture> mixture)
    {
        if (start.Core is not MixtureCore<TModel, TStatistics> { Model: var model })
        {
            throw new InputException($"The start is a {start.Family} mixture, a {family.Name} mixture is asked for. Start from one of those.");
        }

        var statistics = Known(family, model, known, options);
        var engine = new OnlineExpectationMaximization<TModel, TStatistics>(family, model, statistics, known.Weight, known.Rows, options, OnlineStart.RowsPerParameter * family.ParameterCount(model));
        return new OnlineFit<TModel, TStatistics>(family, engine, mixture, start, known.KeepsOrder);
    }

    public double Learn(IRowSource batch, CancellationToken cancellationToken) => engine.Learn(batch, cancellationToken);

    public IOnlineFit Copy() => new OnlineFit<TModel, TStatistics>(family, engine.Copy(), mixture, start, keepsOrder);

    public Mixture Mixture(IReadOnlyList<string> featureNames, out Degeneracy? degeneracy)
    {
        var model = engine.Estimate();
        int[] order = keepsOrder ? [.. Enumerable.Range(0, family.ComponentCount(model))] : CanonicalOrder.Of(family, model);
        degeneracy = engine.Degeneracy?.Reordered(order);
        return mixture(CanonicalOrder.Apply(family, model, order), featureNames).CalledAs(start, order);
    }

    private static TStatistics? Known(IComponentFamily<TModel, TStatistics> family, TModel model, OnlineStart known, OnlineOptions options)
    {
        if (known.Seen is { } rows)
        {
            using var pass = new BlockPass<TModel, TStatistics>(family, model, rows, options.Threads);
            pass.TryExpect(model, CancellationToken.None, out _);
            var taken = family.CreateStatistics(model);
            var sums = new double[taken.Length];
            pass.Statistics.CopyTo(sums);
            taken.CopyFrom(sums);
            return taken;
        }

        if (!(known.Weight > 0))
        {
            return null;
        }

        var restored = family.CreateStatistics(model);
        family.Restore(model, known.Weight, restored);
        return restored;
    }
}
