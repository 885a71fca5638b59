using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Classes;

/// <summary>From labels to first parameters: one M-step in which a row of a known class belongs to it, a part of it shared out among all components; rows of unknown class, if they count at all, evenly.</summary>
/// <param name="family">The family.</param>
/// <param name="labels">What is known.</param>
/// <param name="classes">The classes of the components, each with one.</param>
/// <param name="evenly">The part of every row that is shared out evenly; 0 for known rows alone.</param>
internal sealed class LabelStep<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, KnownLabels labels, ComponentClasses classes, double evenly)
    : IMixtureFamily<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    public bool IntegratesMissing => family.IntegratesMissing;

    public int BlockRows(TModel model) => family.BlockRows(model);

    public int ComponentCount(TModel model) => family.ComponentCount(model);

    public int ParameterCount(TModel model) => family.ParameterCount(model);

    public TStatistics CreateStatistics(TModel model) => family.CreateStatistics(model);

    public TModel Maximize(TModel current, TStatistics statistics) => family.Maximize(current, statistics);

    public void LogJoint(TModel model, RowBlock rows, TStatistics statistics, ComponentBlock destination) => family.LogJoint(model, rows, statistics, destination);

    public void Accumulate(TModel model, RowBlock rows, ComponentBlock responsibilities, TStatistics statistics)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            int known = labels[rows.FirstRow + i];
            double even = rows.Weights[i] * evenly / responsibilities.Components;
            for (int k = 0; k < responsibilities.Components; k++)
            {
                responsibilities[k][i] = even + (known >= 0 && classes.OfComponents[k] == known ? rows.Weights[i] * (1 - evenly) : 0);
            }
        }

        family.Accumulate(model, rows, responsibilities, statistics);
    }
}
