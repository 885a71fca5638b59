namespace Mixtura.Estimation;

/// <summary>Leaps along EM's own way by SQUAREM (Varadhan and Roland 2008, scheme S3), for any model with a vector of parameters.</summary>
/// <remarks>
/// Of three models in a row, each EM's next, v₀, v₁ and v₂: with r = v₁ − v₀ and u = (v₂ − v₁) − r the leap goes to v₀ + 2αr + α²u, α = |r| / |u|, and ends with a
/// step of EM, which takes back what the leap stirred up where EM is fast. A cycle is three passes: leap, EM's step from it, one more. Near the optimum EM
/// shrinks the error by some factors λ, and α samples 1 / (1 − λ): the largest of the last few is that of the slowest.
/// </remarks>
internal sealed class SquaredExtrapolation<TModel, TStatistics> : IAcceleration<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // of those tried (2 … 16, growing two- or fourfold, cut to a half, a third or a quarter) these took the fewest passes on slow Poisson mixtures
    private const double FirstLimit = 4;
    private const double LimitGrowth = 4;
    private const double LimitCut = 0.5;

    // a leap that is hardly longer than EM's two steps is not worth a check
    private const double ShortestLeap = 1.01;

    // how much of the slowest factor seen is remembered from leap to leap: with 0.8 one slow fit in a hundred stopped several tolerances too early,
    // with this the worst were as near as plain EM's, for 2 % more passes
    private const double Memory = 0.95;

    // steps this small, beside the vector, are rounding and say nothing about growth
    private const double Noise = 1e-10;

    private readonly IVectorModel<TModel, TStatistics> family;
    private readonly double[] information;
    private readonly double[] first;
    private readonly double[] second;
    private readonly double[] third;
    private int stepsToGo = 2;
    private bool hasStepped;
    private double limit = FirstLimit;
    private double length;
    private double slowest = 1;
    private double growth = double.NaN;

    /// <summary>One for this family, whose vectors have that length.</summary>
    public SquaredExtrapolation(IVectorModel<TModel, TStatistics> family, int length)
    {
        this.family = family;
        information = new double[length];
        first = new double[length];
        second = new double[length];
        third = new double[length];
    }

    /// <summary>1 nat, as in the program of the method's authors.</summary>
    public double AllowedFall => 1;

    /// <inheritdoc/>
    public TModel? Propose(TModel current, TStatistics statistics, Func<TModel> next)
    {
        if (stepsToGo > 0)
        {
            return null;
        }

        family.WriteVector(next(), third);
        family.WriteInformation(current, information);
        length = Math.Min(Measure(), limit);
        if (!(length > ShortestLeap))
        {
            return null;
        }

        for (int i = 0; i < third.Length; i++)
        {
            double step = second[i] - first[i];
            third[i] = first[i] + (2 * length * step) + (length * length * (third[i] - second[i] - step));
        }

        return family.FromVector(current, third);
    }

    /// <inheritdoc/>
    public void Accept()
    {
        limit = length < limit ? limit : LimitGrowth * limit;
        (stepsToGo, hasStepped) = (1, false);
    }

    /// <inheritdoc/>
    public void Refuse()
    {
        limit = Math.Max(FirstLimit, LimitCut * length);
        stepsToGo = 2;
    }

    /// <inheritdoc/>
    public void TakeStep(TModel from, TModel to)
    {
        family.WriteVector(from, first);
        family.WriteVector(to, second);
        hasStepped = true;
        stepsToGo--;
    }

    /// <summary>A step of EM from error to λ · error gains all but λ² of what there was to gain: what it gained, times λ² / (1 − λ²) with the slowest λ seen.</summary>
    public double GainToCome(Ascent last)
    {
        if (!hasStepped || double.IsNaN(growth) || growth >= 1)
        {
            return double.MaxValue;
        }

        double factor = 1 - (1 / slowest);
        return Math.Abs(last.Gain) <= last.Rounding ? 0 : Math.Abs(last.Gain) * factor * factor / (1 - (factor * factor));
    }

    /// <summary>Where EM's steps at least halve from one to the next there is nothing slow that a bound within rounding could hide.</summary>
    public bool IsAtRest(Ascent last) => hasStepped && growth <= 0.5;

    // α, and what the steps tell of convergence
    private double Measure()
    {
        double steps = 0, changes = 0, nextSteps = 0, size = 0;
        for (int i = 0; i < third.Length; i++)
        {
            double step = second[i] - first[i];
            double nextStep = third[i] - second[i];
            steps += information[i] * step * step;
            nextSteps += information[i] * nextStep * nextStep;
            changes += information[i] * (nextStep - step) * (nextStep - step);
            size += information[i] * third[i] * third[i];
        }

        growth = steps > Noise * Noise * size ? Math.Sqrt(nextSteps / steps) : 0;
        double alpha = changes > 0 ? Math.Sqrt(steps / changes) : 1;
        slowest = Math.Max(1, Math.Max(alpha, Memory * slowest));
        return alpha;
    }
}
