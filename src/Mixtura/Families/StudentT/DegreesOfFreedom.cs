using Mixtura.Mixtures;
using Mixtura.Numerics;

namespace Mixtura.Families.StudentT;

/// <summary>What becomes of the degrees of freedom ν of a mixture of Student-t components: estimated, one a component or one for all, or a fixed number.</summary>
/// <remarks>Estimates lie in [<see cref="Smallest"/>, <see cref="Largest"/>]: at 200 a component is as good as Gaussian, and the likelihood is nearly flat beyond.</remarks>
public sealed record DegreesOfFreedom
{
    /// <summary>The smallest estimate.</summary>
    public const double Smallest = 0.1;

    /// <summary>The largest estimate.</summary>
    public const double Largest = 200;

    /// <summary>So many that a component is Gaussian to the last digit, in which every row counts in full.</summary>
    internal const double AsGaussian = 1e100;

    // where an estimate begins when nothing is known of the tails
    private const double Start = 10;

    private DegreesOfFreedom(double value, bool isShared) => (Value, IsShared) = (value, isShared);

    /// <summary>One a component, estimated.</summary>
    public static DegreesOfFreedom Estimated { get; } = new(double.NaN, isShared: false);

    /// <summary>One for all components, estimated.</summary>
    public static DegreesOfFreedom Shared { get; } = new(double.NaN, isShared: true);

    /// <summary>The number that ν is fixed at; NaN where it is estimated.</summary>
    public double Value { get; }

    /// <summary>Whether there is one estimate for all components.</summary>
    public bool IsShared { get; }

    /// <summary>Whether ν is estimated.</summary>
    public bool IsEstimated => double.IsNaN(Value);

    /// <summary>A fixed number.</summary>
    /// <param name="value">ν, finite and above 0; for Cauchy components 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 or not finite.</exception>
    public static DegreesOfFreedom Fixed(double value) => value > 0 && double.IsFinite(value)
        ? new(value, isShared: false)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Degrees of freedom are finite and above 0. For Gaussian components fit a Gaussian mixture.");

    /// <summary>The number of free parameters: K, 1 or 0.</summary>
    public int Count(int components) => !IsEstimated ? 0 : IsShared ? 1 : components;

    /// <summary>ν of components of others put together; one for all the average.</summary>
    internal double[] Of(IReadOnlyList<ComponentOf<StudentTParameters>> parts)
    {
        double[] freedoms = [.. parts.Select(part => IsEstimated ? part.Model.DegreesOfFreedom[part.Component] : Value)];
        if (IsShared)
        {
            Average(parts, freedoms);
        }

        return freedoms;
    }

    // the average of log ν over the components whose tails are known; equal ones come out as they are
    private static void Average(IReadOnlyList<ComponentOf<StudentTParameters>> parts, double[] freedoms)
    {
        double sum = 0;
        double known = 0;
        for (int k = 0; k < freedoms.Length; k++)
        {
            if (freedoms[k] < AsGaussian)
            {
                sum += parts[k].Weight * Math.Log(freedoms[k]);
                known += parts[k].Weight;
            }
        }

        if (known > 0 && !Array.TrueForAll(freedoms, value => value == freedoms[0]))
        {
            Array.Fill(freedoms, Math.Exp(sum / known));
        }
    }

    /// <summary>The M-step for ν (Peel and McLachlan 2000, eq. 30): the root of ln(ν/2) − ψ(ν/2) + 1 + Σr(ln u − u)/Σr + ψ((ν₀+D)/2) − ln((ν₀+D)/2), for each component or with
    /// the sums of all.</summary>
    /// <param name="current">ν₀ and D, under which the sums were taken.</param>
    /// <param name="statistics">The sums.</param>
    /// <param name="next">Receives ν, K numbers.</param>
    internal void Maximize(StudentTParameters current, StudentTStatistics statistics, Span<double> next)
    {
        double allTails = 0;
        double allRows = 0;
        for (int k = 0; k < next.Length; k++)
        {
            allTails += statistics.Tails[k];
            allRows += statistics.Counts[k];
            next[k] = IsEstimated ? Estimate(current, k, statistics.Tails[k], statistics.Counts[k]) : Value;
        }

        if (IsEstimated && IsShared)
        {
            next.Fill(Estimate(current, 0, allTails, allRows));
        }
    }

    // sums under Gaussian components know nothing of tails; nor do those of no rows
    private static double Estimate(StudentTParameters current, int component, double tails, double rows)
    {
        double known = current.DegreesOfFreedom[component];
        return known >= AsGaussian ? Start
            : rows > 0 ? Root(DigammaExcess.Of(0.5 * (known + current.Features)) - (tails / rows))
            : known;
    }

    /// <summary>ν in [<see cref="Smallest"/>, <see cref="Largest"/>] with ln(ν/2) − ψ(ν/2) nearest to a number: Newton's steps in log ν, which approach the root of this falling function
    /// from one side, halved where they leave the bracket.</summary>
    public static double Root(double excess)
    {
        double low = Math.Log(Smallest);
        double high = Math.Log(Largest);
        if (!(DigammaExcess.Of(0.5 * Largest) < excess))
        {
            return Largest;
        }

        if (!(DigammaExcess.Of(0.5 * Smallest) > excess))
        {
            return Smallest;
        }

        double at = Math.Clamp(-Math.Log(excess), low, high);                           // 1/ν for large ν
        for (int step = 0; step < 100; step++)
        {
            double half = 0.5 * Math.Exp(at);
            double above = DigammaExcess.Of(half) - excess;
            (low, high) = above > 0 ? (at, high) : (low, at);
            double next = at + (above / (half * DigammaExcess.Fall(half)));
            if (Math.Abs(next - at) <= 1e-14)
            {
                break;
            }

            at = next > low && next < high ? next : 0.5 * (low + high);
        }

        return Math.Exp(at);
    }
}
