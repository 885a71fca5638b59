using Mixtura.Numerics;

namespace Mixtura.Estimation;

/// <summary>The last steps and the changes of the gradient along them: L-BFGS's picture of the inverse Hessian (Nocedal 1980).</summary>
/// <param name="length">The length of the vectors.</param>
internal sealed class QuasiNewtonMemory(int length)
{
    private const int Most = 10;

    // a pair whose curvature is not clearly positive says nothing about a maximum
    private const double LeastCurvature = 1e-8;

    private readonly double[] steps = new double[Most * length];
    private readonly double[] changes = new double[Most * length];
    private readonly double[] curvatures = new double[Most];
    private readonly double[] factors = new double[Most];
    private int next;

    /// <summary>The pairs kept.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all pairs.</summary>
    public void Clear() => Count = 0;

    /// <summary>Keeps a pair, in place of the oldest if there are ten.</summary>
    /// <param name="step">s, the step taken.</param>
    /// <param name="change">y, the gradient before less that after.</param>
    public void Add(ReadOnlySpan<double> step, ReadOnlySpan<double> change)
    {
        double curvature = VectorLoops.Dot(step, change);
        double most = Math.Sqrt(VectorLoops.Dot(step, step) * VectorLoops.Dot(change, change));
        if (!(curvature > LeastCurvature * most) || !double.IsFinite(most))
        {
            return;
        }

        step.CopyTo(Row(steps, next));
        change.CopyTo(Row(changes, next));
        curvatures[next] = curvature;
        next = (next + 1) % Most;
        Count = Math.Min(Count + 1, Most);
    }

    /// <summary>Replaces the gradient by the step H·g (the two-loop recursion).</summary>
    /// <remarks>H₀ = max(1, sᵀy / yᵀy)·I with the latest pair: the identity is EM's own metric, so no step is shorter than EM's would be.</remarks>
    public void Apply(Span<double> gradient)
    {
        for (int age = 1; age <= Count; age++)
        {
            int i = Index(age);
            factors[i] = VectorLoops.Dot(Row(steps, i), gradient) / curvatures[i];
            VectorLoops.AddScaled(Row(changes, i), -factors[i], gradient);
        }

        int latest = Index(1);
        double scale = Math.Max(1, curvatures[latest] / VectorLoops.Dot(Row(changes, latest), Row(changes, latest)));
        foreach (ref double entry in gradient)
        {
            entry *= scale;
        }

        for (int age = Count; age >= 1; age--)
        {
            int i = Index(age);
            double other = VectorLoops.Dot(Row(changes, i), gradient) / curvatures[i];
            VectorLoops.AddScaled(Row(steps, i), factors[i] - other, gradient);
        }
    }

    private int Index(int age) => (next - age + Most) % Most;

    private Span<double> Row(double[] rows, int index) => rows.AsSpan(index * length, length);
}
