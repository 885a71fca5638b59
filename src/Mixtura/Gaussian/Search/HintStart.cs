using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

/// <summary>From another fit to first parameters: the same with another structure, or one component more.</summary>
internal static class HintStart
{
    private const double Aside = 0.1;

    /// <summary>The parameters; null if no component can be split.</summary>
    public static GaussianParameters? Of(GaussianMixture hint, SearchContext context, GaussianFamily family)
    {
        var model = hint.Parameters;
        var structure = context.Start.Structure;
        var all = model.Forms(structure);
        if (model.Components == context.Start.Components)
        {
            return GaussianParameters.FromForms(structure, model.Features, model.Weights, model.Means, all);
        }

        return model.Components + 1 == context.Start.Components ? Split(model, all, context, family) : null;
    }

    /// <summary>One component more by doubling the heaviest, the two a tenth of a standard deviation to either side: as high a bound as before, nearly, and a way up. Null unless
    /// the hint has one component fewer.</summary>
    public static GaussianParameters? Doubled(GaussianMixture hint, SearchContext context)
    {
        var model = hint.Parameters;
        if (model.Components + 1 != context.Start.Components || model.Structure != context.Start.Structure)
        {
            return null;
        }

        int d = model.Features;
        int heaviest = Array.IndexOf(model.Weights, model.Weights.Max());
        var all = model.Forms(model.Structure);
        int length = model.Structure.FormLength(d);
        double[] covariance = all[(heaviest * length)..((heaviest + 1) * length)];
        var axis = context.LongestAxis(covariance);
        double[] means = [.. model.Means, .. model.Mean(heaviest)];
        for (int j = 0; j < d; j++)
        {
            means[(heaviest * d) + j] -= Aside * axis[j];
            means[(model.Components * d) + j] += Aside * axis[j];
        }

        double[] weights = [.. model.Weights, model.Weights[heaviest] / 2];
        weights[heaviest] /= 2;
        return GaussianParameters.FromForms(model.Structure, d, weights, means, [.. all, .. covariance]);
    }

    // the component whose halves promise most; the halves with the whole's weight
    private static GaussianParameters? Split(GaussianParameters model, double[] all, SearchContext context, GaussianFamily family)
    {
        var view = new SampleView(context.Thinned, model.Components, family, context.Work);
        view.Look(model);
        LocalOutcome? best = null;
        int split = -1;
        for (int k = 0; k < model.Components; k++)
        {
            var outcome = new SplitFinder(context, new RandomSource(context.Start.Seed, (ulong)k)).Find(model, view, k);
            if (outcome is not null && !(outcome.Objective <= best?.Objective))
            {
                best = outcome;
                split = k;
            }
        }

        return best is null ? null : Joined(model, all, split, best.Model);
    }

    private static GaussianParameters Joined(GaussianParameters model, double[] all, int split, GaussianParameters halves)
    {
        int d = model.Features;
        double[] weights = [.. model.Weights, model.Weights[split] * halves.Weights[1]];
        weights[split] *= halves.Weights[0];
        double[] means = [.. model.Means, .. halves.Mean(1)];
        halves.Mean(0).CopyTo(means.AsSpan(split * d));
        int length = halves.Structure.FormLength(d);
        double[] covariances = [.. all, .. new double[length]];
        halves.Structure.WriteForm(halves, 0, covariances.AsSpan(split * length));
        halves.Structure.WriteForm(halves, 1, covariances.AsSpan(all.Length));
        return GaussianParameters.FromForms(model.Structure, d, weights, means, covariances);
    }
}
