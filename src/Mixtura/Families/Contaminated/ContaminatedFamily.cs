using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.Contaminated;

/// <summary>
/// Mixtures of contaminated Gaussian components (Punzo and McNicholas 2016) by maximum likelihood, or the posterior mode under a prior: good rows, and among them bad ones, spread more widely about the same place.
/// </summary>
/// <remarks>
/// <para>fₖ(x) = αₖ N(x; μₖ, Σₖ) + (1−αₖ) N(x; μₖ, ηₖΣₖ). The latent variables are the component and, within it, whether a row is good; v is the posterior probability that it is. One E-step serves three
/// conditional maximizations of the same expected log-likelihood, so that the bound never falls: α = max(½, Σrv/Σr); μ and Σ given η from moments weighted by r·u, u = v + (1−v)/η, Σ divided by Σr, so all fourteen structures
/// serve; then η = max(1, Σ r(1−v)δ / (D·Σ r(1−v))) with δ under the new μ and Σ, in closed form from the moments of the bad rows.</para>
/// </remarks>
/// <param name="structure">What covariances look like.</param>
/// <param name="guard">What is degenerate; null to go on as long as the numbers allow.</param>
/// <param name="prior">On means and covariances; null for none.</param>
/// <param name="held">What stays as it is; null for nothing.</param>
internal sealed partial class ContaminatedFamily(CovarianceStructure structure, DegeneracyRules? guard = null, GaussianPrior? prior = null, HeldParts? held = null)
    : ScaleMixtureFamily<ContaminatedParameters, ContaminatedStatistics>(structure, guard, prior, held), ITakesFarRows<ContaminatedParameters>
{
    /// <summary>So wide that there are no bad rows to tell it: sums under such a mixture, of whose rows all are good, know nothing of α and η.</summary>
    private const double Unknown = 1e100;

    // where α and η begin when nothing is known of them
    private const double FirstShare = 0.9;
    private const double FirstInflation = 10;

    // the ends of their ranges
    private const double LeastShare = 0.5;

    // 1 − α of which rounding leaves something
    private const double LeastBad = 1.1102230246251565e-16;

    public override string Name => "contaminated-gaussian";

    public override IComponentFamily<ContaminatedParameters, ContaminatedStatistics> ForWorker() => new ContaminatedFamily(Structure, Guard, Prior, Held) { Centre = Centre };

    public override ContaminatedStatistics CreateStatistics(ContaminatedParameters model) => new(model.Gaussians);

    /// <summary>The M-step. From a <see cref="Pooled"/> mixture, whose sums know nothing of bad rows, α begins at 0.9 and η at 10.</summary>
    public override ContaminatedParameters Maximize(ContaminatedParameters current, ContaminatedStatistics statistics)
    {
        var next = Rent(current);
        Step(current, statistics.Moments, statistics.Counts, 0, next);
        next.PrepareGaussians();
        next = Held is null ? next : ContaminatedParameters.Of(Held.HoldCovariances(next.Gaussians), next.GoodShares, next.Inflations);
        for (int k = 0; k < next.Components; k++)
        {
            MaximizeScale(current, statistics, k, next);
        }

        next.PrepareScales();
        return next;
    }

    /// <summary>K equal components with the data's mean and covariance, every row good.</summary>
    public override ContaminatedParameters Pooled(DataSummary summary, int components) => ContaminatedParameters.Of(
        GaussianPart.Pooled(summary, components, Structure), [.. Enumerable.Repeat(1.0, components)], [.. Enumerable.Repeat(Unknown, components)]);

    public override ContaminatedParameters Compose(IReadOnlyList<ComponentOf<ContaminatedParameters>> parts) => Counted(ContaminatedParameters.Of(
        ScaleMixtureParts.Compose(parts, Structure), [.. parts.Select(static part => part.Model.GoodShares[part.Component])], [.. parts.Select(static part => part.Model.Inflations[part.Component])]));

    /// <summary>Each row becomes a bad one of the component nearest to it, whose bad rows are as wide as it is far.</summary>
    public ContaminatedParameters TakeIn(ContaminatedParameters model, IReadOnlyList<double[]> rows)
    {
        double[] shares = [.. model.GoodShares];
        double[] inflations = [.. model.Inflations];
        foreach (double[] row in rows)
        {
            double[] distances = [.. Enumerable.Range(0, model.Components).Select(k => Mahalanobis.Distance(model.Gaussians, k, row, model.Gaussians.Mean(k)))];
            int nearest = Array.IndexOf(distances, distances.Min());
            double count = Math.Max(1, model.Gaussians.Counts.Length > nearest ? model.Gaussians.Counts[nearest] : 1);
            shares[nearest] = Math.Max(LeastShare, shares[nearest] - (1 / (count + 1)));
            inflations[nearest] = Math.Max(inflations[nearest], distances[nearest] * distances[nearest] / model.Features);
        }

        return Counted(ContaminatedParameters.Of(model.Gaussians, shares, inflations));
    }

    /// <summary>The parts of mean and covariance with the same α and η: contaminated again.</summary>
    public override ContaminatedParameters Marginal(ContaminatedParameters model, ReadOnlySpan<int> features) =>
        ContaminatedParameters.Of(ScaleMixtureParts.Marginal(model.Gaussians, features), model.GoodShares, model.Inflations);

    public override IGapCompletion CompletionOf(ContaminatedParameters model) => new ContaminatedCompletion(model);

    public override IReadOnlyList<ParameterArray> Describe(ContaminatedParameters model) => ContaminatedDescription.Of(model);

    public override ContaminatedParameters Create(IReadOnlyDictionary<string, ParameterArray> parameters) => ContaminatedDescription.Read(parameters, Structure);

    protected override bool HasVector(ContaminatedParameters model) => Held is null;

    protected override void LogJointOfDistances(ContaminatedParameters model, Span<double> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = model.Parts[k].LogJoint(values[k]);
        }
    }

    /// <summary>A component whose good rows have become too few for its covariance: the others are its bad ones, however wide, and the likelihood rises without end.</summary>
    protected override Degeneracy? FindOwnDegeneracy(ContaminatedParameters model)
    {
        int undefined = Array.FindIndex(model.Parts, static part => !double.IsFinite(part.Height) || !double.IsFinite(part.Inflation));
        return undefined >= 0 ? new Degeneracy(DegeneracyKind.Singular, undefined) : Guard?.FindInCore(model.Gaussians, model.GoodCounts);
    }

    protected override int OwnParameters(int components) => 2 * components;

    /// <summary>√((α + (1−α)η)·Σⱼⱼ).</summary>
    protected override void WriteDeviations(ContaminatedParameters model, int component, Span<double> variances)
    {
        double share = model.GoodShares[component];
        foreach (ref double variance in variances)
        {
            variance = Math.Sqrt((share + ((1 - share) * model.Inflations[component])) * variance);
        }
    }

    /// <summary>√η for the share 1 − α of rows, else 1.</summary>
    protected override double DrawStretch(ContaminatedParameters model, int component, RandomSource random) =>
        random.NextUniform() < model.GoodShares[component] ? 1 : Math.Sqrt(model.Inflations[component]);

    /// <summary>log α/(1−α), K numbers, then log η.</summary>
    protected override void WriteOwn(ContaminatedParameters model, Span<double> vector)
    {
        for (int k = 0; k < model.Components; k++)
        {
            double bad = Math.Max(1 - model.GoodShares[k], LeastBad);
            vector[k] = Math.Log((1 - bad) / bad);
            vector[model.Components + k] = Math.Log(model.Inflations[k]);
        }
    }

    /// <summary>πα(1−α) of log α/(1−α), and π(1−α)D/2 of log η.</summary>
    protected override void WriteOwnInformation(ContaminatedParameters model, Span<double> information)
    {
        for (int k = 0; k < model.Components; k++)
        {
            double bad = model.Gaussians.Weights[k] * Math.Max(1 - model.GoodShares[k], LeastBad);
            information[k] = bad * model.GoodShares[k];
            information[model.Components + k] = 0.5 * bad * model.Features;
        }
    }

    protected override ContaminatedParameters FromOwn(ContaminatedParameters model, GaussianParameters gaussians, ReadOnlySpan<double> vector)
    {
        int count = model.Components;
        var shares = new double[count];
        var inflations = new double[count];
        for (int k = 0; k < count; k++)
        {
            shares[k] = model.GoodShares[k] == 1 ? 1 : Math.Clamp(1 / (1 + Math.Exp(-vector[k])), LeastShare, 1 - LeastBad);
            inflations[k] = Math.Max(1, Math.Exp(vector[count + k]));
        }

        return Counted(ContaminatedParameters.Of(gaussians, shares, inflations));
    }

    protected override ContaminatedParameters RoomLike(ContaminatedParameters like) => new(new GaussianParameters(like.Structure, like.Components, like.Features));

    private void MaximizeScale(ContaminatedParameters current, ContaminatedStatistics statistics, int component, ContaminatedParameters next)
    {
        double rows = statistics.Counts[component];
        double bad = statistics.Bad.Counts[component];
        next.KeepGoodCounts()[component] = rows - bad;
        bool isUnknown = current.Inflations[component] == Unknown;
        next.GoodShares[component] = isUnknown ? FirstShare : rows > 0 ? Math.Max(LeastShare, (rows - bad) / rows) : current.GoodShares[component];
        next.Inflations[component] = isUnknown ? FirstInflation
            : bad > 0 ? Math.Max(1, BadDistances.Of(statistics.Bad, component, next.Gaussians, Shift(component, next.Features)) / (next.Features * bad))
            : current.Inflations[component];
    }

    // good rows by their share, so that a component short of them is still seen
    private static ContaminatedParameters Counted(ContaminatedParameters model)
    {
        for (int k = 0; k < model.Gaussians.Counts.Length; k++)
        {
            model.KeepGoodCounts()[k] = model.Gaussians.Counts[k] * model.GoodShares[k];
        }

        return model;
    }
}
