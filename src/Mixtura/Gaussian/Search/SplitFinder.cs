using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>The best way found to split a component in two, and a lower bound (Jensen) of what the log-likelihood gains by it.</summary>
internal sealed class SplitFinder(SearchContext context, RandomSource random)
{
    private const double LeastResponsibility = 0.02;
    private const int MostRows = 1000;
    private const int Steps = 8;

    // the halves' means lie so many standard deviations from the whole's, along its longest axis
    private const double Offset = 0.8;

    // each half must hold what this many rows in units of the structure's need hold
    private const double LeastMass = 2;

    // where the likelihood is bounded one row is enough; its half starts so narrow, in variances
    private const double LoneMass = 0.5;
    private const double LoneShare = 0.01;

    /// <summary>The halves, their weights summing to 1, and the gain in nats; null if the component is too light or no way was sound.</summary>
    public LocalOutcome? Find(GaussianParameters model, SampleView view, int component)
    {
        double need = context.IsBounded ? LoneMass : LeastMass * (context.RowsNeeded + 1);
        if (model.Weights[component] * context.EffectiveRows < 2 * need)
        {
            return null;
        }

        var rows = view.RowsOf([component], LeastResponsibility, MostRows);
        if (rows.Count < 4)
        {
            return null;
        }

        var fit = new LocalFit(context.FamilyOfFew(model, model.Weights[component]), context.Features, context.Work);
        var local = Gather(model, view, component, rows, out double whole);
        LocalOutcome? best = null;
        foreach (var start in Starts(model, view, component, rows))
        {
            if (start is not null && fit.Run(start, local, Steps) is { } outcome
                && outcome.Model.Weights.Min() * model.Weights[component] * context.EffectiveRows >= need
                && !(outcome.Objective <= best?.Objective))
            {
                best = outcome;
            }
        }

        return best is null ? null : best with { Objective = best.Objective - whole };
    }

    // the component's rows weighted by its responsibility, scaled up to all that it holds; and their log density under the whole
    private LocalRows Gather(GaussianParameters model, SampleView view, int component, List<int> rows, out double whole)
    {
        var weights = new double[rows.Count];
        double held = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            held += weights[i] = view.Weight(rows[i]) * view.Responsibility(component, rows[i]);
        }

        double scale = model.Weights[component] * context.TotalWeight / held;
        double logWeight = Math.Log(model.Weights[component]);
        var joint = view.Joint(component);
        whole = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= scale;
            whole += weights[i] * (joint[rows[i]] - logWeight);
        }

        return new LocalRows(view.Values(rows), weights, []);
    }

    private IEnumerable<GaussianParameters?> Starts(GaussianParameters model, SampleView view, int component, List<int> rows)
    {
        var covariance = new double[model.Structure.FormLength(context.Features)];
        model.Structure.WriteForm(model, component, covariance);
        yield return AlongAxis(model, component, covariance);

        int first = rows[(int)random.NextIndex(rows.Count)];
        int second = rows[(int)random.NextIndex(rows.Count)];
        yield return first == second ? null : AtRows(model, view.Values([first, second]), covariance);

        if (context.IsBounded)
        {
            yield return Alone(model, component, view.Values([rows.MinBy(row => view.Joint(component)[row])]), covariance);
        }
    }

    // the row that fits worst by itself
    private GaussianParameters Alone(GaussianParameters model, int component, double[] row, double[] covariance)
    {
        double share = 1 / Math.Max(2, model.Weights[component] * context.EffectiveRows);
        return GaussianParameters.FromForms(
            model.Structure, model.Features, [1 - share, share], [.. model.Mean(component), .. row], [.. covariance, .. covariance.Select(static value => LoneShare * value)]);
    }

    private GaussianParameters AlongAxis(GaussianParameters model, int component, double[] covariance)
    {
        int d = context.Features;
        var axis = context.LongestAxis(covariance);
        var means = new double[2 * d];
        var remaining = (double[])covariance.Clone();
        for (int a = 0; a < d; a++)
        {
            means[a] = model.Mean(component)[a] + (Offset * axis[a]);
            means[d + a] = model.Mean(component)[a] - (Offset * axis[a]);
        }

        Subtract(axis, remaining);
        return GaussianParameters.FromForms(model.Structure, d, [0.5, 0.5], means, [.. remaining, .. remaining]);
    }

    // without correlations there is one column of variances
    private static void Subtract(double[] axis, double[] form)
    {
        int columns = form.Length / axis.Length;
        for (int i = 0; i < form.Length; i++)
        {
            int a = i / columns;
            int b = columns == 1 ? a : i % columns;
            form[i] -= Offset * Offset * axis[a] * axis[b];
        }
    }

    private static GaussianParameters AtRows(GaussianParameters model, double[] means, double[] covariance)
    {
        var half = Array.ConvertAll(covariance, static value => 0.5 * value);
        return GaussianParameters.FromForms(model.Structure, model.Features, [0.5, 0.5], means, [.. half, .. half]);
    }
}
