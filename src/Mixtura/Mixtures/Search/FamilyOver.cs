using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>A family in all but what is written over it.</summary>
/// <param name="family">The family.</param>
internal abstract class FamilyOver<TModel, TStatistics>(IMixtureFamily<TModel, TStatistics> family) : IMixtureFamily<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    public bool IntegratesMissing => family.IntegratesMissing;

    public int BlockRows(TModel model) => family.BlockRows(model);

    public int ComponentCount(TModel model) => family.ComponentCount(model);

    public int ParameterCount(TModel model) => family.ParameterCount(model);

    public TStatistics CreateStatistics(TModel model) => family.CreateStatistics(model);

    public virtual void LogJoint(TModel model, RowBlock rows, TStatistics statistics, ComponentBlock destination) => family.LogJoint(model, rows, statistics, destination);

    public virtual void Accumulate(TModel model, RowBlock rows, ComponentBlock responsibilities, TStatistics statistics) => family.Accumulate(model, rows, responsibilities, statistics);

    public TModel Maximize(TModel current, TStatistics statistics) => family.Maximize(current, statistics);
}
