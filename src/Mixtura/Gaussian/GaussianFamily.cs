using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;

namespace Mixtura.Gaussian;

/// <summary>Mixtures of Gaussians by maximum likelihood, or the posterior mode under a prior: eqs. 2–4 and the M-step of eqs. 16–18.</summary>
/// <param name="regularization">Added to every variance in the M-step; 0 for pure maximum likelihood.</param>
/// <param name="guard">What is degenerate; null to go on as long as the numbers allow.</param>
/// <param name="prior">On means and covariances; null for none.</param>
/// <param name="held">What stays as it is; null for nothing.</param>
internal sealed partial class GaussianFamily(double regularization, DegeneracyRules? guard, GaussianPrior? prior = null, HeldParts? held = null)
    : IComponentFamily<GaussianParameters, GaussianStatistics>, IAcceleratedModel<GaussianParameters, GaussianStatistics>
{
    private readonly Stack<GaussianParameters> spare = new();
    private readonly GaussianMoments moments = new(prior) { Held = held };
    private double[] shifts = [];
    private GaussianChart? chart;
    private GaussianParameters? stepped;
    private GaussianParameters? steppedFrom;

    /// <summary>Takes moments again where the means have moved too far for them; null where no start lies that far off.</summary>
    public Recentring? Recentring { get; init; }

    /// <summary>What the coordinates of means are taken about; null for a family that has no others beside it, and needs no vector.</summary>
    public double[]? Centre { get; init; }

    public bool IntegratesMissing => true;

    public int BlockRows(GaussianParameters model) => model.Packed.BlockRows;

    public int ComponentCount(GaussianParameters model) => model.Components;

    public GaussianStatistics CreateStatistics(GaussianParameters model) => new(model.Packed);

    public void LogJoint(GaussianParameters model, RowBlock rows, GaussianStatistics statistics, ComponentBlock destination) =>
        statistics.LogJoint(model, rows, destination);

    /// <summary>A row that lacks values goes by the block, which integrates them out.</summary>
    public bool TryLogJoint(GaussianParameters model, ReadOnlySpan<double> row, Span<double> destination)
    {
        if (RowGaps.AnyIn(row))
        {
            return false;
        }

        model.RowDistances.Write(row, destination);
        for (int k = 0; k < destination.Length; k++)
        {
            destination[k] = model.Offsets[k] - (0.5 * destination[k]);
        }

        return true;
    }

    public void Accumulate(GaussianParameters model, RowBlock rows, ComponentBlock responsibilities, GaussianStatistics statistics) =>
        statistics.Add(model, responsibilities);

    /// <summary>The M-step, eqs. 16–18, from moments about the current means: μ_new = μ + δ with δ = Σ r(x − μ) / Σ r.</summary>
    public GaussianParameters Maximize(GaussianParameters current, GaussianStatistics statistics)
    {
        if (stepped is { } known && ReferenceEquals(steppedFrom, current))
        {
            stepped = null;
            return known;
        }

        var next = Rent(current);
        Step(current, statistics, next);
        if (Recentring is { } again && Recentring.IsNeeded(next, shifts))
        {
            var (centre, taken) = again.Take(this, current, next.Means);
            Step(centre, taken, next);
        }

        next.Prepare();
        return held?.HoldCovariances(next) ?? next;
    }

    private void Step(GaussianParameters current, GaussianStatistics statistics, GaussianParameters next)
    {
        moments.Read(current, statistics);
        moments.Maximize(regularization, shifts, next);
    }

    public void MoveTo(GaussianParameters source, GaussianParameters target, GaussianStatistics statistics) => statistics.MoveTo(source, target);

    public double ObjectiveTerm(GaussianParameters model) => prior?.LogDensity(model) ?? 0;

    public Degeneracy? FindDegeneracy(GaussianParameters model) =>
        guard is { } rules ? rules.Find(model) : DegeneracyRules.FindSingular(model);

    public int ParameterCount(GaussianParameters model) =>
        (model.Components * model.Features) + (model.Components - 1) + model.Structure.ParameterCount(model.Components, model.Features) - (held?.Count ?? 0);

    public void Release(GaussianParameters model)
    {
        steppedFrom = ReferenceEquals(steppedFrom, model) ? null : steppedFrom;
        spare.Push(model);
    }

    // what is added to variances belongs to no objective: EM with it climbs nothing that leaps could be checked against
    public int TangentLength(GaussianParameters model) => held is not null || regularization > 0 || model.Components == 1 ? 0 : ChartOf(model).Length;

    public void Gradient(GaussianParameters model, GaussianStatistics statistics, Span<double> gradient)
    {
        moments.Read(model, statistics);
        ChartOf(model).Gradient(model, moments, gradient);
        if (!model.Structure.HasGradient)
        {
            // EM's own step stands for the gradient; it is the next thing to be asked for
            stepped = null;
            stepped = Maximize(model, statistics);
            steppedFrom = model;
            ChartOf(model).SetCovarianceStep(model, stepped, gradient);
        }
    }

    public void Tangent(GaussianParameters model, GaussianParameters other, Span<double> tangent) => ChartOf(model).Tangent(model, other, tangent);

    public GaussianParameters Retract(GaussianParameters model, ReadOnlySpan<double> tangent)
    {
        var next = Rent(model);
        ChartOf(model).Retract(model, tangent, next);
        next.Prepare();
        return next;
    }

    public double StepSize(GaussianParameters model, ReadOnlySpan<double> tangent) => ChartOf(model).StepSize(model, tangent);

    public int VectorLength(GaussianParameters model) => Centre is null || regularization > 0 || model.Components == 1 ? 0 : GaussianCoordinates.Length(model);

    public void WriteVector(GaussianParameters model, Span<double> vector) => GaussianCoordinates.Write(model, Centre, vector);

    public void WriteInformation(GaussianParameters model, Span<double> information) => GaussianCoordinates.WriteInformation(model, information);

    public GaussianParameters FromVector(GaussianParameters model, ReadOnlySpan<double> vector) => GaussianCoordinates.Read(model, Centre, vector);

    private GaussianChart ChartOf(GaussianParameters model) =>
        chart is { } kept && kept.Fits(model) ? kept : chart = new GaussianChart(model.Structure, model.Components, model.Features);

    private GaussianParameters Rent(GaussianParameters like)
    {
        if (shifts.Length != like.Means.Length)
        {
            shifts = new double[like.Means.Length];
        }

        return spare.TryPop(out var parameters) ? parameters : new GaussianParameters(like.Structure, like.Components, like.Features);
    }
}
