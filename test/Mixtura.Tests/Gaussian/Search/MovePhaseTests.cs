using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Gaussian.Search;
using Mixtura.Mixtures;
using Mixtura.Mixtures.Search;
using Mixtura.Mixtures.Starts;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Gaussian.Search;

/// <summary>Split-and-merge moves are taken while they gain, and not for ever.</summary>
/// <remarks>Four lumps at ±8 and ±12, each the mirror image of another, and three components: one pair of lumps must share a component, the left or the right. The
/// two optima mirror each other, and a move leads from either to the other.</remarks>
public class MovePhaseTests
{
    [Fact]
    public void MoveThatGainsNothing_LeavesNoTrace()
    {
        var candidate = AfterMoves(out bool improved);
        Assert.False(improved);
        Assert.Equal(0, candidate.Moves);
        Agree.Within([-10, 8, 12], candidate.Model.Means, 0.2, "means");
    }

    /// <summary>Where no gain counts as one, as where a likelihood is unbounded, there is always another move: their number is bounded all the same.</summary>
    [Fact]
    public void Moves_EndWhereGainsDoNot()
    {
        var candidate = AfterMoves(out bool improved, leastGain: -1e-6);
        Assert.True(improved);
        Assert.Equal(MovePhase<GaussianParameters, GaussianStatistics>.MostMoves(3), candidate.Moves);
    }

    private static Candidate<GaussianParameters> AfterMoves(out bool improved, double? leastGain = null)
    {
        var rows = Lumps();
        var options = new GaussianMixtureOptions { Em = new EmOptions { MaxIterations = 100_000 } };
        var summary = DataSummary.Of(rows);
        var start = new StartContext(RowSample.Draw(rows, summary, 1, 0, default), summary, 3, true, 0);
        var space = new GaussianSpace(rows, start, options, DegeneracyRules.For(summary, options, null), null, default);
        var family = space.NewFamily();
        var candidate = new Candidate<GaussianParameters>(0, GaussianParameters.From(CovarianceStructure.Full, 1, [0.5, 0.25, 0.25], [-10, 8, 12], [4, 0.25, 0.25]));
        using var pass = new BlockPass<GaussianParameters, GaussianStatistics>(family, candidate.Model, rows, 1);
        using var patience = new Patience();
        var runner = new EmRunner<GaussianParameters, GaussianStatistics>(family, pass, options.Em, patience, patience.Token);
        runner.Run(candidate, options.Em.Tolerance);
        improved = (leastGain is { } gain ? new MovePhase<GaussianParameters, GaussianStatistics>(runner, space, family, 1) { LeastGain = gain } : new(runner, space, family, 1)).Improve(candidate, 0);
        return candidate;
    }

    private static MemoryRows Lumps()
    {
        var random = new Generator(12);
        double[] right = [.. Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? 8 : 12) + (0.5 * random.Gaussian()))];
        return new MemoryRows(new RowMatrix((double[])[.. right, .. right.Select(static x => -x)], 1));
    }

    // moves without end come to an end here
    private sealed class Patience : IProgress<FitProgress>, IDisposable
    {
        private readonly CancellationTokenSource source = new();
        private int left = 2000;

        public CancellationToken Token => source.Token;

        public void Report(FitProgress value)
        {
            if (--left == 0)
            {
                source.Cancel();
            }
        }

        public void Dispose() => source.Dispose();
    }
}
