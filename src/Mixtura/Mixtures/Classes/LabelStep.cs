using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures.Classes;

/// <summary>From labels to first parameters: one M-step in which a row of a known class belongs to it, a part of it shared out among all components; rows of unknown class, if they count at all, evenly.</summary>
/// <param name="family">The family.</param>
/// <param name="labels">What is known.</param>
/// <param name="classes">The classes of the components, each with one.</param>
/// <param name="evenly">The part of every row that is shared out evenly; 0 for known rows alone.</param>
internal sealed class LabelStep<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, KnownLabels labels, ComponentClasses classes, double evenly)
    : FamilyOver<TModel, TStatistics>(family)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    public override void Accumulate(TModel model, RowBlock rows, ComponentBlock responsibilities, TStatistics statistics)
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

        base.Accumulate(model, rows, responsibilities, statistics);
    }
}
