using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.ScaleMixtures;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>
/// Mixtures of multivariate Student-t components (Peel and McLachlan 2000) by maximum likelihood, or the posterior mode under a prior: Gaussians with tails, which rows far out do not spoil.
/// </summary>
/// <remarks>
/// <para>fₖ(x) = Γ((ν+D)/2) / (Γ(ν/2) (νπ)^(D/2) |Σ|^½) · (1 + δ/ν)^(−(ν+D)/2), with δ = (x−μ)ᵀΣ⁻¹(x−μ). The latent variables are the component and, within it, a scale τ of every row;
/// u = E[τ|x] = (ν+D)/(ν+δ). The M-step (plain EM: r, u and E[ln τ] from one E-step) is that of Gaussians with moments weighted by r·u, the scale matrix still divided by Σr, so all fourteen
/// structures serve; ν solves an equation of its own.</para>
/// </remarks>
/// <param name="structure">What scale matrices look like.</param>
/// <param name="degrees">What becomes of ν.</param>
/// <param name="regularization">Added to every variance in the M-step; 0 for pure maximum likelihood.</param>
/// <param name="guard">What is degenerate; null to go on as long as the numbers allow.</param>
/// <param name="prior">On locations and scale matrices; null for none.</param>
/// <param name="held">What stays as it is; null for nothing.</param>
/// <param name="startFreedom">The degrees of freedom of which some may stay.</param>
internal sealed partial class StudentTFamily(
    CovarianceStructure structure, DegreesOfFreedom degrees, double regularization = 0, DegeneracyRules? guard = null, GaussianPrior? prior = null, HeldParts? held = null,
    double[]? startFreedom = null)
    : ScaleMixtureFamily<StudentTParameters, StudentTStatistics>(structure, guard, prior, held), IAcceleratedModel<StudentTParameters, StudentTStatistics>
{
    private StudentTChart? chart;
    private StudentTParameters? stepped;
    private StudentTParameters? steppedFrom;

    public override string Name => "student-t";

    /// <summary>What becomes of ν.</summary>
    public DegreesOfFreedom Degrees => degrees;

    public override IComponentFamily<StudentTParameters, StudentTStatistics> ForWorker() =>
        new StudentTFamily(Structure, degrees, regularization, Guard, Prior, Held, startFreedom) { Centre = Centre };

    public override StudentTStatistics CreateStatistics(StudentTParameters model) => new(model.Gaussians);

    /// <summary>The M-step. From a <see cref="Pooled"/> mixture, whose sums count every row in full and know nothing of tails, an estimated ν begins at 10.</summary>
    public override StudentTParameters Maximize(StudentTParameters current, StudentTStatistics statistics)
    {
        if (stepped is { } known && ReferenceEquals(steppedFrom, current))
        {
            stepped = null;
            return known;
        }

        var next = Rent(current);
        Step(current, statistics.Moments, statistics.Counts, regularization, next);
        degrees.Maximize(current, statistics, next.DegreesOfFreedom);
        Held?.HoldFreedom(startFreedom, next.DegreesOfFreedom);
        next.Prepare();
        return Held is null ? next : StudentTParameters.Of(Held.HoldCovariances(next.Gaussians), next.DegreesOfFreedom);
    }

    public override void Release(StudentTParameters model)
    {
        steppedFrom = ReferenceEquals(steppedFrom, model) ? null : steppedFrom;
        base.Release(model);
    }

    /// <summary>K equal components with the data's mean and covariance and so many degrees of freedom that every row counts in full.</summary>
    public override StudentTParameters Pooled(DataSummary summary, int components) =>
        StudentTParameters.Of(GaussianPart.Pooled(summary, components, Structure), [.. Enumerable.Repeat(DegreesOfFreedom.AsGaussian, components)]);

    /// <summary>Scale matrices as near to the structure as can be, one ν for all the average.</summary>
    public override StudentTParameters Compose(IReadOnlyList<ComponentOf<StudentTParameters>> parts) =>
        StudentTParameters.Of(ScaleMixtureParts.Compose(parts, Structure), degrees.Of(parts));

    /// <summary>The parts of location and scale matrix with the same ν: a Student-t again (Kotz and Nadarajah 2004).</summary>
    public override StudentTParameters Marginal(StudentTParameters model, ReadOnlySpan<int> features) =>
        StudentTParameters.Of(ScaleMixtureParts.Marginal(model.Gaussians, features), model.DegreesOfFreedom);

    public override IGapCompletion CompletionOf(StudentTParameters model) => new StudentTCompletion(model);

    public override IReadOnlyList<ParameterArray> Describe(StudentTParameters model) => StudentTDescription.Of(model);

    public override StudentTParameters Create(IReadOnlyDictionary<string, ParameterArray> parameters) => StudentTDescription.Read(parameters, Structure, degrees);

    // what is added to variances belongs to no objective: EM with it climbs nothing that leaps could be checked against
    public int TangentLength(StudentTParameters model) => Held is not null || regularization > 0 ? 0 : ChartOf(model).Length;

    public void Gradient(StudentTParameters model, StudentTStatistics statistics, Span<double> gradient)
    {
        Moments.Read(model.Gaussians, statistics.Moments, statistics.Counts);
        ChartOf(model).Gradient(model, statistics, Moments, gradient);
        if (!model.Structure.HasGradient)
        {
            // EM's own step stands for the gradient; it is the next thing to be asked for
            stepped = null;
            stepped = Maximize(model, statistics);
            steppedFrom = model;
            ChartOf(model).SetScaleStep(model, stepped, gradient);
        }
    }

    public void Tangent(StudentTParameters model, StudentTParameters other, Span<double> tangent) => ChartOf(model).Tangent(model, other, tangent);

    public StudentTParameters Retract(StudentTParameters model, ReadOnlySpan<double> tangent)
    {
        var next = Rent(model);
        ChartOf(model).Retract(model, tangent, next);
        next.Prepare();
        return next;
    }

    public double StepSize(StudentTParameters model, ReadOnlySpan<double> tangent) => ChartOf(model).StepSize(model, tangent);

    protected override bool HasVector(StudentTParameters model) => Held is null && regularization == 0 && model.Components > 1;

    protected override void LogJointOfDistances(StudentTParameters model, Span<double> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            double nu = model.DegreesOfFreedom[k];
            values[k] = model.Offsets[k] - (0.5 * (nu + model.Features) * Log1p.Of(values[k] / nu));
        }
    }

    protected override Degeneracy? FindOwnDegeneracy(StudentTParameters model)
    {
        int undefined = Array.FindIndex(model.Offsets, static offset => !double.IsFinite(offset));
        return undefined < 0 ? null : new Degeneracy(DegeneracyKind.Singular, undefined);
    }

    protected override int OwnParameters(int components) => degrees.Count(components);

    protected override int OwnCoordinates(int components) => degrees.IsEstimated ? components : 0;

    /// <summary>√(ν/(ν−2)·Σⱼⱼ), +∞ for ν ≤ 2. The location is the mean for ν > 1; the median and the mode always.</summary>
    protected override void WriteDeviations(StudentTParameters model, int component, Span<double> variances)
    {
        double nu = model.DegreesOfFreedom[component];
        for (int j = 0; j < model.Features; j++)
        {
            variances[j] = nu > 2 ? Math.Sqrt(nu / (nu - 2) * variances[j]) : double.PositiveInfinity;
        }
    }

    /// <summary>1/√τ with τ ~ Gamma(ν/2, ν/2).</summary>
    protected override double DrawStretch(StudentTParameters model, int component, RandomSource random)
    {
        double half = 0.5 * model.DegreesOfFreedom[component];
        return Math.Sqrt(half / random.NextGamma(half));
    }

    /// <summary>log νₖ where ν is estimated.</summary>
    protected override void WriteOwn(StudentTParameters model, Span<double> vector)
    {
        for (int k = 0; k < vector.Length; k++)
        {
            vector[k] = Math.Log(model.DegreesOfFreedom[k]);
        }
    }

    /// <summary>Of log ν the complete data, which have every row's scale τ, say π · ν²/4 · (ψ′(ν/2) − 2/ν).</summary>
    protected override void WriteOwnInformation(StudentTParameters model, Span<double> information)
    {
        for (int k = 0; k < information.Length; k++)
        {
            information[k] = model.Gaussians.Weights[k] * 0.25 * Math.Pow(model.DegreesOfFreedom[k], 2) * DigammaExcess.Fall(0.5 * model.DegreesOfFreedom[k]);
        }
    }

    protected override StudentTParameters FromOwn(StudentTParameters model, GaussianParameters gaussians, ReadOnlySpan<double> vector)
    {
        var freedoms = (double[])model.DegreesOfFreedom.Clone();
        for (int k = 0; k < vector.Length; k++)
        {
            freedoms[k] = Math.Clamp(Math.Exp(vector[k]), DegreesOfFreedom.Smallest, DegreesOfFreedom.Largest);
        }

        return StudentTParameters.Of(gaussians, freedoms);
    }

    protected override StudentTParameters RoomLike(StudentTParameters like) => new(like.Structure, like.Components, like.Features);

    private StudentTChart ChartOf(StudentTParameters model) =>
        chart is { } kept && kept.Fits(model) ? kept : chart = new StudentTChart(model.Structure, degrees, model.Components, model.Features);
}
