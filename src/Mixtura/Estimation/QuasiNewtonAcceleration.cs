using Mixtura.Numerics;

namespace Mixtura.Estimation;

/// <summary>Steps beyond EM's by L-BFGS in the EM metric, with a cap on their length; whoever asks checks that the bound does not fall.</summary>
/// <remarks>
/// A proposal that was refused makes it forget what it knew and leave the next iterations to EM, more of them each time. So a model on
/// which it does not work costs few passes more than plain EM.
/// </remarks>
internal sealed class QuasiNewtonAcceleration<TModel, TStatistics> : IAcceleration<TModel, TStatistics>
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

    // by the quadratic model of the last proposal, per row: half of gᵀp, the gain that is still to come near an optimum
    private double promisedGain = double.PositiveInfinity;

    /// <summary>One for this family, whose tangent vectors have that length.</summary>
    public QuasiNewtonAcceleration(IAcceleratedModel<TModel, TStatistics> family, int length)
    {
        this.family = family;
        memory = new QuasiNewtonMemory(length);
        step = new double[length];
        change = new double[length];
        gradient = new double[length];
        previousGradient = new double[length];
    }

    /// <inheritdoc/>
    public double AllowedFall => 0;

    /// <inheritdoc/>
    public TModel? Propose(TModel current, TStatistics statistics, Func<TModel> next)
    {
        Learn(current, statistics);
        promisedGain = double.PositiveInfinity;
        if (memory.Count == 0 || pause > 0)
        {
            pause--;
            return null;
        }

        gradient.CopyTo(step, 0);
        memory.Apply(step);
        promisedGain = 0.5 * VectorLoops.Dot(gradient, step);
        double size = family.StepSize(current, step);
        if (!(promisedGain > 0) || !double.IsFinite(size))
        {
            Refuse();
            return null;
        }

        Shorten(size);
        return family.Retract(current, step);
    }

    /// <inheritdoc/>
    public void Refuse()
    {
        memory.Clear();
        pause = nextPause;
        nextPause = Math.Min(2 * nextPause, LongestPause);
        promisedGain = double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public void Accept() => hasStep = true;

    /// <inheritdoc/>
    public void TakeStep(TModel from, TModel to)
    {
        family.Tangent(from, to, step);
        hasStep = true;
    }

    /// <inheritdoc/>
    public double GainToCome(Ascent last) => promisedGain * last.TotalWeight;

    /// <summary>½gᵀg with g the gradient where the last proposal was asked for is what EM's own step gains there, to second order, per row.</summary>
    public bool IsAtRest(Ascent last) => 0.5 * VectorLoops.Dot(gradient, gradient) * last.TotalWeight <= last.Rounding;

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
