using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Tests.Families.Poisson;

namespace Mixtura.Tests.Estimation;

/// <summary>Leaps of models that offer a vector of parameters and no more: faster than EM, never down, and as sure of the end.</summary>
public class SquaredExtrapolationTests
{
    /// <summary>Overlapping, sparse, zero-inflated and over-fitted counts.</summary>
    public static TheoryData<int, int, int> Problems
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach (int kind in (int[])[0, 1, 2, 3])
            {
                foreach (int components in (int[])[2, 3, 4])
                {
                    for (int seed = 1; seed <= 2; seed++)
                    {
                        data.Add(kind, components, seed);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void LowerBound_NeverFalls(int kind, int components, int seed)
    {
        var rows = Rows(kind);
        var result = Counts.Run(Counts.Start(rows, components, (ulong)seed), rows);
        Counts.NeverFalls(result.Trace);
        Assert.Equal(StopReason.Converged, result.StopReason);
    }

    /// <summary>What is left to gain where the default tolerance of 1e-10 a row stops, found by plain EM that goes on from there.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void DefaultTolerance_EndsWithinAMillionthOfTheLimit(int kind, int components, int seed)
    {
        var rows = Rows(kind);
        var result = Counts.Run(Counts.Start(rows, components, (ulong)seed), rows);
        var limit = Counts.Run(result.Model, rows, Counts.Plain(30_000, 1e-15));
        double left = (limit.LowerBound - result.LowerBound) / rows.Rows;
        Assert.True(left <= 1e-8, $"{left:0.0e+0} a row to gain after {result.Passes} passes");
    }

    [Fact]
    public void SlowProblem_TakesAFractionOfThePasses()
    {
        var rows = Rows(0);
        var start = Counts.Start(rows, 2, 1);
        var plain = Counts.Run(start, rows, Counts.Plain(100_000, 1e-10));
        var fast = Counts.Run(start, rows);
        Agree.Within(plain.LowerBound, fast.LowerBound, 1e-6, "bound");
        Assert.True(fast.Passes < 0.2 * plain.Passes, $"{fast.Passes} against {plain.Passes} passes");
    }

    /// <summary>The second step of EM has nothing left to do.</summary>
    [Fact]
    public void SeparatedComponents_AreThereAfterAFewIterations()
    {
        var rows = Counts.Draw(Counts.Mixture([0.5, 0.5], [1, 300], [200, 2]), 200, 5);
        var result = Counts.Run(Counts.Mixture([0.5, 0.5], [5, 100], [100, 5]), rows);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.InRange(result.Passes, 2, 5);
    }

    /// <summary>Two equal components are a saddle: no step of EM leaves it.</summary>
    [Fact]
    public void EqualComponents_StayWhereTheyAre()
    {
        var rows = Rows(2);
        var result = Counts.Run(Counts.Family.Pooled(DataSummary.Of(rows), 2), rows);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.Equal(result.Model.RatesOf(0).ToArray(), result.Model.RatesOf(1).ToArray());
        Assert.InRange(result.Passes, 1, 6);
    }

    /// <summary>Hardly off it the first gains are tiny, and yet the two groups are what is found.</summary>
    [Fact]
    public void NearASaddle_IsNotMistakenForRest()
    {
        var rows = Counts.Draw(Counts.Mixture([0.5, 0.5], [2, 6], [6, 2]), 400, 6);
        var result = Counts.Run(Counts.Mixture([0.5, 0.5], [4, 4], [4 + 1e-5, 4]), rows);
        Assert.Equal(StopReason.Converged, result.StopReason);
        Assert.InRange(Math.Abs(result.Model.RatesOf(0)[0] - result.Model.RatesOf(1)[0]), 3, 5);
    }

    [Fact]
    public void AnyThreadCount_GivesTheSameBits()
    {
        var rows = Counts.Draw(Counts.Mixture([0.4, 0.6], [1.5, 2], [3, 3]), 20_000, 7);
        var start = Counts.Start(rows, 2, 1);
        var one = Counts.Run(start, rows, new EmOptions { MaxIterations = 30, Threads = 1 });
        foreach (int threads in (int[])[2, 8])
        {
            var several = Counts.Run(start, rows, new EmOptions { MaxIterations = 30, Threads = threads });
            Agree.Exactly(one.Trace.ToArray(), several.Trace.ToArray(), "bound");
            Agree.Exactly(one.Model.Rates, several.Model.Rates, "rates");
        }
    }

    /// <summary>The path has the model of every bound, the start and the result in it, and none of them was given back.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryModel_IsReleasedOnceOrKept(bool keepsPath)
    {
        var rows = Rows(0);
        var family = new WatchedCounts();
        var start = Counts.Start(rows, 3, 2);
        var result = ExpectationMaximization.Run(family, start, rows, new EmOptions { MaxIterations = 60, Tolerance = 0, KeepPath = keepsPath });
        Assert.True(family.Leaps > 5);
        Assert.Equal(family.Released.Count, family.Released.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.DoesNotContain(family.Released, model => ReferenceEquals(model, start) || ReferenceEquals(model, result.Model));
        Assert.InRange(family.Made - family.Released.Count, 1, keepsPath ? result.Path.Count + 1 : 2);
        Assert.Equal(keepsPath ? result.Trace.Count : 0, result.Path.Count);
        for (int t = 0; t < result.Path.Count; t++)
        {
            Assert.DoesNotContain(family.Released, model => ReferenceEquals(model, result.Path[t]));
            Agree.Relatively(result.Trace[t], Counts.Run(result.Path[t], rows, Counts.Plain(0)).LowerBound, 1e-14, $"bound of iteration {t}");
        }
    }

    [Fact]
    public void LeapsThatAreDegenerate_LeavePlainEm()
    {
        var rows = Rows(1);
        var start = Counts.Start(rows, 2, 1);
        var plain = Counts.Run(start, rows, Counts.Plain(40));
        var family = new WatchedCounts { RefusesLeaps = true };
        var result = ExpectationMaximization.Run(family, start, rows, new EmOptions { MaxIterations = 40, Tolerance = 0 });
        Assert.True(family.Leaps > 5);
        Assert.Null(result.Degeneracy);
        Agree.Exactly(plain.Trace.ToArray(), result.Trace.ToArray(), "bound");
    }

    /// <summary>Wherever the cancellation comes, in a leap or in the step after it, the last whole iteration is what is returned.</summary>
    [Fact]
    public void Cancellation_KeepsTheLastWholeIteration()
    {
        var rows = Rows(0);
        var start = Counts.Start(rows, 2, 1);
        var whole = ExpectationMaximization.Run(new WatchedCounts(), start, rows, new EmOptions { Threads = 1 });
        for (int passes = 1; passes <= 20; passes++)
        {
            using var source = new CancellationTokenSource();
            var family = new WatchedCounts { AfterRows = (passes * rows.Rows, source.Cancel) };
            var result = ExpectationMaximization.Run(family, start, rows, new EmOptions { Threads = 1 }, null, source.Token);
            Assert.Equal(StopReason.Cancelled, result.StopReason);
            Agree.Exactly(whole.Trace.Take(result.Trace.Count).ToArray(), result.Trace.ToArray(), "bound");
        }
    }

    /// <summary>A family whose vector has no length is left to plain EM.</summary>
    [Fact]
    public void NoVector_IsPlainEm()
    {
        var rows = Rows(0);
        var start = Counts.Start(rows, 2, 1);
        var result = ExpectationMaximization.Run(new WatchedCounts { HasVector = false }, start, rows, new EmOptions { MaxIterations = 20, Tolerance = 0 });
        Agree.Exactly(Counts.Run(start, rows, Counts.Plain(20)).Trace.ToArray(), result.Trace.ToArray(), "bound");
    }

    private static MemoryRows Rows(int kind) => kind switch
    {
        0 => Counts.Draw(Counts.Mixture([0.4, 0.6], [1.5, 2], [3, 3]), 500, 1),
        1 => Counts.Draw(Counts.Mixture([0.3, 0.3, 0.4], [0.2, 1, 0.5], [1, 0.1, 0.3], [0.5, 0.5, 2]), 600, 2),
        2 => Counts.Draw(Counts.Mixture([0.3, 0.3, 0.4], [0, 3, 1, 2], [2, 0, 2, 1], [1, 1, 0, 4]), 400, 3),
        _ => Counts.Draw(Counts.Mixture([0.5, 0.5], [1000, 40], [1080, 44]), 300, 4),
    };
}
