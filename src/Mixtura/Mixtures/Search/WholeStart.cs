using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>From parameters that some of the rows have led to, to ones that leave nothing out: a count or a level that those rows knew nothing of has no density under any component, or under the wrong one alone, and EM never leaves
/// a probability of 0. One EM step over all rows, a little of each shared out evenly; all of it where no component can describe it.</summary>
/// <param name="family">The family.</param>
/// <param name="rows">All rows.</param>
/// <param name="threads">The threads of a sweep.</param>
/// <param name="cancellationToken">Cancels.</param>
internal sealed class WholeStart<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family, IRowSource rows, int threads, CancellationToken cancellationToken)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // less than optima of a sample lie beside those of all rows, and enough to grow from
    private const double Evenly = 1e-4;

    /// <summary>The sweeps over all rows.</summary>
    public int Passes { get; private set; }

    /// <summary>The parameters; null where it was cancelled.</summary>
    public TModel? Of(TModel start)
    {
        using var pass = new BlockPass<TModel, TStatistics>(new EvenlyShared(family), start, rows, threads);
        if (!pass.TryExpect(start, cancellationToken, out _))
        {
            return null;
        }

        Passes += pass.Count;
        return family.Maximize(start, pass.Statistics);
    }

    /// <summary>The family, but for a little of every row.</summary>
    private sealed class EvenlyShared(IMixtureFamily<TModel, TStatistics> family) : FamilyOver<TModel, TStatistics>(family)
    {
        public override void Accumulate(TModel model, RowBlock rows, ComponentBlock responsibilities, TStatistics statistics)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                Share(responsibilities, i, rows.Weights[i]);
            }

            base.Accumulate(model, rows, responsibilities, statistics);
        }

        private static void Share(ComponentBlock block, int row, double weight)
        {
            double described = 0;
            for (int k = 0; k < block.Components; k++)
            {
                described += block[k][row];
            }

            double evenly = described > 0 ? Evenly : 1;
            for (int k = 0; k < block.Components; k++)
            {
                block[k][row] = ((1 - evenly) * block[k][row]) + (evenly * weight / block.Components);
            }
        }
    }
}
