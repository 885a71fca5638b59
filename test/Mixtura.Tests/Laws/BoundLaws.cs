using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Tests.Generated;

namespace Mixtura.Tests.Laws;

/// <summary>What the lower bound promises, over all shapes of data and all structures.</summary>
public class BoundLaws
{
    /// <remarks>The bound is a sum of N logarithms, each rounded to a few 1e-16 of its parts; a step past convergence moves it by no more than
    /// that, so 1e-12 of the sum of magnitudes is allowed.</remarks>
    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void LowerBound_NeverFalls(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        foreach (var initialization in (Initialization[])[Initialization.RandomRows, Initialization.KMeans])
        {
            var fit = Fits.Run(data, structure, new() { Initialization = initialization, Restarts = 1, Em = new EmOptions { MaxIterations = 80, Tolerance = 0 } });
            double rounding = 1e-12 * (Math.Abs(fit.LowerBound) + (data.TotalWeight * 30));
            for (int t = 1; t < fit.Trace.Count; t++)
            {
                Assert.True(fit.Trace[t] >= fit.Trace[t - 1] - rounding, $"{initialization}, iteration {t}: {fit.Trace[t - 1]:R} → {fit.Trace[t]:R}");
            }

            Assert.True(fit.Trace[^1] > fit.Trace[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void ReturnedModel_HasTheReportedBound(string shape, string structure)
    {
        var data = Shapes.Of(shape);
        foreach (int iterations in (int[])[0, 1, 7, 300])
        {
            var fit = Fits.Run(data, structure, new() { Restarts = 2, Em = new EmOptions { MaxIterations = iterations } });
            double sum = PlainGaussians.LogDensities(MixtureParameters.Of(fit.Model), data.Rows).Zip(data.AllWeights, static (p, w) => w * p).Sum();

            // an offset of 1e8 costs eight of the sixteen digits of x − μ in the naive sum and in ours
            double tolerance = 1e-11 * (Math.Abs(sum) + data.TotalWeight);
            Agree.Within(sum, fit.LowerBound, tolerance, $"bound after {iterations}");
            Agree.Within(sum, fit.Trace[^1], tolerance, $"last of the trace after {iterations}");
            Agree.Within(sum, fit.Restarts[fit.BestRestart].LowerBound, tolerance, $"bound of the winner after {iterations}");
            Assert.Equal(fit.Trace.Count - 1, fit.Iterations);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes.TimesStructures), MemberType = typeof(Shapes))]
    public void BestSoundRestart_Wins(string shape, string structure)
    {
        var fit = Fits.Run(Shapes.Of(shape), structure, new() { Restarts = 4, Em = new EmOptions { MaxIterations = 30, Tolerance = 0 } });
        Assert.Null(fit.Degeneracy);
        Assert.True(fit.Restarts[fit.BestRestart].IsSound);
        Assert.All(fit.Restarts.Where(static restart => restart.IsSound), restart => Assert.True(restart.LowerBound <= fit.Restarts[fit.BestRestart].LowerBound));
    }
}
