namespace Mixtura.Estimation;

/// <summary>Where EM stands, and its ways up: a plain step, or a leap that does not lower the bound.</summary>
internal sealed class Climb<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    private readonly ILatentVariableModel<TModel, TStatistics> family;
    private readonly IPass<TModel, TStatistics> pass;
    private readonly IAcceleration<TModel, TStatistics>? acceleration;
    private readonly CancellationToken cancellation;
    private readonly TModel start;
    private readonly bool keepsPath;
    private readonly Func<TModel> maximize;
    private readonly List<TModel> path = [];
    private TModel? next;
    private double lastGain = double.PositiveInfinity;

    public Climb(
        ILatentVariableModel<TModel, TStatistics> family, IPass<TModel, TStatistics> pass, TModel start, EmOptions options, CancellationToken cancellation)
    {
        this.family = family;
        this.pass = pass;
        this.start = start;
        this.cancellation = cancellation;
        Model = start;
        keepsPath = options.KeepPath;
        acceleration = options.Acceleration ? Acceleration.For(family, start) : null;
        maximize = () => next ??= Maximized(Model);         // M-step, eqs. 8, 15
    }

    /// <summary>θ.</summary>
    public TModel Model { get; private set; }

    /// <summary>L(θ, q), total, in nats.</summary>
    public double Bound { get; private set; } = double.NegativeInfinity;

    /// <summary>The model of every bound so far, if it is kept.</summary>
    public IReadOnlyList<TModel> Path => path;

    /// <summary>What was wrong with the model that EM stopped before.</summary>
    public Degeneracy? Degeneracy { get; private set; }

    /// <summary>The gain still to come as the acceleration has it, total, in nats; +∞ where the bounds must tell; NaN without acceleration.</summary>
    public double PromisedGain => acceleration is null ? double.NaN : acceleration.GainToCome(Last);

    /// <summary>The E-step at the start.</summary>
    /// <returns>Why EM must stop, or null.</returns>
    public StopReason? Begin()
    {
        Degeneracy = family.FindDegeneracy(start);
        return Degeneracy is null ? Visit(start) : StopReason.Degenerate;
    }

    /// <summary>One iteration.</summary>
    /// <returns>Why EM must stop, or null.</returns>
    public StopReason? Advance() => TryLeap() ? null : IsAtRest ? StopReason.Converged : Step();

    /// <summary>Whether it may end where nothing is gained any more.</summary>
    public bool MayRest { get; init; }

    // the last iteration gained nothing and EM's next step will not either: components that do not overlap are there after two or three
    private bool IsAtRest =>
        MayRest && acceleration is not null && Math.Abs(lastGain) <= ConvergenceTest.Rounding(Bound) && acceleration.IsAtRest(Last);

    private Ascent Last => new(Bound, lastGain, pass.TotalWeight);

    private StopReason? Step()
    {
        next = maximize();
        Degeneracy = family.FindDegeneracy(next);
        if (Degeneracy is null)
        {
            acceleration?.TakeStep(Model, next);
            if (Visit(next) is not { } failure)                                         // E-step, eqs. 6, 14
            {
                next = null;
                return null;
            }

            family.Release(next);
            return failure;
        }

        family.Release(next);
        return StopReason.Degenerate;
    }

    private bool TryLeap()
    {
        if (acceleration?.Propose(Model, pass.Statistics, maximize) is not { } leap)
        {
            return false;
        }

        if (IsAtRest)
        {
            family.Release(leap);
            return false;
        }

        next = maximize();                                                              // before the statistics become those of the leap
        if (acceleration.AllowedFall > 0 ? TryTakeAfterStep(leap, acceleration.AllowedFall) : TryTake(leap))
        {
            return true;
        }

        acceleration.Refuse();
        return false;
    }

    private TModel Maximized(TModel current) => family.Maximize(current, pass.Statistics)
        ?? throw new InvalidOperationException($"Maximize of {family.GetType().Name} returned null. Return the parameters that maximize the expected log-likelihood, or the current ones where there are none.");

    // θ' is taken if the bound has not fallen, nor stood still against the promise, and EM finds nothing wrong from there
    private bool TryTake(TModel leap)
    {
        if (family.FindDegeneracy(leap) is null
            && pass.TryExpect(leap, cancellation, out double bound)
            && IsWorthTaking(bound))
        {
            var after = Maximized(leap);
            if (family.FindDegeneracy(after) is null)
            {
                acceleration!.Accept();
                family.Release(next!);
                next = after;
                MoveTo(leap, bound);
                return true;
            }

            family.Release(after);
        }

        family.Release(leap);
        return false;
    }

    // the same of EM's step from θ': it takes back what the leap stirred up
    private bool TryTakeAfterStep(TModel leap, double allowedFall)
    {
        TModel? after = null;
        if (family.FindDegeneracy(leap) is null
            && pass.TryExpect(leap, cancellation, out double bound)
            && double.IsFinite(bound) && bound >= Bound - allowedFall)
        {
            after = Maximized(leap);
        }

        family.Release(leap);
        return after is not null && TryTake(after);
    }

    private bool IsWorthTaking(double bound)
    {
        double rounding = ConvergenceTest.Rounding(Bound);
        return double.IsFinite(bound) && (bound > Bound + rounding || (bound >= Bound - rounding && PromisedGain <= 10 * rounding));
    }

    private StopReason? Visit(TModel model)
    {
        if (!pass.TryExpect(model, cancellation, out double bound))
        {
            return StopReason.Cancelled;
        }

        if (!double.IsFinite(bound))
        {
            Degeneracy = new Degeneracy(DegeneracyKind.NoFiniteBound, Value: bound);
            return StopReason.Degenerate;
        }

        MoveTo(model, bound);
        return null;
    }

    private void MoveTo(TModel model, double bound)
    {
        if (keepsPath)
        {
            path.Add(model);
        }
        else if (!ReferenceEquals(Model, start) && !ReferenceEquals(Model, model))
        {
            family.Release(Model);
        }

        Model = model;
        lastGain = bound - Bound;
        Bound = bound;
    }
}
