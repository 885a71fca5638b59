using System.Text.Json;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Families.Poisson;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.Poisson;

/// <summary>The standard example of slow EM: death notices on 1096 days (Hasselblad 1969), against numbers of an independent program.</summary>
public class DeathNoticesTests
{
    private static readonly JsonElement[] Trajectory = [.. ReferenceFile.Json("poisson-deaths.json").GetProperty("trajectory").EnumerateArray()];
    private static readonly MemoryRows Rows = new(ReferenceFile.Rows("poisson-deaths.csv", "days"), ReferenceFile.Column("poisson-deaths.csv", "days"));

    private static PoissonParameters Start => Counts.Mixture([0.3, 0.7], [1.0], [2.5]);

    [Fact]
    public void PlainEm_TakesTheSameSteps()
    {
        var result = Counts.Run(Start, Rows, Counts.Plain(100) with { KeepPath = true });
        foreach (var point in Trajectory.SkipLast(1))
        {
            Compare(point, result.Path[point.Integer("iteration")], result.Trace[point.Integer("iteration")], 1e-8);
        }
    }

    [Fact]
    public void PlainEm_Converges()
    {
        int iterations = Trajectory[^1].Integer("iteration");
        var result = Counts.Run(Start, Rows, Counts.Plain(iterations));
        Compare(Trajectory[^1], result.Model, result.LowerBound, 1e-8);
    }

    /// <summary>By default it is within 1e-10 nats of the optimum in 57 passes, where plain EM stops after 1535, 1e-7 below; nothing random is in these figures.</summary>
    [Fact]
    public void DefaultEm_ConvergesInAFractionOfThePasses()
    {
        var plain = Counts.Run(Start, Rows, new EmOptions { Acceleration = false });
        var fast = Counts.Run(Start, Rows);
        Assert.Equal(StopReason.Converged, fast.StopReason);
        Assert.True(fast.Passes < 60 && plain.Passes > 1000, $"{fast.Passes} against {plain.Passes} passes");
        Compare(Trajectory[^1], fast.Model, fast.LowerBound, 1e-4);
        Agree.Within(Trajectory[^1].Number("log_likelihood"), fast.LowerBound, 1e-7, "log likelihood");
        Counts.NeverFalls(fast.Trace);
    }

    [Fact]
    public void TighterTolerance_ReachesTheOptimumTo1e8()
    {
        var fast = Counts.Run(Start, Rows, new EmOptions { Tolerance = 1e-13 });
        Assert.Equal(StopReason.Converged, fast.StopReason);
        Assert.True(fast.Passes < 100, $"{fast.Passes} passes");
        Agree.Within(Trajectory[^1].Number("log_likelihood"), fast.LowerBound, 1e-8, "log likelihood");
        Compare(Trajectory[^1], fast.Model, fast.LowerBound, 1e-5);
    }

    [Theory]
    [InlineData(0.5, 1.0, 3.0)]
    [InlineData(0.1, 0.5, 2.2)]
    [InlineData(0.9, 2.0, 5.0)]
    [InlineData(0.5, 2.1, 2.2)]
    [InlineData(0.7, 3.0, 0.2)]
    public void AnyStart_ReachesTheSameOptimum(double weight, double first, double second)
    {
        var fast = Counts.Run(Counts.Mixture([weight, 1 - weight], [first], [second]), Rows);
        Assert.Equal(StopReason.Converged, fast.StopReason);
        Agree.Within(Trajectory[^1].Number("log_likelihood"), fast.LowerBound, 1e-7, $"log likelihood after {fast.Passes} passes");
        Assert.True(fast.Passes < 300, $"{fast.Passes} passes");
        Counts.NeverFalls(fast.Trace);
    }

    private static void Compare(JsonElement expected, PoissonParameters model, double bound, double tolerance)
    {
        string at = $"iteration {expected.Integer("iteration")}: ";
        Agree.Within(expected.Number("log_likelihood"), bound, Math.Min(tolerance, 1e-6), at + "log likelihood");
        Agree.Within(expected.GetProperty("weights").Numbers(), model.Weights, tolerance, at + "weight");
        Agree.Within(expected.GetProperty("rates").Numbers(), model.Rates, tolerance, at + "rate");
    }
}
