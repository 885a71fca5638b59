using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.Missing;
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
    : IComponentFamily<StudentTParameters, StudentTStatistics>, IAcceleratedModel<StudentTParameters, StudentTStatistics>, IHoldsParts
{
    private readonly Stack<StudentTParameters> spare = new();
    private readonly GaussianMoments moments = new(prior) { Held = held };
    private double[] shifts = [];
    private StudentTChart? chart;
    private StudentTParameters? stepped;
    private StudentTParameters? steppedFrom;

    public string Name => "student-t";

    public bool HasHeavyTails => true;

    /// <summary>What scale matrices look like.</summary>
    public CovarianceStructure Structure => structure;

    /// <summary>What becomes of ν.</summary>
    public DegreesOfFreedom Degrees => degrees;

    /// <summary>What the coordinates of means are taken about; null for a family that has no others beside it, and needs no vector.</summary>
    public double[]? Centre { get; init; }

    public IComponentFamily<StudentTParameters, StudentTStatistics> ForWorker() => new StudentTFamily(structure, degrees, regularization, guard, prior, held, startFreedom) { Centre = Centre };

    public bool IntegratesMissing => true;

    public int BlockRows(StudentTParameters model) => model.Gaussians.Packed.BlockRows;

    public int ComponentCount(StudentTParameters model) => model.Components;

    public int FeatureCount(StudentTParameters model) => model.Features;

    public ReadOnlySpan<double> WeightsOf(StudentTParameters model) => model.Gaussians.Weights;

    public StudentTStatistics CreateStatistics(StudentTParameters model) => new(model.Gaussians);

    public void LogJoint(StudentTParameters model, RowBlock rows, StudentTStatistics statistics, ComponentBlock destination) =>
        statistics.LogJoint(model, rows, destination);

    /// <summary>A row that lacks values goes by the block, which integrates them out.</summary>
    public bool TryLogJoint(StudentTParameters model, ReadOnlySpan<double> row, Span<double> destination)
    {
        if (RowGaps.AnyIn(row))
        {
            return false;
        }

        model.Gaussians.RowDistances.Write(row, destination);
        for (int k = 0; k < destination.Length; k++)
        {
            double nu = model.DegreesOfFreedom[k];
            destination[k] = model.Offsets[k] - (0.5 * (nu + model.Features) * Log1p.Of(destination[k] / nu));
        }

        return true;
    }

    public void Accumulate(StudentTParameters model, RowBlock rows, ComponentBlock responsibilities, StudentTStatistics statistics) =>
        statistics.Add(model, responsibilities);

    /// <summary>The M-step. From a <see cref="Pooled"/> mixture, whose sums count every row in full and know nothing of tails, an estimated ν begins at 10.</summary>
    public StudentTParameters Maximize(StudentTParameters current, StudentTStatistics statistics)
    {
        if (stepped is { } known && ReferenceEquals(steppedFrom, current))
        {
            stepped = null;
            return known;
        }

        var next = Rent(current);
        moments.Read(current.Gaussians, statistics.Moments, statistics.Counts);
        moments.Maximize(regularization, shifts, next.Gaussians);
        degrees.Maximize(current, statistics, next.DegreesOfFreedom);
        held?.HoldFreedom(startFreedom, next.DegreesOfFreedom);
        next.Prepare();
        return held is null ? next : StudentTParameters.Of(held.HoldCovariances(next.Gaussians), next.DegreesOfFreedom);
    }

    public void MoveTo(StudentTParameters source, StudentTParameters target, StudentTStatistics statistics) => statistics.MoveTo(source, target);

    public void Restore(StudentTParameters model, double weight, StudentTStatistics statistics) => statistics.AddAsModelled(model, weight);

    public double ObjectiveTerm(StudentTParameters model) => prior?.LogDensity(model.Gaussians) ?? 0;

    public Degeneracy? FindDegeneracy(StudentTParameters model) =>
        (guard is { } rules ? rules.Find(model.Gaussians) : DegeneracyRules.FindSingular(model.Gaussians)) ?? FindUndefined(model);

    public int ParameterCount(StudentTParameters model) =>
        (model.Components * model.Features) + (model.Components - 1) + model.Structure.ParameterCount(model.Components, model.Features) + degrees.Count(model.Components) - (held?.Count ?? 0);

    public void Release(StudentTParameters model)
    {
        steppedFrom = ReferenceEquals(steppedFrom, model) ? null : steppedFrom;
        spare.Push(model);
    }

    /// <summary>K equal components with the data's mean and covariance and so many degrees of freedom that every row counts in full.</summary>
    public StudentTParameters Pooled(DataSummary summary, int components) => StudentTParts.Pooled(summary, components, structure);

    public StudentTParameters Compose(IReadOnlyList<ComponentOf<StudentTParameters>> parts) => StudentTParts.Compose(parts, structure, degrees);

    /// <summary>The parts of location and scale matrix with the same ν: a Student-t again (Kotz and Nadarajah 2004). The structure is the same where a part of it has that too, else diagonal or full.</summary>
    public StudentTParameters Marginal(StudentTParameters model, ReadOnlySpan<int> features) => StudentTParts.Marginal(model, features);

    /// <summary>The location (the mean for ν > 1; the median and the mode always) and √(ν/(ν−2)·Σⱼⱼ), +∞ for ν ≤ 2.</summary>
    public void WriteMoments(StudentTParameters model, int component, Span<double> means, Span<double> deviations)
    {
        double nu = model.DegreesOfFreedom[component];
        model.Gaussians.Mean(component).CopyTo(means);
        model.Structure.Storage.WriteVariances(model.Gaussians, component, deviations);
        for (int j = 0; j < model.Features; j++)
        {
            deviations[j] = nu > 2 ? Math.Sqrt(nu / (nu - 2) * deviations[j]) : double.PositiveInfinity;
        }
    }

    public IGapCompletion CompletionOf(StudentTParameters model) => new GaussianCompletion(model.Gaussians, model.DegreesOfFreedom);

    public double Correlation(StudentTParameters model, int component, int first, int second) => GaussianFamily.CorrelationOf(model.Gaussians, component, first, second);

    /// <summary>x = μ + Lz/√τ with z standard normal, τ ~ Gamma(ν/2, ν/2).</summary>
    public void Sample(StudentTParameters model, int component, RandomSource random, Span<double> row)
    {
        ArgumentNullException.ThrowIfNull(random);
        int d = model.Features;
        double half = 0.5 * model.DegreesOfFreedom[component];
        double stretch = Math.Sqrt(half / random.NextGamma(half));
        Span<double> deviates = d <= 256 ? stackalloc double[d] : new double[d];
        for (int j = 0; j < d; j++)
        {
            deviates[j] = random.NextGaussian() * stretch;
        }

        Whitening.Undo(model.Structure.FactorOf(model.Gaussians, component), deviates, row);
        var location = model.Gaussians.Mean(component);
        for (int j = 0; j < d; j++)
        {
            row[j] += location[j];
        }
    }

    public IReadOnlyList<ParameterArray> Describe(StudentTParameters model) => StudentTDescription.Of(model);

    public StudentTParameters Create(IReadOnlyDictionary<string, ParameterArray> parameters) => StudentTDescription.Read(parameters, structure, degrees);

    // what is added to variances belongs to no objective: EM with it climbs nothing that leaps could be checked against
    public int TangentLength(StudentTParameters model) => held is not null || regularization > 0 ? 0 : ChartOf(model).Length;

    public void Gradient(StudentTParameters model, StudentTStatistics statistics, Span<double> gradient)
    {
        moments.Read(model.Gaussians, statistics.Moments, statistics.Counts);
        ChartOf(model).Gradient(model, statistics, moments, gradient);
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

    public int VectorLength(StudentTParameters model) =>
        held is not null || Centre is null || regularization > 0 || model.Components == 1 ? 0 : GaussianCoordinates.Length(model.Gaussians) + (degrees.IsEstimated ? model.Components : 0);

    /// <summary>The coordinates of the Gaussians, then log νₖ where ν is estimated.</summary>
    public void WriteVector(StudentTParameters model, Span<double> vector)
    {
        int length = GaussianCoordinates.Length(model.Gaussians);
        GaussianCoordinates.Write(model.Gaussians, Centre, vector[..length]);
        for (int k = 0; k < vector.Length - length; k++)
        {
            vector[length + k] = Math.Log(model.DegreesOfFreedom[k]);
        }
    }

    /// <summary>Of log ν the complete data, which have every row's scale τ, say π · ν²/4 · (ψ′(ν/2) − 2/ν).</summary>
    public void WriteInformation(StudentTParameters model, Span<double> information)
    {
        int length = GaussianCoordinates.Length(model.Gaussians);
        GaussianCoordinates.WriteInformation(model.Gaussians, information[..length]);
        for (int k = 0; k < information.Length - length; k++)
        {
            information[length + k] = model.Gaussians.Weights[k] * 0.25 * Math.Pow(model.DegreesOfFreedom[k], 2) * DigammaExcess.Fall(0.5 * model.DegreesOfFreedom[k]);
        }
    }

    public StudentTParameters FromVector(StudentTParameters model, ReadOnlySpan<double> vector)
    {
        int length = GaussianCoordinates.Length(model.Gaussians);
        var freedoms = (double[])model.DegreesOfFreedom.Clone();
        for (int k = 0; k < vector.Length - length; k++)
        {
            freedoms[k] = Math.Clamp(Math.Exp(vector[length + k]), DegreesOfFreedom.Smallest, DegreesOfFreedom.Largest);
        }

        return StudentTParameters.Of(GaussianCoordinates.Read(model.Gaussians, Centre, vector[..length]), freedoms);
    }

    private StudentTChart ChartOf(StudentTParameters model) =>
        chart is { } kept && kept.Fits(model) ? kept : chart = new StudentTChart(model.Structure, degrees, model.Components, model.Features);

    private StudentTParameters Rent(StudentTParameters like)
    {
        if (shifts.Length != like.Gaussians.Means.Length)
        {
            shifts = new double[like.Gaussians.Means.Length];
        }

        return spare.TryPop(out var parameters) ? parameters : new StudentTParameters(like.Structure, like.Components, like.Features);
    }

    private static Degeneracy? FindUndefined(StudentTParameters model)
    {
        int undefined = Array.FindIndex(model.Offsets, static offset => !double.IsFinite(offset));
        return undefined < 0 ? null : new Degeneracy(DegeneracyKind.Singular, undefined);
    }
}
