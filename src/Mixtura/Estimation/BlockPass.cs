using Mixtura.Data;

namespace Mixtura.Estimation;

/// <summary>One parallel sweep over all rows, in this process or in all that share them: the E-step adds every block to its slot's statistics, the slots are added in a fixed order.</summary>
/// <remarks>Neither the cut into slots nor the order depends on the number of threads or processes, so the sums have the same bits for any number.
/// Memory is O(threads · block + (threads + log slots) · statistics).</remarks>
internal sealed class BlockPass<TModel, TStatistics> : IPass<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private readonly ILatentVariableModel<TModel, TStatistics> family;
    private readonly SlotSweep<TModel, TStatistics> sweep;

    public BlockPass(ILatentVariableModel<TModel, TStatistics> family, TModel model, IRowSource rows, int threads)
    {
        this.family = family;
        Statistics = family.CreateStatistics(model)
            ?? throw new InvalidOperationException($"CreateStatistics of {family.GetType().Name} returned null. Return empty sums.");
        sweep = new SlotSweep<TModel, TStatistics>(family, model, rows, SlotPartition.Of(rows.Rows, Statistics.Length), threads);
    }

    /// <inheritdoc/>
    public TStatistics Statistics { get; }

    /// <inheritdoc/>
    public double TotalWeight { get; private set; }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public bool TryExpect(TModel current, CancellationToken cancellationToken, out double bound)
    {
        bound = double.NaN;
        if (!sweep.TryFill(current, weighs: Count == 0, cancellationToken))
        {
            return false;
        }

        Statistics.Clear();
        Statistics.CopyFrom(sweep.Statistics);
        TotalWeight = Count == 0 ? sweep.Weight : TotalWeight;
        bound = sweep.Objective + family.ObjectiveTerm(current);
        Count++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => sweep.Dispose();
}
