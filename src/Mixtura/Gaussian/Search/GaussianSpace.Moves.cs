using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.Search;

internal sealed partial class GaussianSpace
{
    // the halves' means lie so many standard deviations from the whole's, along its longest axis
    private const double Offset = 0.8;

    // and of two that lie hardly apart
    private const double Aside = 0.1;

    // where the likelihood is bounded one row may be a half, which starts so narrow, in variances
    private const double LoneShare = 0.01;

    private readonly double[] deviations = Array.ConvertAll(start.Summary.Variances.ToArray(), Math.Sqrt);

    /// <inheritdoc/>
    public override GaussianParameters? OwnFormOf(Mixture fit) => fit is GaussianMixture { Parameters: var model }
        ? model.Structure == Structure ? model : GaussianParameters.FromForms(Structure, model.Features, model.Weights, model.Means, model.Forms(Structure))
        : null;

    /// <inheritdoc/>
    public override GaussianParameters Joined(GaussianParameters model, int split, GaussianParameters halves)
    {
        int d = model.Features;
        var all = model.Forms(model.Structure);
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

    /// <inheritdoc/>
    public override GaussianParameters Doubled(GaussianParameters model, int component)
    {
        var covariance = new double[model.Structure.FormLength(Features)];
        model.Structure.WriteForm(model, component, covariance);
        var axis = LongestAxis(covariance);
        double[] means = [.. model.Mean(component), .. model.Mean(component)];
        for (int j = 0; j < Features; j++)
        {
            means[j] -= Aside * axis[j];
            means[Features + j] += Aside * axis[j];
        }

        return GaussianParameters.FromForms(model.Structure, Features, [0.5, 0.5], means, [.. covariance, .. covariance]);
    }

    /// <inheritdoc/>
    public override double MergeCost(GaussianParameters model, SampleView<GaussianParameters, GaussianStatistics> view, int first, int second) =>
        RunnallsMerge.Cost(model, first, second);

    /// <inheritdoc/>
    public override GaussianParameters Proposal(
        GaussianParameters model, SampleView<GaussianParameters, GaussianStatistics> view, MoveKey key, GaussianParameters halves, double mass)
    {
        int d = model.Features;
        var (weight, mean, covariance) = RunnallsMerge.Of(model, key.First, key.Second);
        double split = model.Weights[key.Split];
        int length = covariance.Length;
        var covariances = new double[3 * length];
        covariance.CopyTo(covariances, 0);
        halves.Structure.WriteForm(halves, 0, covariances.AsSpan(length));
        halves.Structure.WriteForm(halves, 1, covariances.AsSpan(2 * length));
        return GaussianParameters.FromForms(
            model.Structure, d,
            [weight / mass, halves.Weights[0] * split / mass, halves.Weights[1] * split / mass],
            [.. mean, .. halves.Mean(0), .. halves.Mean(1)],
            covariances);
    }

    /// <inheritdoc/>
    public override GaussianParameters Apply(GaussianParameters model, Move<GaussianParameters> move)
    {
        int d = model.Features;
        int[] places = [move.Key.First, move.Key.Second, move.Key.Split];
        double mass = places.Sum(k => model.Weights[k]);
        double[] weights = [.. model.Weights];
        double[] means = [.. model.Means];
        var covariances = model.Forms(model.Structure);
        int length = model.Structure.FormLength(d);
        for (int i = 0; i < places.Length; i++)
        {
            int k = places[i];
            weights[k] = mass * move.Three.Weights[i];
            move.Three.Mean(i).CopyTo(means.AsSpan(k * d));
            move.Three.Structure.WriteForm(move.Three, i, covariances.AsSpan(k * length));
        }

        return GaussianParameters.FromForms(model.Structure, d, weights, means, covariances);
    }

    /// <inheritdoc/>
    public override IEnumerable<GaussianParameters?> Halves(
        GaussianParameters model, SampleView<GaussianParameters, GaussianStatistics> view, int component, List<int> rows, RandomSource random)
    {
        var covariance = new double[model.Structure.FormLength(Features)];
        model.Structure.WriteForm(model, component, covariance);
        yield return AlongAxis(model, component, covariance);

        int first = rows[(int)random.NextIndex(rows.Count)];
        int second = rows[(int)random.NextIndex(rows.Count)];
        yield return first == second ? null : AtRows(model, view.Values([first, second]), covariance);

        if (IsBounded)
        {
            yield return Alone(model, component, view.Values([rows.MinBy(row => view.Joint(component)[row])]), covariance);
        }
    }

    // the row that fits worst by itself
    private GaussianParameters Alone(GaussianParameters model, int component, double[] row, double[] covariance)
    {
        double share = 1 / Math.Max(2, model.Weights[component] * EffectiveRows);
        return GaussianParameters.FromForms(
            model.Structure, model.Features, [1 - share, share], [.. model.Mean(component), .. row], [.. covariance, .. covariance.Select(static value => LoneShare * value)]);
    }

    private GaussianParameters AlongAxis(GaussianParameters model, int component, double[] covariance)
    {
        int d = Features;
        var axis = LongestAxis(covariance);
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

    // the longest axis of an ellipsoid as seen in units of the data's deviations, one standard deviation long, in the data's units; without correlations it is that of a feature
    private double[] LongestAxis(double[] covariance) => covariance.Length == Features ? LongestOf(covariance) : PrincipalAxis(covariance);

    private double[] LongestOf(double[] variances)
    {
        var relative = new double[variances.Length];
        for (int j = 0; j < relative.Length; j++)
        {
            relative[j] = variances[j] * Unit(j) * Unit(j);
        }

        int longest = Array.IndexOf(relative, relative.Max());
        var axis = new double[variances.Length];
        axis[longest] = Math.Sqrt(Math.Max(0, variances[longest]));
        return axis;
    }

    private double[] PrincipalAxis(double[] covariance)
    {
        int d = Features;
        var scaled = DenseMatrix.Create(d, d, (i, j) => Unit(i) * Unit(j) * covariance[(i * d) + j]);
        var eigen = scaled.Evd(Symmetricity.Symmetric);
        double length = Math.Sqrt(Math.Max(0, eigen.EigenValues[d - 1].Real));
        var axis = eigen.EigenVectors.Column(d - 1);
        double sign = axis[axis.AbsoluteMaximumIndex()] < 0 ? -1 : 1;
        return [.. Enumerable.Range(0, d).Select(j => sign * length * axis[j] * (deviations[j] > 0 ? deviations[j] : 1))];
    }

    private double Unit(int feature) => deviations[feature] > 0 ? 1 / deviations[feature] : 1;
}
