using Mixtura.Numerics;

namespace Mixtura.Estimation;

/// <summary>Proposes steps beyond EM's: L-BFGS in the EM metric, with a cap on their length; whoever asks checks that the bound does not fall.</summary>
/// <remarks>
/// A proposal that was refused makes it forget what it knew and leave the next iterations to EM, more of them each time. So a model on
/// which it does not work costs few passes more than plain EM.
/// </remarks>
internal sealed class Acceleration<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private const double LargestStep = 0.5;
    private const int LongestPause = 8;

    private readonly IAcceleratedModel<TModel, TStatistics> family;
    private readonly QuasiNewtonMemory memory;
    private readonly double[] step;
    private readonly double[] change;
    private double[] gradient;
    private double[] previousGradient;
    private bool hasStep;
    private int pause;
    private int nextPause = 1;

    private Acceleration(IAcceleratedModel<TModel, TStatistics> family, int length)
    {
        this.family = family;
        memory = new QuasiNewtonMemory(length);
        step = new double[length];
        change = new double[length];
        gradient = new double[length];
        previousGradient = new double[length];
    }

    /// <summary>What the last proposal promised by its quadratic model, per row: half of gᵀp, the gain that is still to come near an optimum.</summary>
    public double PromisedGain { get; private set; } = double.PositiveInfinity;

    /// <summary>½gᵀg with g the gradient where the last proposal was asked for, per row: what EM's own step gains there, to second order.</summary>
    public double PlainGain => 0.5 * VectorLoops.Dot(gradient, gradient);

    /// <summary>One for this family and model, or null if it has no local coordinates.</summary>
    public static Acceleration<TModel, TStatistics>? For(ILatentVariableModel<TModel, TStatistics> family, TModel model) =>
        family is IAcceleratedModel<TModel, TStatistics> accelerated && accelerated.TangentLength(model) is > 0 and var length
            ? new Acceleration<TModel, TStatistics>(accelerated, length)
            : null;

    /// <summary>A model to try instead of EM's next, or null where EM's is to be taken.</summary>
    /// <param name="current">The model.</param>
    /// <param name="statistics">Its statistics.</param>
    public TModel? Propose(TModel current, TStatistics statistics)
    {
        Learn(current, statistics);
        PromisedGain = double.PositiveInfinity;
        if (memory.Count == 0 || pause > 0)
        {
            pause--;
            return null;
        }

        gradient.CopyTo(step, 0);
        memory.Apply(step);
        PromisedGain = 0.5 * VectorLoops.Dot(gradient, step);
        double size = family.StepSize(current, step);
        if (!(PromisedGain > 0) || !double.IsFinite(size))
        {
            Refuse();
            return null;
        }

        Shorten(size);
        return family.Retract(current, step);
    }

    /// <summary>The proposal was not taken: it lowered the bound or led to a degenerate model.</summary>
    public void Refuse()
    {
        memory.Clear();
        pause = nextPause;
        nextPause = Math.Min(2 * nextPause, LongestPause);
        PromisedGain = double.PositiveInfinity;
    }

    /// <summary>The proposal was taken.</summary>
    public void Accept() => hasStep = true;

    /// <summary>EM's step was taken.</summary>
    public void TakeEmStep(TModel from, TModel to)
    {
        family.Tangent(from, to, step);
        hasStep = true;
    }

    private void Learn(TModel current, TStatistics statistics)
    {
        (gradient, previousGradient) = (previousGradient, gradient);
        family.Gradient(current, statistics, gradient);
        if (hasStep)
        {
            previousGradient.CopyTo(change, 0);
            VectorLoops.AddScaled(gradient, -1, change);
            memory.Add(step, change);
            hasStep = false;
        }
    }

    private void Shorten(double size)
    {
        if (size > LargestStep)
        {
            foreach (ref double entry in step.AsSpan())
            {
                entry *= LargestStep / size;
            }
        }
    }
}
