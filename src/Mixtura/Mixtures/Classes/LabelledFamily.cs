using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures.Search;

namespace Mixtura.Mixtures.Classes;

/// <summary>Any mixture, with the classes of some rows known: such a row belongs to the components of its class, by their posterior probabilities within it, and its term of the log-likelihood is log Σₖ πₖ fₖ(x) over these alone.
/// All else is the family's own.</summary>
/// <param name="family">The family.</param>
/// <param name="labels">What is known; rows by their place in the source.</param>
/// <param name="classes">The classes of the components.</param>
internal sealed class LabelledFamily<TModel, TStatistics>(IComponentFamily<TModel, TStatistics> family, KnownLabels labels, ComponentClasses classes)
    : FamilyOver<TModel, TStatistics>(family), IVectorModel<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    public override void LogJoint(TModel model, RowBlock rows, TStatistics statistics, ComponentBlock destination)
    {
        base.LogJoint(model, rows, statistics, destination);
        for (int i = 0; i < rows.Count; i++)
        {
            if (labels[rows.FirstRow + i] is >= 0 and var known)
            {
                Complete(model, rows[i], known, destination, i);
                Keep(known, destination, i);
            }
        }
    }

    public double ObjectiveTerm(TModel model) => family.ObjectiveTerm(model);

    public Degeneracy? FindDegeneracy(TModel model) => family.FindDegeneracy(model);

    public void Release(TModel model) => family.Release(model);

    public int VectorLength(TModel model) => family.VectorLength(model);

    public void WriteVector(TModel model, Span<double> vector) => family.WriteVector(model, vector);

    public void WriteInformation(TModel model, Span<double> information) => family.WriteInformation(model, information);

    public TModel FromVector(TModel model, ReadOnlySpan<double> vector) => family.FromVector(model, vector);

    // the other classes' components are out of the question
    private void Keep(int known, ComponentBlock joint, int row)
    {
        for (int k = 0; k < joint.Components; k++)
        {
            if (classes.OfComponents[k] != known)
            {
                joint[k][row] = double.NegativeInfinity;
            }
        }
    }

    // a family may leave out what is far below the row's largest, which is of another class perhaps
    private void Complete(TModel model, ReadOnlySpan<double> row, int known, ComponentBlock joint, int place)
    {
        double own = double.NegativeInfinity, others = double.NegativeInfinity;
        bool isLeftOut = false;
        for (int k = 0; k < joint.Components; k++)
        {
            double value = joint[k][place];
            bool isOwn = classes.OfComponents[k] == known;
            isLeftOut |= isOwn && double.IsNegativeInfinity(value);
            (own, others) = isOwn ? (Math.Max(own, value), others) : (own, Math.Max(others, value));
        }

        if (!isLeftOut || own > others)
        {
            return;
        }

        var all = new double[joint.Components];
        if (family.TryLogJoint(model, row, all))
        {
            for (int k = 0; k < all.Length; k++)
            {
                joint[k][place] = all[k];
            }
        }
    }
}
