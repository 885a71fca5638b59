using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Gaussian.ScaleMixtures;

/// <summary>What kinds of component that are scale mixtures of Gaussians have in common. The M-step of locations and scale matrices is that of Gaussians with moments weighted by r·u, u = E[1/s|x], the scale
/// matrix still divided by Σr, so all fourteen structures serve.</summary>
/// <param name="structure">What scale matrices look like.</param>
/// <param name="guard">What is degenerate; null to go on as long as the numbers allow.</param>
/// <param name="prior">On locations and scale matrices; null for none.</param>
/// <param name="held">What stays as it is; null for nothing.</param>
internal abstract class ScaleMixtureFamily<TModel, TStatistics>(CovarianceStructure structure, DegeneracyRules? guard, GaussianPrior? prior, HeldParts? held)
    : IComponentFamily<TModel, TStatistics>, IHoldsParts
    where TModel : ScaleMixtureParameters
    where TStatistics : class, IStatistics<TStatistics>, IScaleMixtureStatistics<TModel>
{
    private readonly Stack<TModel> spare = new();
    private double[] shifts = [];

    public abstract string Name { get; }

    /// <summary>What scale matrices look like.</summary>
    public CovarianceStructure Structure => structure;

    /// <summary>What the coordinates of means are taken about; null for a family that needs no vector.</summary>
    public double[]? Centre { get; init; }

    public bool IntegratesMissing => true;

    public bool HasHeavyTails => true;

    /// <summary>What the M-step sees.</summary>
    protected GaussianMoments Moments { get; } = new(prior) { Held = held };

    /// <summary>What stays as it is; null for nothing.</summary>
    protected HeldParts? Held => held;

    /// <summary>What is degenerate; null where nothing is asked.</summary>
    protected DegeneracyRules? Guard => guard;

    /// <summary>On locations and scale matrices; null for none.</summary>
    protected GaussianPrior? Prior => prior;

    public abstract IComponentFamily<TModel, TStatistics> ForWorker();

    public int BlockRows(TModel model) => model.Gaussians.Packed.BlockRows;

    public int ComponentCount(TModel model) => model.Gaussians.Components;

    public int FeatureCount(TModel model) => model.Gaussians.Features;

    public ReadOnlySpan<double> WeightsOf(TModel model) => model.Gaussians.Weights;

    public abstract TStatistics CreateStatistics(TModel model);

    public void LogJoint(TModel model, RowBlock rows, TStatistics statistics, ComponentBlock destination) => statistics.LogJoint(model, rows, destination);

    /// <summary>A row that lacks values goes by the block, which integrates them out.</summary>
    public bool TryLogJoint(TModel model, ReadOnlySpan<double> row, Span<double> destination)
    {
        if (RowGaps.AnyIn(row))
        {
            return false;
        }

        model.Gaussians.RowDistances.Write(row, destination);
        LogJointOfDistances(model, destination);
        return true;
    }

    public void Accumulate(TModel model, RowBlock rows, ComponentBlock responsibilities, TStatistics statistics) => statistics.Add(model, responsibilities);

    public abstract TModel Maximize(TModel current, TStatistics statistics);

    public void MoveTo(TModel source, TModel target, TStatistics statistics) => statistics.MoveTo(source, target);

    public void Restore(TModel model, double weight, TStatistics statistics) => statistics.AddAsModelled(model, weight);

    public double ObjectiveTerm(TModel model) => prior?.LogDensity(model.Gaussians) ?? 0;

    public Degeneracy? FindDegeneracy(TModel model) =>
        (guard is { } rules ? rules.Find(model.Gaussians) : DegeneracyRules.FindSingular(model.Gaussians)) ?? FindOwnDegeneracy(model);

    public int ParameterCount(TModel model) =>
        (model.Gaussians.Components * model.Gaussians.Features) + (model.Gaussians.Components - 1)
        + model.Gaussians.Structure.ParameterCount(model.Gaussians.Components, model.Gaussians.Features) + OwnParameters(model.Gaussians.Components) - (held?.Count ?? 0);

    public virtual void Release(TModel model) => spare.Push(model);

    public abstract TModel Pooled(DataSummary summary, int components);

    public abstract TModel Compose(IReadOnlyList<ComponentOf<TModel>> parts);

    public abstract TModel Marginal(TModel model, ReadOnlySpan<int> features);

    public void WriteMoments(TModel model, int component, Span<double> means, Span<double> deviations)
    {
        model.Gaussians.Mean(component).CopyTo(means);
        model.Gaussians.Structure.Storage.WriteVariances(model.Gaussians, component, deviations);
        WriteDeviations(model, component, deviations);
    }

    public abstract IGapCompletion CompletionOf(TModel model);

    public double Correlation(TModel model, int component, int first, int second) => GaussianFamily.CorrelationOf(model.Gaussians, component, first, second);

    /// <summary>x = μ + √s·Lz with z standard normal.</summary>
    public void Sample(TModel model, int component, RandomSource random, Span<double> row)
    {
        ArgumentNullException.ThrowIfNull(random);
        int d = row.Length;
        double stretch = DrawStretch(model, component, random);
        Span<double> deviates = d <= 256 ? stackalloc double[d] : new double[d];
        for (int j = 0; j < d; j++)
        {
            deviates[j] = random.NextGaussian() * stretch;
        }

        Whitening.Undo(model.Gaussians.Structure.FactorOf(model.Gaussians, component), deviates, row);
        var location = model.Gaussians.Mean(component);
        for (int j = 0; j < d; j++)
        {
            row[j] += location[j];
        }
    }

    public abstract IReadOnlyList<ParameterArray> Describe(TModel model);

    public abstract TModel Create(IReadOnlyDictionary<string, ParameterArray> parameters);

    public int VectorLength(TModel model) => Centre is null || !HasVector(model) ? 0 : GaussianCoordinates.Length(model.Gaussians) + OwnCoordinates(model.Gaussians.Components);

    /// <summary>The coordinates of the Gaussians, then those of the scales.</summary>
    public void WriteVector(TModel model, Span<double> vector)
    {
        int length = GaussianCoordinates.Length(model.Gaussians);
        GaussianCoordinates.Write(model.Gaussians, Centre, vector[..length]);
        WriteOwn(model, vector[length..]);
    }

    public void WriteInformation(TModel model, Span<double> information)
    {
        int length = GaussianCoordinates.Length(model.Gaussians);
        GaussianCoordinates.WriteInformation(model.Gaussians, information[..length]);
        WriteOwnInformation(model, information[length..]);
    }

    public TModel FromVector(TModel model, ReadOnlySpan<double> vector)
    {
        int length = GaussianCoordinates.Length(model.Gaussians);
        return FromOwn(model, GaussianCoordinates.Read(model.Gaussians, Centre, vector[..length]), vector[length..]);
    }

    /// <summary>Parameters to be filled, which another of this shape has given back or new ones.</summary>
    protected TModel Rent(TModel like) => spare.TryPop(out var parameters) ? parameters : RoomLike(like);

    /// <summary>The M-step of weights, locations and scale matrices, not yet prepared.</summary>
    /// <param name="current">The parameters of the E-step.</param>
    /// <param name="taken">The moments with r·u for weights.</param>
    /// <param name="counts">Σ r.</param>
    /// <param name="regularization">Added to every variance.</param>
    /// <param name="next">The parameters to fill.</param>
    protected void Step(TModel current, GaussianStatistics taken, double[] counts, double regularization, TModel next)
    {
        shifts = shifts.Length == current.Gaussians.Means.Length ? shifts : new double[current.Gaussians.Means.Length];
        Moments.Read(current.Gaussians, taken, counts);
        Moments.Maximize(regularization, shifts, next.Gaussians);
    }

    /// <summary>By how much <see cref="Step"/> moved a location.</summary>
    protected ReadOnlySpan<double> Shift(int component, int features) => shifts.AsSpan(component * features, features);

    /// <summary>Whether leaps along the vector are wanted.</summary>
    protected abstract bool HasVector(TModel model);

    /// <summary>Replaces the squared distances of one row by log joint densities.</summary>
    protected abstract void LogJointOfDistances(TModel model, Span<double> values);

    /// <summary>What is degenerate beside the Gaussians; null for nothing.</summary>
    protected abstract Degeneracy? FindOwnDegeneracy(TModel model);

    /// <summary>The number of free parameters of the scales.</summary>
    protected abstract int OwnParameters(int components);

    /// <summary>The number of their coordinates.</summary>
    protected virtual int OwnCoordinates(int components) => OwnParameters(components);

    /// <summary>Replaces variances of the scale matrix by standard deviations.</summary>
    protected abstract void WriteDeviations(TModel model, int component, Span<double> variances);

    /// <summary>Draws √s.</summary>
    protected abstract double DrawStretch(TModel model, int component, RandomSource random);

    /// <summary>Writes the coordinates of the scales.</summary>
    protected abstract void WriteOwn(TModel model, Span<double> vector);

    /// <summary>Writes the complete data's information about them per row.</summary>
    protected abstract void WriteOwnInformation(TModel model, Span<double> information);

    /// <summary>The parameters of these Gaussians with scales of these coordinates.</summary>
    protected abstract TModel FromOwn(TModel model, GaussianParameters gaussians, ReadOnlySpan<double> vector);

    /// <summary>Parameters of the same shape, to be filled.</summary>
    protected abstract TModel RoomLike(TModel like);
}
